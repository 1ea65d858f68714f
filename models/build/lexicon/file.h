// models/build/lexicon/file.h
// A whole file in memory, unpacked where it is Zstandard.
#pragma once

#include <string>

#include "despin/result.h"

namespace despin::lexicon {

// Largest file taken, in bytes once unpacked.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;

// Errors: kNotFound, kNotReadable, kTooLarge, kBadInput (damaged Zstandard).
Result<std::string> read_file(const std::string& path);

}  // namespace despin::lexicon
