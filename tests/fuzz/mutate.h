// tests/fuzz/mutate.h - what the mutators share: draws from a seed, edits of bytes, and the way
// into libFuzzer.
//
//   extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
//                                                  std::size_t most, unsigned seed) {
//     return despin::fuzz::mutate(data, size, most, seed, despin::fuzz::mutate_html);
//   }
//
// A mutator is void(std::string& bytes, Draw& draw). It edits input that has the structure it
// knows, so that the structure stands in most draws and is broken in some; other input it leaves
// to Draw::raw(), which is libFuzzer's own mutator and knows what the target compared bytes with.
// Threads  One draw, one thread.
// Cost     Microseconds: a mutator runs once for each execution of its target.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

#include "lib/base/hash.h"

// libFuzzer's, or that of replay.cc.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace despin::fuzz {

using RawMutator = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t most);

class Draw {
 public:
  Draw(std::uint64_t seed, RawMutator mutator) : state_(seed), raw_(mutator) {}

  // Below `n`. REQUIRES: n > 0.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class List>
  const auto& of(const List& list) {
    return list[below(std::size(list))];
  }

  // One of those at which bounds are wrong, or near `about`.
  std::uint64_t number(std::uint64_t about) {
    switch (below(8)) {
      case 0:
        return 0;
      case 1:
        return 1;
      case 2:
        return about + 1 + below(16);
      case 3:
        return about - 1 - below(16);
      case 4:
        return std::uint64_t{1} << below(64);
      case 5:
        return (std::uint64_t{1} << below(64)) - 1;
      case 6:
        return ~std::uint64_t{0} - below(16);
      default:
        return next() >> below(64);
    }
  }

  // Edits a part as libFuzzer would; it grows by at most `growth` bytes.
  void raw(std::string& part, std::size_t growth = 16) {
    const std::size_t size = part.size();
    part.resize(size + growth);
    auto* data = reinterpret_cast<std::uint8_t*>(part.data());
    part.resize(raw_(data, size, size + growth));
  }

 private:
  std::uint64_t next() { return base::mix64(state_ += 0x9E3779B97F4A7C15ULL); }

  std::uint64_t state_;
  RawMutator raw_;
};

// A half-open range of bytes.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

// Of at most `most` bytes.
inline Range draw_range(std::string_view bytes, Draw& draw, std::size_t most = 64) {
  const std::size_t begin = draw.below(bytes.size() + 1);
  return {begin, begin + draw.below(std::min(most, bytes.size() - begin) + 1)};
}

inline std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed,
                          void (*mutator)(std::string& bytes, Draw& draw)) {
  Draw draw(seed, LLVMFuzzerMutate);
  if (size > 0 && !draw.one_in(8)) {
    static std::string bytes;
    bytes.assign(reinterpret_cast<const char*>(data), size);
    for (std::size_t n = 1 + draw.below(3); n > 0; --n) mutator(bytes, draw);
    if (!bytes.empty() && bytes.size() <= most) {
      std::memcpy(data, bytes.data(), bytes.size());
      return bytes.size();
    }
  }
  return LLVMFuzzerMutate(data, size, most);
}

}  // namespace despin::fuzz
