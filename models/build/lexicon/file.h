// models/build/lexicon/file.h
// Reads whole files, decompressing Zstandard, and writes them.
#pragma once

#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::lexicon {

// Largest file taken, in bytes once uncompressed.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;

// Errors: kNotFound, kNotReadable, kTooLarge, kBadInput (corrupt Zstandard).
Result<std::string> read_file(const std::string& path);

// Replaces `path` once all is written. Errors: kNotWritten.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace despin::lexicon
