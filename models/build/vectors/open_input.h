// models/build/vectors/open_input.h - opens a file for reading, or returns the Error.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "despin/result.h"

namespace despin::vectors {

inline Result<std::ifstream> open_input(const std::string& path) {
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) {
    return Error{ErrorCode::kNotFound, "no such file; check the path"};
  }
  std::ifstream in(path, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(path, failure)) {
    return Error{ErrorCode::kNotReadable, "cannot be read; expected a file you may read"};
  }
  return in;
}

}  // namespace despin::vectors
