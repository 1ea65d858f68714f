#include "lib/base/checksum.h"

#include <isa-l/crc.h>

#include <algorithm>

namespace despin::base {

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc,
                     std::size_t piece) noexcept {
  std::uint32_t inverted = ~crc;  // ISA-L inverts neither what it is given nor what it returns
  while (!bytes.empty()) {
    const std::span<const std::byte> next = bytes.first(std::min(piece, bytes.size()));
    // It is declared without const, and reads alone.
    auto* data = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(next.data()));
    inverted = crc32_iscsi(data, static_cast<int>(next.size()), inverted);
    bytes = bytes.subspan(next.size());
  }
  return ~inverted;
}

}  // namespace despin::base
