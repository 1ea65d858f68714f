// lib/base/bytes.h - little-endian numbers in byte buffers, on any machine and at any alignment.
//
//   std::uint32_t n = 0;
//   if (!base::read_le(section, 8, n)) return bad();
//   base::append_le(out, std::uint16_t{7});
//
// Errors   read_le() returns false and leaves `value` unchanged if the number is not completely
//          inside the bytes; it never overflows.
// Threads  Stateless.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace despin::base {

// The unsigned integer of the same size as T, used to load and store it.
template <class T>
using WireType = std::conditional_t<
    sizeof(T) == 1, std::uint8_t,
    std::conditional_t<sizeof(T) == 2, std::uint16_t,
                       std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>>;

template <class T>
constexpr WireType<T> to_little_endian(WireType<T> v) noexcept {
  if constexpr (std::endian::native == std::endian::little || sizeof(T) == 1) {
    return v;
  } else {
    WireType<T> swapped = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      swapped = static_cast<WireType<T>>((swapped << 8) | (v & 0xFF));
      v = static_cast<WireType<T>>(v >> 8);
    }
    return swapped;
  }
}

// REQUIRES: sizeof(T) readable bytes at `at`.
template <class T>
T load_le(const std::byte* at) noexcept {
  static_assert(std::is_arithmetic_v<T>);
  WireType<T> wire;
  std::memcpy(&wire, at, sizeof wire);
  return std::bit_cast<T>(to_little_endian<T>(wire));
}

// REQUIRES: sizeof(T) writable bytes at `at`.
template <class T>
void store_le(std::byte* at, T value) noexcept {
  static_assert(std::is_arithmetic_v<T>);
  const WireType<T> wire = to_little_endian<T>(std::bit_cast<WireType<T>>(value));
  std::memcpy(at, &wire, sizeof wire);
}

template <class T>
[[nodiscard]] bool read_le(std::span<const std::byte> bytes, std::uint64_t offset,
                           T& value) noexcept {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return false;
  value = load_le<T>(bytes.data() + offset);
  return true;
}

template <class T>
void append_le(std::vector<std::byte>& out, T value) {
  out.resize(out.size() + sizeof(T));
  store_le(out.data() + out.size() - sizeof(T), value);
}

// Whether [offset, offset + length) is inside `size` bytes.
constexpr bool in_range(std::uint64_t offset, std::uint64_t length, std::uint64_t size) noexcept {
  return offset <= size && length <= size - offset;
}

}  // namespace despin::base
