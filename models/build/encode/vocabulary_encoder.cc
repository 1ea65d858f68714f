#include "models/build/encode/vocabulary_encoder.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"

namespace despin::format {
namespace {

std::uint16_t frequency_code(double share) {
  const double code = std::round(-std::log(share) * kFrequencyCodesPerNat);
  return static_cast<std::uint16_t>(std::clamp(code, 0.0, 65535.0));
}

// Slots for all words, or nothing if a word would lie too far from its place.
std::vector<std::uint32_t> fill_slots(std::span<const VocabularyEntry> words, std::size_t slots) {
  std::vector<std::uint32_t> table(slots);
  const std::size_t mask = slots - 1;
  for (std::size_t id = 1; id < words.size(); ++id) {
    const std::uint64_t hash = base::hash_bytes(words[id].word);
    std::size_t slot = hash & mask;
    std::uint32_t probes = 1;
    for (; table[slot] != 0; slot = (slot + 1) & mask) ++probes;
    if (probes > kMaxProbes) return {};
    table[slot] = static_cast<std::uint32_t>(id << 8) | slot_tag(hash);
  }
  return table;
}

}  // namespace

std::vector<std::byte> encode_vocabulary(std::span<const VocabularyEntry> words) {
  assert(words.size() >= kFirstPlainWord && words.size() <= kMaxVocabulary);
  std::size_t slots = 8;
  while (slots * 4 < words.size() * 5) slots *= 2;  // at most 80 % full
  std::vector<std::uint32_t> table = fill_slots(words, slots);
  while (table.empty()) table = fill_slots(words, slots *= 2);

  std::vector<std::byte> out;
  base::append_le(out, static_cast<std::uint32_t>(words.size()));
  base::append_le(out, static_cast<std::uint32_t>(slots));
  std::uint64_t string_bytes = 0;
  double total = 0;
  for (const VocabularyEntry& w : words) {
    string_bytes += w.word.size();
    total += static_cast<double>(w.count);
  }
  assert(string_bytes <= UINT32_MAX);
  base::append_le(out, static_cast<std::uint32_t>(string_bytes));
  base::append_le(out, std::uint32_t{0});

  for (const std::uint32_t entry : table) base::append_le(out, entry);
  std::uint32_t offset = 0;
  for (const VocabularyEntry& w : words) {
    base::append_le(out, offset);
    offset += static_cast<std::uint32_t>(w.word.size());
  }
  base::append_le(out, offset);
  // A word the training text lacks counts as half an occurrence.
  const double floor = 0.5 / std::max(total, 1.0);
  for (const VocabularyEntry& w : words) {
    base::append_le(
        out, frequency_code(std::max(static_cast<double>(w.count) / std::max(total, 1.0), floor)));
  }
  base::append_le(out, frequency_code(floor));
  for (const VocabularyEntry& w : words) {
    const auto chars = std::as_bytes(std::span(w.word));
    out.insert(out.end(), chars.begin(), chars.end());
  }
  return out;
}

}  // namespace despin::format
