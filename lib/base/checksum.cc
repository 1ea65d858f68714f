#include "lib/base/checksum.h"

#include <array>

#include "lib/base/bytes.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace despin::base {
namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables make_tables() {
  constexpr std::uint32_t kReflected = 0x82F63B78;
  Tables t{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? (c >> 1) ^ kReflected : c >> 1;
    t[0][i] = c;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t i = 0; i < 256; ++i) t[k][i] = (t[k - 1][i] >> 8) ^ t[0][t[k - 1][i] & 0xFF];
  }
  return t;
}

constexpr Tables kTables = make_tables();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse42(const std::byte* at, std::size_t n,
                                                             std::uint32_t crc) noexcept {
  std::uint64_t c = ~crc;
  for (; n >= 8; n -= 8, at += 8) c = _mm_crc32_u64(c, load_le<std::uint64_t>(at));
  auto narrow = static_cast<std::uint32_t>(c);
  for (; n > 0; --n, ++at) narrow = _mm_crc32_u8(narrow, static_cast<unsigned char>(*at));
  return ~narrow;
}
#endif

}  // namespace

std::uint32_t crc32c_portable(std::span<const std::byte> bytes, std::uint32_t crc) noexcept {
  const std::byte* at = bytes.data();
  std::size_t n = bytes.size();
  std::uint32_t c = ~crc;
  for (; n >= 8; n -= 8, at += 8) {
    const std::uint64_t v = load_le<std::uint64_t>(at) ^ c;
    c = 0;
    for (std::size_t k = 0; k < 8; ++k) c ^= kTables[7 - k][(v >> (8 * k)) & 0xFF];
  }
  for (; n > 0; --n, ++at) {
    c = (c >> 8) ^ kTables[0][(c ^ static_cast<std::uint32_t>(*at)) & 0xFF];
  }
  return ~c;
}

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc) noexcept {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return crc32c_sse42(bytes.data(), bytes.size(), crc);
#endif
  return crc32c_portable(bytes, crc);
}

}  // namespace despin::base
