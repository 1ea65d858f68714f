// lib/scan/output_file.h - a whole file or none.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::scan {

// Written beside its place, then renamed, so that a reader sees what was there before or all
// of the new bytes. What is no regular file (a pipe, a device) is written to as it is.
// Errors: kNotWritten; what was there before is then still there.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace despin::scan
