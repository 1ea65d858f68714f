// lib/format/vocabulary.h
// The words of a model, each with its id; all other sections speak in ids.
//
//   auto v = format::Vocabulary::view(section_bytes);
//   WordId id = v->find("party");        // kUnknownWord if absent
//   std::string_view s = v->word(id);
//
// Memory   Views mapped bytes; the file must outlive it. find() is one hash and
//          usually one probe. In bounds on any bytes.
// Threads  Immutable.
// Layout   models/FORMAT.md, section VOCB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/base/word_id.h"
#include "lib/text/tokens.h"

namespace despin::format {

class Vocabulary {
 public:
  Vocabulary() = default;
  // Errors: kBadModel.
  static Result<Vocabulary> view(std::span<const std::byte> section);

  WordId find(std::string_view form) const noexcept;
  std::string_view word(WordId id) const noexcept;  // "<unk>" beyond size()
  std::uint32_t size() const noexcept { return size_; }
  // ln of the word's share of the training text; unseen words have a floor.
  float log_frequency(WordId id) const noexcept;

 private:
  std::uint32_t size_ = 0;
  std::uint32_t slot_mask_ = 0;
  std::uint32_t string_bytes_ = 0;
  const std::byte* slots_ = nullptr;        // u32 each: id << 8 | 8 bits of the hash; 0 is free
  const std::byte* offsets_ = nullptr;      // u32 each, size_ + 1 of them, into strings_
  const std::byte* frequencies_ = nullptr;  // u16 each: -ln share * 2048; one more for unseen
  const char* strings_ = nullptr;
};

// Most words a vocabulary can hold: ids share a slot with 8 bits of hash.
inline constexpr std::uint32_t kMaxVocabulary = (1U << 24) - 1;
inline constexpr float kFrequencyCodesPerNat = 2048;
// No word lies further from its slot; a bound, since a corrupt table may have no
// free slot at all.
inline constexpr std::uint32_t kMaxProbes = 64;

// What a slot keeps of a word's hash.
constexpr std::uint32_t slot_tag(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 56);
}

// A token's word: its form's, or that of its kind.
WordId id_of(const text::Token& token, const text::Tokens& tokens, const Vocabulary& vocabulary);

}  // namespace despin::format
