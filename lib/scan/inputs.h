// lib/scan/inputs.h - reads whole files and lines of files, for inputs other than document
// archives.
//
//   auto bytes = scan::read_bytes("list.txt");
//
// Threads  Stateless.
// Memory   One file or line at a time, at most kMaxTextFileBytes + 1 bytes of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "despin/result.h"

namespace despin::scan {

using ErrorCallback = std::function<void(const std::string& path, const Error& error)>;

// All bytes of a file, or of standard input for "-".
// Errors: kNotFound, kNotReadable, kTooLarge.
Result<std::string> read_bytes(const std::string& path);

// The one document at a path, or on standard input, of any kind that a Reader reads. Errors: as
// Reader and read_document(); kBadInput if there are several.
Result<Document> read_input(const std::string& path);

// Each line of a file, or of standard input for "-", compressed by gzip or zstd or not, numbered
// from 1, without its newline; blank lines are skipped. `on_line` returns false to stop. Reading
// resumes after a corrupt region; the line it truncates is dropped. Errors: kNotFound,
// kNotReadable; kBadInput and kTruncated for compressed input; kTooLarge names the line.
Result<void> for_each_line(const std::string& path,
                           const std::function<bool(std::size_t, std::string_view)>& on_line);

}  // namespace despin::scan
