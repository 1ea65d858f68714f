// lib/lm/ngram_format.h - constants shared by the reader and the writer of section NGRM;
// models/FORMAT.md specifies every byte.
#pragma once

#include <cstddef>
#include <cstdint>

namespace despin::lm {

inline constexpr std::size_t kNgramHeaderBytes = 16;
inline constexpr std::size_t kLevelBytes = 48;   // for each order from 2 on
inline constexpr std::size_t kUnigramBytes = 4;  // two int16: ln P and ln backoff
inline constexpr float kUnigramCodesPerNat = 1024;
inline constexpr std::int16_t kNoExtensionCode = -32768;
inline constexpr std::uint32_t kMaxFingerprintBits = 16;
inline constexpr std::uint32_t kMaxCodeBits = 12;
// Codebook entries beyond this are corrupt.
inline constexpr float kMaxNats = 1000;

}  // namespace despin::lm
