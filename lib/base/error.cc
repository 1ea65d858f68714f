#include "despin/result.h"

namespace despin {
inline namespace v1 {

std::string_view error_code_name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kNotReadable:
      return "not_readable";
    case ErrorCode::kBadModel:
      return "bad_model";
    case ErrorCode::kModelTooNew:
      return "model_too_new";
    case ErrorCode::kBadUtf8:
      return "bad_utf8";
    case ErrorCode::kTooLarge:
      return "too_large";
    case ErrorCode::kBadInput:
      return "bad_input";
    case ErrorCode::kNotWritten:
      return "not_written";
    case ErrorCode::kTruncated:
      return "truncated";
    case ErrorCode::kNotAModel:
      return "not_a_model";
    case ErrorCode::kBadIndex:
      return "bad_index";
    case ErrorCode::kIndexTooNew:
      return "index_too_new";
    case ErrorCode::kLocked:
      return "locked";
    case ErrorCode::kCanceled:
      return "canceled";
    case ErrorCode::kDeadline:
      return "deadline";
    case ErrorCode::kOutOfMemory:
      return "out_of_memory";
    case ErrorCode::kUnsupported:
      return "unsupported";
  }
  return "unknown";
}

}  // namespace v1
}  // namespace despin
