#include "lib/channel/channel.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/section_reader.h"

namespace despin::channel {
namespace {

using base::load_le;

// Far beyond any real weight, yet sums over a text of products stay numbers.
constexpr float kMaxContextWeight = 100;

float nats_at(const std::byte* array, std::uint32_t index) noexcept {
  return static_cast<float>(load_le<std::int16_t>(array + std::size_t{index} * 2)) / kUnitsPerNat;
}

}  // namespace

std::uint64_t hash_form(std::span<const WordId> words) noexcept {
  return base::mix64(base::hash_words(words) + words.size());
}

Result<Channel> Channel::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kChannelSection, section);
  Channel c;
  c.written_count_ = in.number<std::uint32_t>();
  c.entry_count_ = in.number<std::uint32_t>();
  c.pool_count_ = in.number<std::uint32_t>();
  const auto slot_count = in.number<std::uint32_t>();
  c.word_count_ = in.number<std::uint32_t>();
  c.context_.lm_scale = in.number<float>();
  c.context_.discount = in.number<float>();
  in.skip(4);
  if (!in.ok()) return in.bad("is shorter than its header");
  if (!std::has_single_bit(slot_count)) return in.bad("has a slot count that is no power of two");
  // Written so that NaN fails too.
  if (!(std::abs(c.context_.lm_scale) <= kMaxContextWeight) ||
      !(std::abs(c.context_.discount) <= kMaxContextWeight)) {
    return in.bad("has context weights out of range");
  }
  c.slot_mask_ = slot_count - 1;
  c.hashes_ = in.span(c.written_count_, 8).data();
  c.slots_ = in.span(slot_count, 4).data();
  c.first_ = in.span(std::uint64_t{c.written_count_} + 1, 4).data();
  c.entries_ = in.span(c.entry_count_, 4).data();
  c.pool_ = in.span(c.pool_count_, 4).data();
  c.swap_ratios_ = in.span(c.written_count_, 2).data();
  c.keep_ = in.span(c.written_count_, 2).data();
  c.longest_ = in.span(c.word_count_).data();
  if (!in.at_end()) return in.bad("does not hold the tables its header announces");
  return c;
}

std::uint32_t Channel::longest_from(WordId word) const noexcept {
  if (word >= word_count_) return 0;
  // Callers have buffers of this many words; a corrupt table may say 255.
  return std::min(std::to_integer<std::uint32_t>(longest_[word]), std::uint32_t{kMaxWrittenWords});
}

std::optional<WrittenIndex> Channel::find(std::span<const WordId> words) const noexcept {
  if (words.empty() || words.size() > kMaxWrittenWords || written_count_ == 0) return std::nullopt;
  const std::uint64_t hash = hash_form(words);
  auto slot = static_cast<std::uint32_t>(hash) & slot_mask_;
  // A table that we write is never full; the limit protects against corrupt ones.
  for (std::uint32_t probes = 0; probes <= slot_mask_ && probes < 256; ++probes) {
    const auto index = load_le<std::uint32_t>(slots_ + std::size_t{slot} * 4);
    if (index == 0 || index > written_count_) return std::nullopt;
    if (written_hash(index - 1) == hash) return index - 1;
    slot = (slot + 1) & slot_mask_;
  }
  return std::nullopt;
}

float Channel::swap_ratio_nats(WrittenIndex written) const noexcept {
  return nats_at(swap_ratios_, written);
}
float Channel::keep_nats(WrittenIndex written) const noexcept { return nats_at(keep_, written); }

std::uint64_t Channel::written_hash(WrittenIndex written) const noexcept {
  return load_le<std::uint64_t>(hashes_ + std::size_t{written} * 8);
}

std::uint32_t Channel::entry_bound(std::uint64_t written) const noexcept {
  return std::min(load_le<std::uint32_t>(first_ + written * 4), entry_count_);
}
std::uint32_t Channel::first_entry(WrittenIndex written) const noexcept {
  return entry_bound(written);
}
std::uint32_t Channel::last_entry(WrittenIndex written) const noexcept {
  return entry_bound(std::uint64_t{written} + 1);
}

Meant Channel::meant(std::uint32_t entry) const noexcept {
  const auto code = load_le<std::uint32_t>(entries_ + std::size_t{entry} * 4);
  const std::uint32_t at = code & kPlaceMask;
  Meant out;
  out.size = static_cast<std::uint8_t>(
      std::min<std::size_t>((code >> kPlaceBits & kSizeMask) + 1, kMaxMeantWords));
  if (out.size == 1) {
    out.words[0] = at;
  } else if (base::in_range(at, out.size, pool_count_)) {
    for (std::uint32_t i = 0; i < out.size; ++i) {
      out.words[i] = load_le<std::uint32_t>(pool_ + std::size_t{at + i} * 4);
    }
  }
  return out;
}

void Channel::list_first_meant(std::uint32_t first, std::uint32_t last,
                               std::vector<WordId>& out) const {
  for (std::uint32_t entry = first; entry < std::min(last, entry_count_); ++entry) {
    const auto code = load_le<std::uint32_t>(entries_ + std::size_t{entry} * 4);
    const std::uint32_t at = code & kPlaceMask;
    const bool single = (code >> kPlaceBits & kSizeMask) == 0;
    out.push_back(single ? at : meant(entry).words[0]);
  }
}

float Channel::weight_nats(std::uint32_t entry) const noexcept {
  const auto code = load_le<std::uint32_t>(entries_ + std::size_t{entry} * 4);
  return -static_cast<float>(code >> kWeightShift) / kWeightUnitsPerNat;
}

}  // namespace despin::channel
