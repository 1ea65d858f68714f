// lib/cli/inputs.h - the documents behind FILE, DIR and - on the command line.
//
//   cli::for_each_input(paths, on_path, on_error);
//
// Folders are walked in the order of their names, links to folders not followed; in them
// only .txt, .html, .htm and .md files are documents. A path named itself is always one.
// Threads  Stateless.
// Memory   One file at a time, at most kMaxTextFileBytes and one byte of it.
#pragma once

#include <cstdio>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "despin/result.h"

namespace despin::cli {

using PathCallback = std::function<void(const std::string& path)>;
using ErrorCallback = std::function<void(const std::string& path, const Error& error)>;

void for_each_input(std::span<const std::string> paths, const PathCallback& on_path,
                    const ErrorCallback& on_error);

// Whether a path named itself holds one record a line.
inline bool is_jsonl(const std::string& path) { return path.ends_with(".jsonl"); }

// All bytes of a file, or of standard input for "-".
// Errors: kNotFound, kNotReadable, kTooLarge.
Result<std::string> read_bytes(const std::string& path);

// The text or page behind a path, or standard input.
// Errors: as read_bytes() and read_document().
Result<Document> read_input(const std::string& path);

// Each line of a file, or of standard input for "-", numbered from 1, without its newline;
// blank lines are left out. `on_line` returns false to stop.
// Errors: as read_bytes(); kTooLarge names the line.
Result<void> for_each_line(const std::string& path,
                           const std::function<bool(std::size_t, std::string_view)>& on_line);

}  // namespace despin::cli
