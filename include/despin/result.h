// despin/result.h - a value or an Error; nothing is thrown across the API.
//
//   despin::Result<int> r = parse(text);
//   if (!r) return fail(r.error());
//   use(*r);
//
// Why not std::expected: under -std=c++20 GCC 12 has none, and an alias that
// switches with the language mode would change the ABI with the consumer's
// flags. Member names are std::expected's.
//
// Errors   value() on an error, or error() on a value, is a programming
//          mistake: checked by assert, undefined in release builds.
// Threads  A plain value.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "despin/export.h"

namespace despin {
inline namespace v1 {

// Values are part of the ABI and of the JSON schema: never renumber.
enum class ErrorCode : std::uint8_t {
  kNotFound = 1,      // no such file or directory
  kNotReadable = 2,   // exists, but may not be read (permission, I/O)
  kBadModel = 3,      // not a model file, or corrupt
  kModelTooNew = 4,   // written by a later major version or with unknown required parts
  kBadUtf8 = 5,       // text is not UTF-8
  kTooLarge = 6,      // beyond a documented limit
  kBadInput = 7,      // malformed document, record or option
  kNotWritten = 8,    // output could not be written; what was there before is intact
  kTruncated = 9,     // a model file that ends before its header says
  kNotAModel = 10,    // magic bytes are not a model's
  kBadIndex = 11,     // not an index, or corrupt
  kIndexTooNew = 12,  // written by a later version of the library
  kLocked = 13,       // another writer holds the index
  kCanceled = 14,     // Limits::stop said so
  kDeadline = 15,     // Limits::deadline has passed
  kOutOfMemory = 16,  // of this document or call; others go on
  kUnsupported = 17,  // a kind of file or container that is not read; the message says what is
};

// Stable lower-case name of a code, for logs and JSON ("not_found").
DESPIN_EXPORT std::string_view error_code_name(ErrorCode code) noexcept;

// What was found, what was expected, what to do. Never quotes the user's text.
struct Error {
  static constexpr std::uint64_t kNoByte = ~std::uint64_t{0};

  ErrorCode code;
  std::string message;
  // Where the fault is, as far as it is known: offset of its first byte in the input, and its line,
  // from 1.
  std::uint64_t byte = kNoByte;
  std::uint64_t line = 0;  // 0: unknown
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& value() & { return assert(has_value()), *std::get_if<0>(&state_); }
  const T& value() const& { return assert(has_value()), *std::get_if<0>(&state_); }
  T&& value() && { return assert(has_value()), std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return assert(!has_value()), *std::get_if<1>(&state_); }
  Error&& error() && { return assert(!has_value()), std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

// For operations that return nothing but may fail.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT

  bool has_value() const noexcept { return !failed_; }
  explicit operator bool() const noexcept { return has_value(); }
  const Error& error() const& { return assert(failed_), error_; }

 private:
  Error error_{};
  bool failed_ = false;
};

}  // namespace v1
}  // namespace despin
