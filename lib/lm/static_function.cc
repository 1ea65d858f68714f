#include "lib/lm/static_function.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace despin::lm {
namespace {

using Place = StaticFunction::Place;

// Sizes from Graf and Lemire 2022, section 4; small sets need more space.
FunctionShape shape_for(std::size_t n, std::uint32_t width) {
  FunctionShape shape;
  shape.width = width;
  const double size = static_cast<double>(std::max<std::size_t>(n, 2));
  const double bits = std::floor(std::log(size) / std::log(3.33) + 2.25);
  shape.segment_bits = std::min(kMaxSegmentBits, static_cast<std::uint32_t>(bits));
  const double factor = std::max(1.125, 0.875 + 0.25 * std::log(1e6) / std::log(size));
  const double cells = std::ceil(size * factor);
  const double segments = std::ceil(cells / static_cast<double>(1U << shape.segment_bits));
  shape.segment_count = static_cast<std::uint32_t>(std::max(1.0, segments - (kArity - 1)));
  return shape;
}

// Hashes in an order in which each has a cell that no later one uses.
struct Peeled {
  std::vector<std::uint32_t> order;
  std::vector<std::uint8_t> own;  // index of that cell
};

// Cells are numbered by a function of width 1, where one bit is one cell.
std::optional<Peeled> peel(std::span<const std::uint64_t> hashes, const FunctionShape& shape) {
  FunctionShape unit = shape;
  unit.width = 1;
  const StaticFunction f = StaticFunction::view(unit, {});
  std::vector<std::uint32_t> members(shape.cells());  // XOR of the hashes' indices
  std::vector<std::uint8_t> degree(shape.cells());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const Place place = f.locate(hashes[i]);
    for (const std::uint64_t cell : place.bit) {
      if (degree[cell] == 255) return std::nullopt;
      ++degree[cell];
      members[cell] ^= static_cast<std::uint32_t>(i);
    }
  }
  std::vector<std::uint32_t> ready;
  for (std::size_t cell = 0; cell < degree.size(); ++cell) {
    if (degree[cell] == 1) ready.push_back(static_cast<std::uint32_t>(cell));
  }
  Peeled out;
  out.order.reserve(hashes.size());
  out.own.reserve(hashes.size());
  while (!ready.empty()) {
    const std::uint32_t free_cell = ready.back();
    ready.pop_back();
    if (degree[free_cell] != 1) continue;
    const std::uint32_t i = members[free_cell];
    const Place place = f.locate(hashes[i]);
    for (std::uint32_t k = 0; k < kArity; ++k) {
      const std::uint64_t cell = place.bit[k];
      if (cell == free_cell) out.own.push_back(static_cast<std::uint8_t>(k));
      members[cell] ^= i;
      if (--degree[cell] == 1) ready.push_back(static_cast<std::uint32_t>(cell));
    }
    out.order.push_back(i);
  }
  if (out.order.size() != hashes.size()) return std::nullopt;
  return out;
}

// XORs `value` into the cell of `width` bits that starts at `bit`.
void add_to_cell(std::vector<std::byte>& cells, std::uint64_t bit, std::uint64_t value) {
  std::byte* at = cells.data() + (bit >> 3);
  base::store_le(at, base::load_le<std::uint64_t>(at) ^ (value << (bit & 7)));
}

}  // namespace

std::optional<BuiltFunction> build_function(std::span<const std::uint64_t> hashes,
                                            std::span<const std::uint64_t> values,
                                            std::uint32_t width, std::uint32_t fingerprint_bits) {
  assert(hashes.size() == values.size() && width <= kMaxWidth && fingerprint_bits <= 32);
  FunctionShape shape = shape_for(hashes.size(), width);
  std::optional<Peeled> peeled;
  // A small share of the attempts fails; equal hashes always fail. Small sets get more space.
  for (std::uint64_t attempt = 1; attempt <= 64 && !peeled; ++attempt) {
    shape.seed = base::mix64(attempt);
    if (attempt % 8 == 0) shape.segment_count += 1 + shape.segment_count / 16;
    peeled = peel(hashes, shape);
  }
  if (!peeled) return std::nullopt;

  BuiltFunction built{shape, std::vector<std::byte>(shape.bytes())};
  const StaticFunction f = StaticFunction::view(shape, built.cells);
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  const std::uint64_t fingerprint_mask = (std::uint64_t{1} << fingerprint_bits) - 1;
  for (std::size_t step = hashes.size(); step-- > 0;) {
    const std::uint32_t i = peeled->order[step];
    const Place place = f.locate(hashes[i]);
    const std::uint64_t want =
        (values[i] & ~fingerprint_mask) | (StaticFunction::fingerprint(place) & fingerprint_mask);
    // Its own cell is still zero and receives the difference.
    add_to_cell(built.cells, place.bit[peeled->own[step]], (f.value(place) ^ want) & mask);
  }
  return built;
}

}  // namespace despin::lm
