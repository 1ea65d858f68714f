#include "lib/format/vocabulary.h"

#include <algorithm>
#include <bit>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/section_reader.h"

namespace despin::format {
using base::load_le;

Result<Vocabulary> Vocabulary::view(std::span<const std::byte> section) {
  SectionReader in(kVocabularySection, section);
  Vocabulary v;
  v.size_ = in.number<std::uint32_t>();
  const auto slots = in.number<std::uint32_t>();
  v.string_bytes_ = in.number<std::uint32_t>();
  in.skip(4);
  if (!in.ok()) return in.bad("is shorter than its header");
  if (v.size_ < kFirstPlainWord || v.size_ > kMaxVocabulary) {
    return in.bad("has more words than can be, or too few");
  }
  if (!std::has_single_bit(slots)) return in.bad("has a slot count that is no power of two");
  v.slot_mask_ = slots - 1;
  v.slots_ = in.span(slots, 4).data();
  v.offsets_ = in.span(v.size_ + std::uint64_t{1}, 4).data();
  v.frequencies_ = in.span(v.size_ + std::uint64_t{1}, 2).data();
  v.strings_ = reinterpret_cast<const char*>(in.span(v.string_bytes_).data());
  if (!in.at_end()) return in.bad("does not hold the tables its header announces");
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
    if ((entry & 0xFF) == slot_tag(hash) && id < size_ && word(id) == form) return id;
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
  return -static_cast<float>(load_le<std::uint16_t>(frequencies_ + 2 * at)) / kFrequencyCodesPerNat;
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
