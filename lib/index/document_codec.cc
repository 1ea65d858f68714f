#include "lib/index/document_codec.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <numeric>

namespace despin::index {
namespace {

// Class 0 holds rank 0 alone, class 1 is empty; then there are two classes per octave.
constexpr unsigned class_of_rank(std::uint32_t rank) {
  const std::uint64_t place = std::uint64_t{rank} + 1;
  const auto octave = static_cast<unsigned>(std::bit_width(place)) - 1;
  if (octave == 0) return 0;
  return 2 * octave + static_cast<unsigned>((place >> (octave - 1)) & 1);
}
// Bits of a place in the class.
constexpr unsigned class_bits(unsigned term_class) {
  return term_class < 2 ? 0 : term_class / 2 - 1;
}
constexpr std::uint64_t class_begin(unsigned term_class) {
  if (term_class < 2) return term_class;
  const unsigned octave = term_class / 2;
  return (std::uint64_t{1} << octave) - 1 +
         (term_class % 2 == 0 ? 0 : std::uint64_t{1} << (octave - 1));
}
constexpr std::uint64_t class_end(unsigned term_class, std::uint64_t terms) {
  return std::min(class_begin(term_class + 1), terms);
}
static_assert(class_of_rank(0) == 0 && class_begin(1) == 1 && class_begin(2) == 1);
static_assert(class_of_rank(1) == 2 && class_of_rank(2) == 3 && class_begin(3) == 2);
static_assert(class_of_rank(3) == 4 && class_of_rank(4) == 4 && class_of_rank(5) == 5);
static_assert(class_begin(4) == 3 && class_begin(5) == 5 && class_begin(6) == 7);

// The footer: code lengths, counts of distances, bytes of all records.
constexpr std::size_t kFooterBytes = kDocumentSymbols + 8 * kDistanceClasses + 8;

}  // namespace

DocumentEncoder::DocumentEncoder(std::span<const std::uint32_t> frequencies,
                                 const DistanceCounts& distances)
    : rank_(frequencies.size()), last_(frequencies.size()), distances_(distances) {
  by_rank_.resize(frequencies.size());
  std::iota(by_rank_.begin(), by_rank_.end(), TermId{0});
  std::sort(by_rank_.begin(), by_rank_.end(), [&](TermId a, TermId b) {
    return frequencies[a] != frequencies[b] ? frequencies[a] > frequencies[b] : a < b;
  });
  std::array<std::uint64_t, kDocumentSymbols> counts{};
  for (std::uint32_t rank = 0; rank < by_rank_.size(); ++rank) {
    rank_[by_rank_[rank]] = rank;
    counts[class_of_rank(rank)] += std::max<std::uint64_t>(1, frequencies[by_rank_[rank]]);
  }
  // Every distance gets a code, since any may still occur.
  for (std::size_t i = 0; i < kDistanceClasses; ++i) counts[kTermClasses + i] = distances[i] + 1;
  lengths_ = code_lengths(counts);
  codes_ = prefix_codes(lengths_);
  // The members of a class are in alphabetical order.
  for (unsigned c = 0; c < kTermClasses && class_begin(c) < by_rank_.size(); ++c) {
    const auto begin = static_cast<std::ptrdiff_t>(class_begin(c));
    const auto end = static_cast<std::ptrdiff_t>(class_end(c, by_rank_.size()));
    if (begin < end) std::sort(by_rank_.begin() + begin, by_rank_.begin() + end);
    for (auto rank = begin; rank < end; ++rank) {
      rank_[by_rank_[static_cast<std::size_t>(rank)]] = static_cast<std::uint32_t>(rank);
    }
  }
}

void DocumentEncoder::encode(std::span<const TermId> terms, std::vector<std::byte>& out) {
  append_varint(out, terms.size());
  BitWriter bits(out);
  ++records_;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::uint32_t rank = rank_[terms[i]];
    const unsigned term_class = class_of_rank(rank);
    const unsigned direct = lengths_[term_class] + class_bits(term_class);
    std::uint64_t& last = last_[terms[i]];
    if (last >> 32 == (records_ & 0xFFFFFFFF)) {
      const auto distance = static_cast<std::uint32_t>(i - (last & 0xFFFFFFFF));
      const unsigned octave = distance_class(distance);
      const std::size_t symbol = kTermClasses + octave;
      if (lengths_[symbol] + octave < direct) {
        bits.put(codes_[symbol], lengths_[symbol]);
        bits.put(distance & low_mask(octave), octave);
        last = (last & ~std::uint64_t{0xFFFFFFFF}) | i;
        continue;
      }
    }
    last = records_ << 32 | i;
    bits.put(codes_[term_class], lengths_[term_class]);
    bits.put(rank - class_begin(term_class), class_bits(term_class));
  }
  bits.align();
}

