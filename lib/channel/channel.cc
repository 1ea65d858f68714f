#include "lib/channel/channel.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <map>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"

namespace despin::channel {
namespace {

using base::append_le;
using base::load_le;

constexpr std::size_t kHeaderBytes = 32;
// An entry is one number: where its meaning is, its words less one, its weight.
constexpr std::uint32_t kPlaceBits = 22;
constexpr std::uint32_t kPlaceMask = (1U << kPlaceBits) - 1;
constexpr std::uint32_t kSizeMask = 3;
constexpr std::uint32_t kWeightShift = 24;
constexpr float kWeightUnitsPerNat = 16;
// Far beyond any real weight, yet sums over a text of products stay numbers.
constexpr float kMaxContextWeight = 100;

std::int16_t quantize(float nats) {
  const float units = std::clamp(nats * kUnitsPerNat, -32767.0F, 32767.0F);
  return static_cast<std::int16_t>(std::lround(units));
}

std::uint32_t weight_code(float nats) {
  return static_cast<std::uint32_t>(
      std::lround(std::clamp(-nats * kWeightUnitsPerNat, 0.0F, 255.0F)));
}

float nats_at(const std::byte* array, std::uint32_t index) noexcept {
  return static_cast<float>(load_le<std::int16_t>(array + std::size_t{index} * 2)) / kUnitsPerNat;
}

}  // namespace

std::uint64_t hash_form(std::span<const WordId> words) noexcept {
  return base::mix64(base::hash_words(words) + words.size());
}

Result<Channel> Channel::view(std::span<const std::byte> section) {
  const auto bad = [](const char* what) {
    return Error{ErrorCode::kBadModel,
                 std::string("section CHAN ") + what + "; rebuild or download the model again"};
  };
  if (section.size() < kHeaderBytes) return bad("is shorter than its header");
  Channel c;
  const std::byte* head = section.data();
  c.written_count_ = load_le<std::uint32_t>(head);
  c.entry_count_ = load_le<std::uint32_t>(head + 4);
  c.pool_count_ = load_le<std::uint32_t>(head + 8);
  const auto slot_count = load_le<std::uint32_t>(head + 12);
  c.word_count_ = load_le<std::uint32_t>(head + 16);
  c.context_.lm_scale = load_le<float>(head + 20);
  c.context_.discount = load_le<float>(head + 24);
  if (!std::has_single_bit(slot_count)) return bad("has a slot count that is no power of two");
  // Written so that NaN fails too.
  if (!(std::abs(c.context_.lm_scale) <= kMaxContextWeight) ||
      !(std::abs(c.context_.discount) <= kMaxContextWeight)) {
    return bad("has context weights out of range");
  }
  c.slot_mask_ = slot_count - 1;
  const std::byte* at = head + kHeaderBytes;
  std::uint64_t left = section.size() - kHeaderBytes;
  bool fits = true;
  const auto take = [&](std::uint64_t count, std::uint64_t width) {
    const std::uint64_t bytes = count * width;
    if (bytes > left) {
      fits = false;
      return at;
    }
    left -= bytes;
    return std::exchange(at, at + bytes);
  };
  c.hashes_ = take(c.written_count_, 8);
  c.slots_ = take(slot_count, 4);
  c.first_ = take(std::uint64_t{c.written_count_} + 1, 4);
  c.entries_ = take(c.entry_count_, 4);
  c.pool_ = take(c.pool_count_, 4);
  c.swap_ratios_ = take(c.written_count_, 2);
  c.keep_ = take(c.written_count_, 2);
  c.longest_ = take(c.word_count_, 1);
  if (!fits || left != 0) return bad("does not hold the tables its header announces");
  return c;
}

std::uint32_t Channel::longest_from(WordId word) const noexcept {
  if (word >= word_count_) return 0;
  // Readers keep buffers of this many words; a corrupt table may say 255.
  return std::min(std::to_integer<std::uint32_t>(longest_[word]), std::uint32_t{kMaxWrittenWords});
}

std::optional<WrittenIndex> Channel::find(std::span<const WordId> words) const noexcept {
  if (words.empty() || words.size() > kMaxWrittenWords || written_count_ == 0) return std::nullopt;
  const std::uint64_t hash = hash_form(words);
  auto slot = static_cast<std::uint32_t>(hash) & slot_mask_;
  // A full table cannot happen in a file of ours; the bound serves the others.
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

std::vector<std::byte> encode_channel(std::span<const WrittenForm> forms, ContextWeights context) {
  std::uint32_t entries = 0;
  WordId top_word = 0;
  std::vector<std::uint32_t> pool;
  for (const WrittenForm& form : forms) {
    entries += static_cast<std::uint32_t>(form.entries.size());
    top_word = std::max(top_word, form.words.front());
  }
  const auto slot_count =
      std::bit_ceil(static_cast<std::uint32_t>(std::max<std::size_t>(forms.size() * 3 / 2, 1)));
  std::vector<std::uint32_t> slots(slot_count, 0);
  std::map<std::vector<WordId>, std::uint32_t> placed;  // phrases already in the pool
  std::vector<std::byte> hashes, first, packed, swap_ratio, keep;
  std::vector<std::uint8_t> longest(forms.empty() ? 0 : std::size_t{top_word} + 1, 0);
  std::uint32_t next_entry = 0;
  for (std::uint32_t i = 0; i < forms.size(); ++i) {
    const WrittenForm& form = forms[i];
    assert(!form.words.empty() && form.words.size() <= kMaxWrittenWords);
    const std::uint64_t hash = hash_form(form.words);
    append_le(hashes, hash);
    auto slot = static_cast<std::uint32_t>(hash) & (slot_count - 1);
    while (slots[slot] != 0) slot = (slot + 1) & (slot_count - 1);
    slots[slot] = i + 1;
    std::uint8_t& reach = longest[form.words.front()];
    reach = std::max(reach, static_cast<std::uint8_t>(form.words.size()));
    append_le(first, next_entry);
    append_le(swap_ratio, quantize(form.swap_ratio_nats));
    append_le(keep, quantize(form.keep_nats));
    for (const auto& entry : form.entries) {
      assert(!entry.meant.empty() && entry.meant.size() <= kMaxMeantWords);
      std::uint32_t place = entry.meant.front();
      if (entry.meant.size() > 1) {
        const auto [at, fresh] =
            placed.try_emplace(entry.meant, static_cast<std::uint32_t>(pool.size()));
        if (fresh) pool.insert(pool.end(), entry.meant.begin(), entry.meant.end());
        place = at->second;
      }
      assert(place <= kPlaceMask);
      append_le(packed, place | static_cast<std::uint32_t>(entry.meant.size() - 1) << kPlaceBits |
                            weight_code(entry.weight_nats) << kWeightShift);
      ++next_entry;
    }
  }
  append_le(first, next_entry);

  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(forms.size()));
  append_le(out, entries);
  append_le(out, static_cast<std::uint32_t>(pool.size()));
  append_le(out, slot_count);
  append_le(out, static_cast<std::uint32_t>(longest.size()));
  append_le(out, context.lm_scale);
  append_le(out, context.discount);
  append_le(out, std::uint32_t{0});
  const auto append = [&out](const std::vector<std::byte>& part) {
    out.insert(out.end(), part.begin(), part.end());
  };
  append(hashes);
  for (const std::uint32_t slot : slots) append_le(out, slot);
  append(first);
  append(packed);
  for (const std::uint32_t word : pool) append_le(out, word);
  append(swap_ratio);
  append(keep);
  for (const std::uint8_t reach : longest) append_le(out, reach);
  return out;
}

}  // namespace despin::channel
