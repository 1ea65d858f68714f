// models/build/lm/blob.h - reads and writes whole files; for tools only.
#pragma once

#include <cstddef>
#include <fstream>
#include <span>
#include <string>

#include "despin/result.h"

namespace despin::train {

// Errors: kNotWritten.
inline Result<void> write_blob(const std::string& path, std::span<const std::byte> bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out) return {};
  return Error{
      ErrorCode::kNotWritten,
      "a section could not be written; expected a writable folder with free space; check it"};
}

}  // namespace despin::train
