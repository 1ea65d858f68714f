// lib/scan/output_file.h - writes a file atomically.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::scan {

// kNotWritten, with what errno says.
Error not_written();

// Writes a temporary file in the same folder and renames it, so that a reader sees either the old
// bytes or all of the new ones. A path that is not a regular file (a pipe, a device) is written
// directly. Errors: kNotWritten; the old file then remains.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace despin::scan
