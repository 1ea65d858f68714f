#include "lib/index/elias_fano.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace despin::index {
namespace {

constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 30;
constexpr unsigned kSampleShift = 6;

// Sizes of the parts of a list in bytes.
struct ListShape {
  std::uint64_t samples;
  std::uint64_t low;
  std::uint64_t high;

  ListShape(std::uint64_t n, std::uint64_t universe, unsigned low_bits)
      : samples(4 * ((n + 63) >> kSampleShift)),
        low((n * low_bits + 7) / 8),
        high(8 * ((n + ((universe - 1) >> low_bits) + 1 + 63) / 64)) {}
};

// Bit position of the r-th one, from 0. REQUIRES: more than r ones.
unsigned select_in_word(std::uint64_t word, unsigned r) {
  // In each byte: the number of ones up to and including it.
  std::uint64_t sums = word - ((word >> 1) & 0x5555555555555555ULL);
  sums = (sums & 0x3333333333333333ULL) + ((sums >> 2) & 0x3333333333333333ULL);
  sums = ((sums + (sums >> 4)) & 0x0F0F0F0F0F0F0F0FULL) * 0x0101010101010101ULL;
  unsigned shift = 0;
  while (((sums >> shift) & 0xFF) <= r) shift += 8;
  if (shift > 0) r -= static_cast<unsigned>((sums >> (shift - 8)) & 0xFF);
  std::uint64_t byte = word >> shift;
  for (; r > 0; --r) byte &= byte - 1;
  return shift + static_cast<unsigned>(std::countr_zero(byte));
}

}  // namespace

bool EliasFano::view(Bytes& rest, EliasFano& list) {
  EliasFano l;
  if (!base::read_le(rest, 0, l.size_) || !base::read_le(rest, 8, l.universe_)) return false;
  constexpr std::uint64_t kMaxUniverse = std::uint64_t{1} << 56;
  if (l.size_ >= kMaxSize || l.universe_ == 0 || l.universe_ > kMaxUniverse) return false;
  l.low_bits_ = low_bits_of(l.size_, l.universe_);
  if (l.size_ == 0) l.low_bits_ = 56;  // one word of high bits, whatever the universe
  const ListShape shape(l.size_, l.universe_, l.low_bits_);
  const std::uint64_t bytes = 16 + shape.samples + shape.low + shape.high;
  if (rest.size() < bytes) return false;
  l.samples_ = rest.data() + 16;
  l.low_ = rest.subspan(16 + shape.samples, shape.low);
  l.high_ = rest.subspan(16 + shape.samples + shape.low, shape.high);
  rest = rest.subspan(bytes);
  list = l;
  return true;
}

std::uint64_t EliasFano::select(std::uint64_t i) const noexcept {
  assert(i < size_);
  const auto sample = base::load_le<std::uint32_t>(samples_ + 4 * (i >> kSampleShift));
  auto rank = static_cast<unsigned>(i & 63);
  std::uint64_t at = (sample >> 6) * std::uint64_t{8};
  std::uint64_t mask = ~std::uint64_t{0} << (sample & 63);
  for (; at < high_.size(); at += 8, mask = ~std::uint64_t{0}) {
    const std::uint64_t word = base::load_le<std::uint64_t>(high_.data() + at) & mask;
    const auto ones = static_cast<unsigned>(std::popcount(word));
    if (rank >= ones) {
      rank -= ones;
      continue;
    }
    const std::uint64_t place = at * 8 + select_in_word(word, rank);
    if (place < i) break;
    const std::uint64_t low = load_bits(low_, i * low_bits_) & low_mask(low_bits_);
    return std::min(((place - i) << low_bits_) | low, universe_ - 1);
  }
  return universe_ - 1;  // only in a corrupt list
}

std::uint64_t EliasFano::lower_bound(std::uint64_t value) const noexcept {
  std::uint64_t begin = 0;
  std::uint64_t end = size_;
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (select(middle) < value) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

EliasFanoBuilder::EliasFanoBuilder(std::uint64_t n, std::uint64_t universe)
    : size_(n),
      universe_(universe),
      low_bits_(n == 0 ? 56 : low_bits_of(n, universe)),
      low_writer_(low_) {
  assert(n < kMaxSize && universe > 0);
  const ListShape shape(n, universe, low_bits_);
  low_.reserve(shape.low);
  high_.resize(shape.high / 8);
}

void EliasFanoBuilder::add(std::uint64_t value) {
  assert(added_ < size_ && value < universe_);
  const std::uint64_t place = (value >> low_bits_) + added_;
  if ((added_ & 63) == 0) samples_.push_back(static_cast<std::uint32_t>(place));
  high_[place >> 6] |= std::uint64_t{1} << (place & 63);
  low_writer_.put(value & low_mask(low_bits_), low_bits_);
  ++added_;
}

void EliasFanoBuilder::append_to(std::vector<std::byte>& out) {
  assert(added_ == size_);
  low_writer_.align();
  base::append_le(out, size_);
  base::append_le(out, universe_);
  for (const std::uint32_t sample : samples_) base::append_le(out, sample);
  out.insert(out.end(), low_.begin(), low_.end());
  for (const std::uint64_t word : high_) base::append_le(out, word);
}

}  // namespace despin::index
