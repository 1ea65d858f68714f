#include "models/build/encode/vectors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/format/section_reader.h"

namespace despin::vectors {
namespace {

using base::append_le;
using base::load_le;

// A row's byte holds a value of its first half in the low bits and of its second half in
// the high ones, each plus kZero; so both halves unpack without shuffling.
constexpr int kZero = 8;
constexpr int kLargest = 7;
// Length of a word's vector in a phrase's sum. A phrase of 1,024 words is then no
// longer than 2^30: its cells fit 32 bits and, by Cauchy and Schwarz, dots 61.
constexpr double kUnit = 1 << 20;

using Row = std::array<std::int16_t, kMaxDimensions>;

// 16 bits wide, since compilers then multiply and add pairs of cells at once.
Row unpack(const std::byte* row, std::uint32_t dimensions) noexcept {
  Row values{};
  const std::uint32_t half = dimensions / 2;
  for (std::uint32_t i = 0; i < half; ++i) {
    values[i] = static_cast<std::int16_t>(std::to_integer<int>(row[i] & std::byte{15}) - kZero);
  }
  for (std::uint32_t i = 0; i < half; ++i) {
    values[half + i] = static_cast<std::int16_t>(std::to_integer<int>(row[i] >> 4) - kZero);
  }
  return values;
}

std::int32_t dot(const Row& a, const Row& b, std::uint32_t dimensions) noexcept {
  std::int32_t sum = 0;
  for (std::uint32_t i = 0; i < dimensions; ++i) sum += a[i] * b[i];
  return sum;
}

// The root of an exact integer is correctly rounded on every CPU.
float to_cosine(std::int64_t dot, std::int64_t square_a, std::int64_t square_b) noexcept {
  if (square_a <= 0 || square_b <= 0) return 0;
  const double lengths =
      std::sqrt(static_cast<double>(square_a)) * std::sqrt(static_cast<double>(square_b));
  return static_cast<float>(std::clamp(static_cast<double>(dot) / lengths, -1.0, 1.0));
}

std::int64_t dot(std::span<const std::int32_t> a, std::span<const std::int32_t> b) noexcept {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::int64_t{a[i]} * b[i];
  return sum;
}

}  // namespace

Result<Vectors> Vectors::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kEmbeddingSection, section);
  Vectors v;
  v.row_count_ = in.number<std::uint32_t>();
  v.dimensions_ = in.number<std::uint32_t>();
  v.block_count_ = in.number<std::uint32_t>();
  in.skip(4);
  if (!in.ok()) return in.bad("is shorter than its header");
  if (v.dimensions_ == 0 || v.dimensions_ > kMaxDimensions || v.dimensions_ % 2 != 0) {
    return in.bad("has a number of dimensions that cannot be");
  }
  v.present_ = in.span(v.block_count_, 8).data();
  v.ranks_ = in.span(v.block_count_, 4).data();
  v.rows_ = in.span(v.row_count_, v.dimensions_ / 2).data();
  if (!in.at_end()) return in.bad("does not hold the tables its header announces");
  return v;
}

const std::byte* Vectors::row_of(WordId word) const noexcept {
  const std::uint32_t block = word / 64;
  if (block >= block_count_) return nullptr;
  const auto present = load_le<std::uint64_t>(present_ + std::size_t{block} * 8);
  const std::uint64_t bit = std::uint64_t{1} << (word % 64);
  if ((present & bit) == 0) return nullptr;
  const std::uint64_t row = std::uint64_t{load_le<std::uint32_t>(ranks_ + std::size_t{block} * 4)} +
                            static_cast<std::uint64_t>(std::popcount(present & (bit - 1)));
  return row < row_count_ ? rows_ + row * (dimensions_ / 2) : nullptr;
}

float Vectors::cosine(WordId a, WordId b) const noexcept {
  const std::byte* row_a = row_of(a);
  const std::byte* row_b = row_of(b);
  if (row_a == nullptr || row_b == nullptr) return 0;
  const Row x = unpack(row_a, dimensions_);
  const Row y = unpack(row_b, dimensions_);
  return to_cosine(dot(x, y, dimensions_), dot(x, x, dimensions_), dot(y, y, dimensions_));
}

void Vectors::add_units(std::span<const WordId> words, std::span<std::int32_t> sum) const noexcept {
  for (const WordId word : words.first(std::min(words.size(), kMaxPhraseWords))) {
    const std::byte* row = row_of(word);
    if (row == nullptr) continue;
    const Row x = unpack(row, dimensions_);
    const std::int32_t square = dot(x, x, dimensions_);
    if (square == 0) continue;
    const auto scale =
        static_cast<std::int32_t>(std::lround(kUnit / std::sqrt(static_cast<double>(square))));
    for (std::uint32_t i = 0; i < dimensions_; ++i) sum[i] += x[i] * scale;
  }
}

float Vectors::cosine(std::span<const WordId> a, std::span<const WordId> b) const noexcept {
  std::array<std::int32_t, kMaxDimensions> cells_a{};
  std::array<std::int32_t, kMaxDimensions> cells_b{};
  const auto sum_a = std::span(cells_a).first(dimensions_);
  const auto sum_b = std::span(cells_b).first(dimensions_);
  add_units(a, sum_a);
  add_units(b, sum_b);
  return to_cosine(dot(sum_a, sum_b), dot(sum_a, sum_a), dot(sum_b, sum_b));
}

std::vector<std::byte> encode_vectors(std::span<const WordVector> vectors,
                                      std::uint32_t dimensions) {
  assert(dimensions > 0 && dimensions <= kMaxDimensions && dimensions % 2 == 0);
  std::vector<std::uint64_t> present;
  std::vector<std::byte> rows;
  std::uint32_t row_count = 0;
  for (const WordVector& vector : vectors) {
    assert(vector.values.size() == dimensions);
    float largest = 0;
    bool finite = true;
    for (const float value : vector.values) {
      largest = std::max(largest, std::abs(value));
      finite = finite && std::isfinite(value);
    }
    if (!finite || largest == 0) continue;
    const std::size_t block = vector.word / 64;
    const std::uint64_t bit = std::uint64_t{1} << (vector.word % 64);
    assert(present.size() <= block || present.back() < bit);
    present.resize(std::max(present.size(), block + 1));
    present[block] |= bit;
    ++row_count;
    const auto code = [largest](float value) {
      // In double, where no quotient of floats overflows.
      const double step = double{value} / double{largest} * kLargest;
      return static_cast<unsigned>(std::lround(step) + kZero);
    };
    for (std::size_t i = 0; i < dimensions / 2; ++i) {
      const unsigned both = code(vector.values[i]) | code(vector.values[dimensions / 2 + i]) << 4;
      append_le(rows, static_cast<std::uint8_t>(both));
    }
  }

  std::vector<std::byte> out;
  append_le(out, row_count);
  append_le(out, dimensions);
  append_le(out, static_cast<std::uint32_t>(present.size()));
  append_le(out, std::uint32_t{0});
  for (const std::uint64_t block : present) append_le(out, block);
  std::uint32_t rank = 0;
  for (const std::uint64_t block : present) {
    append_le(out, rank);
    rank += static_cast<std::uint32_t>(std::popcount(block));
  }
  out.insert(out.end(), rows.begin(), rows.end());
  return out;
}

}  // namespace despin::vectors
