#include "lib/format/vocabulary.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"

namespace despin::format {
namespace {

using base::load_le;

constexpr std::size_t kHeaderBytes = 16;
constexpr float kCodesPerNat = 2048;
// No word lies further from its slot; a bound, since a corrupt table may have no
// free slot at all.
constexpr std::uint32_t kMaxProbes = 64;

constexpr std::uint32_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 56);
}

std::uint16_t frequency_code(double share) {
  const double code = std::round(-std::log(share) * kCodesPerNat);
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
    table[slot] = static_cast<std::uint32_t>(id << 8) | tag_of(hash);
  }
  return table;
}

}  // namespace

Result<Vocabulary> Vocabulary::view(std::span<const std::byte> section) {
  const Error bad{ErrorCode::kBadModel,
                  "a vocabulary whose parts do not fit its size; expected an intact model "
                  "file; fetch or build it again"};
  if (section.size() < kHeaderBytes) return bad;
  Vocabulary v;
  v.size_ = load_le<std::uint32_t>(section.data());
  const auto slots = load_le<std::uint32_t>(section.data() + 4);
  v.string_bytes_ = load_le<std::uint32_t>(section.data() + 8);
  if (v.size_ < kFirstPlainWord || v.size_ > kMaxVocabulary) return bad;
  if (slots == 0 || (slots & (slots - 1)) != 0) return bad;
  const std::uint64_t words = v.size_;
  const std::uint64_t want =
      kHeaderBytes + 4ULL * slots + 4 * (words + 1) + 2 * (words + 1) + v.string_bytes_;
  if (section.size() != want) return bad;
  v.slot_mask_ = slots - 1;
  v.slots_ = section.data() + kHeaderBytes;
  v.offsets_ = v.slots_ + 4ULL * slots;
  v.frequencies_ = v.offsets_ + 4 * (words + 1);
  v.strings_ = reinterpret_cast<const char*>(v.frequencies_ + 2 * (words + 1));
  return v;
}

WordId Vocabulary::find(std::string_view form) const noexcept {
  if (size_ == 0) return kUnknownWord;
  const std::uint64_t hash = base::hash_bytes(form);
  std::size_t slot = hash & slot_mask_;
  for (std::uint32_t probe = 0; probe < kMaxProbes; ++probe, slot = (slot + 1) & slot_mask_) {
    const auto entry = load_le<std::uint32_t>(slots_ + 4 * slot);
    if (entry == 0) break;
    const WordId id = entry >> 8;
    if ((entry & 0xFF) == tag_of(hash) && id < size_ && word(id) == form) return id;
  }
  return kUnknownWord;
}

std::string_view Vocabulary::word(WordId id) const noexcept {
  if (id >= size_) return "<unk>";
  const auto begin = load_le<std::uint32_t>(offsets_ + 4ULL * id);
  const auto end = load_le<std::uint32_t>(offsets_ + 4ULL * id + 4);
  if (begin > end || end > string_bytes_) return {};
  return {strings_ + begin, end - begin};
}

float Vocabulary::log_frequency(WordId id) const noexcept {
  if (size_ == 0) return 0;
  const std::uint64_t at = std::min(id, size_);
  return -static_cast<float>(load_le<std::uint16_t>(frequencies_ + 2 * at)) / kCodesPerNat;
}

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

WordId id_of(const text::Token& token, const text::Tokens& tokens, const Vocabulary& vocabulary) {
  switch (token.kind) {
    case text::TokenKind::kNumber:
      return kNumberWord;
    case text::TokenKind::kBreak:
      return kBreakWord;
    case text::TokenKind::kCode:
      return kCodeWord;
    case text::TokenKind::kWord:
      break;
  }
  return vocabulary.find(tokens.form(token));
}

}  // namespace despin::format
