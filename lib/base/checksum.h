// lib/base/checksum.h - CRC-32C, the checksum of model and index files.
//
//   std::uint32_t crc = base::crc32c(bytes);
//   crc = base::crc32c(more, crc);             // continues
//
// Threads  Stateless.
// Cost     ISA-L takes SSE4.2 and PCLMUL where it detects them at run time.
// Method   Castagnoli's polynomial 0x1EDC6F41, reflected (RFC 3720, B.4), by ISA-L.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace despin::base {

// ISA-L takes lengths as int: longer input is processed in pieces of this size.
inline constexpr std::size_t kChecksumPiece = std::size_t{1} << 30;

// `piece` is 1 to kChecksumPiece and does not affect the result; tests make it small.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc = 0,
                     std::size_t piece = kChecksumPiece) noexcept;

}  // namespace despin::base
