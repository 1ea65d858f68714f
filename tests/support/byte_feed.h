// tests/support/byte_feed.h - what a fuzz target draws from the bytes it was given.
//
//   fuzz::ByteFeed feed(data, size);
//   const auto rows = 1 + feed.below(9);
//   while (!feed.empty()) values.push_back(feed.take<std::int16_t>());
//
// Behind the end all numbers are 0.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace despin::fuzz {

class ByteFeed {
 public:
  ByteFeed(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

  template <class T>
  T take() {
    T value{};
    const std::size_t size = std::min(sizeof(T), rest_.size());
    std::memcpy(&value, rest_.data(), size);
    rest_.remove_prefix(size);
    return value;
  }

  // As many as there are.
  std::string_view take_bytes(std::size_t most) {
    const std::string_view bytes = rest_.substr(0, most);
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

  // From one byte. REQUIRES: 0 < n <= 256.
  std::uint32_t below(std::uint32_t n) { return take<std::uint8_t>() % n; }

 private:
  std::string_view rest_;
};

}  // namespace despin::fuzz
