#include "models/build/encode/channel_encoder.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <map>

#include "lib/base/bytes.h"

namespace despin::channel {
namespace {

using base::append_le;

std::int16_t quantize(float nats) {
  const float units = std::clamp(nats * kUnitsPerNat, -32767.0F, 32767.0F);
  return static_cast<std::int16_t>(std::lround(units));
}

std::uint32_t weight_code(float nats) {
  return static_cast<std::uint32_t>(
      std::lround(std::clamp(-nats * kWeightUnitsPerNat, 0.0F, 255.0F)));
}

}  // namespace

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
