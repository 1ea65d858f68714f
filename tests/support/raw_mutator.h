// tests/support/raw_mutator.h - stands for libFuzzer's own mutator in tests of ours.
#pragma once

#include <cstddef>
#include <cstdint>

namespace despin::fuzz {

// One byte of it, another one at each call; appends one to nothing.
inline std::size_t change_one_byte(std::uint8_t* data, std::size_t size, std::size_t most) {
  static std::uint32_t draw = 1;
  draw = draw * 1664525 + 1013904223;
  if (size == 0 && most > 0) data[size++] = 0;
  if (size > 0) data[draw / 256 % size] = static_cast<std::uint8_t>(draw >> 24);
  return size;
}

}  // namespace despin::fuzz