void DocumentEncoder::append_tables(std::span<const std::uint32_t> sizes,
                                    std::vector<std::byte>& out) const {
  std::uint64_t records = 0;
  for (const std::uint32_t size : sizes) records += size;
  EliasFanoBuilder starts(sizes.size(), records + 1);
  std::uint64_t start = 0;
  for (const std::uint32_t size : sizes) {
    starts.add(start);
    start += size;
  }
  starts.append_to(out);
  for (unsigned c = 0; c < kTermClasses && class_begin(c) < by_rank_.size(); ++c) {
    const std::uint64_t begin = class_begin(c);
    const std::uint64_t end = class_end(c, by_rank_.size());
    EliasFanoBuilder members(end - begin, by_rank_.size());
    for (std::uint64_t rank = begin; rank < end; ++rank) members.add(by_rank_[rank]);
    members.append_to(out);
  }
  for (const std::uint8_t length : lengths_) out.push_back(static_cast<std::byte>(length));
  for (const std::uint64_t count : distances_) base::append_le(out, count);
  base::append_le(out, records);
}

bool DocumentTable::view(Bytes section, std::uint64_t terms, DocumentTable& table) {
  if (section.size() < kFooterBytes) return false;
  const Bytes footer = section.last(kFooterBytes);
  Bytes rest = section.first(section.size() - kFooterBytes);
  const auto records = base::load_le<std::uint64_t>(footer.data() + kFooterBytes - 8);
  if (records > rest.size()) return false;
  table.records_ = rest.first(records);
  rest = rest.subspan(records);
  if (!EliasFano::view(rest, table.starts_) || table.starts_.universe() != records + 1) {
    return false;
  }
  for (unsigned c = 0; c < kTermClasses && class_begin(c) < terms; ++c) {
    EliasFano& members = table.classes_[c];
    if (!EliasFano::view(rest, members) || members.universe() != terms ||
        members.size() != class_end(c, terms) - class_begin(c)) {
      return false;
    }
  }
  if (!rest.empty()) return false;
  for (std::size_t i = 0; i < kDistanceClasses; ++i) {
    table.distances_[i] = base::load_le<std::uint64_t>(footer.data() + kDocumentSymbols + 8 * i);
  }
  const auto* lengths = reinterpret_cast<const std::uint8_t*>(footer.data());
  return table.decoder_.assign({lengths, kDocumentSymbols});
}

Bytes DocumentTable::record_of(std::uint32_t document) const noexcept {
  assert(document < documents());
  const std::uint64_t begin = starts_.select(document);
  const std::uint64_t end =
      document + 1 < starts_.size() ? starts_.select(document + 1) : records_.size();
  if (begin > end || end > records_.size()) return {};
  return records_.subspan(begin, end - begin);
}

std::uint64_t DocumentTable::terms_in(std::uint32_t document) const noexcept {
  Bytes record = record_of(document);
  std::uint64_t count = 0;
  return take_varint(record, count) ? count : 0;
}

bool DocumentTable::read(std::uint32_t document, std::vector<TermId>& terms) const {
  terms.clear();
  Bytes record = record_of(document);
  std::uint64_t count = 0;
  // A code has at least one bit, so a corrupt count cannot allocate more than the record allows.
  if (!take_varint(record, count) || count > record.size() * 8) return false;
  terms.resize(count);
  std::uint64_t bit = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t word = load_bits(record, bit);
    const PrefixDecoder::Code code = decoder_.look(word);
    if (code.length == 0) return false;
    word >>= code.length;
    if (code.symbol < kTermClasses) {
      const unsigned width = class_bits(code.symbol);
      const EliasFano& members = classes_[code.symbol];
      const std::uint64_t place = word & low_mask(width);
      if (place >= members.size()) return false;
      terms[i] = static_cast<TermId>(members.select(place));
      bit += code.length + width;
    } else {
      const unsigned octave = code.symbol - static_cast<unsigned>(kTermClasses);
      const std::uint64_t distance = (std::uint64_t{1} << octave) | (word & low_mask(octave));
      if (distance > i) return false;
      terms[i] = terms[i - distance];
      bit += code.length + octave;
    }
  }
  return (bit + 7) / 8 == record.size();
}

}  // namespace despin::index
