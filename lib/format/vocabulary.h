// lib/format/vocabulary.h - the words of a model with their ids; all other sections use the ids.
//
//   auto v = format::Vocabulary::view(section_bytes);
//   WordId id = v->find("party");        // kUnknownWord if absent
//   std::string_view s = v->word(id);
//
// Memory   Views mapped bytes, which must outlive it. find() is one hash and usually one probe. In
//          bounds on any bytes.
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
  // ln of the word's share of the training text; a floor for unseen words.
  float log_frequency(WordId id) const noexcept;

 private:
  std::uint32_t size_ = 0;
  std::uint32_t slot_mask_ = 0;
  std::uint32_t string_bytes_ = 0;
  const std::byte* slots_ = nullptr;    // u32 each: id << 8 | 8 hash bits; 0 is a free slot
  const std::byte* offsets_ = nullptr;  // u32 each, size_ + 1 of them, into strings_
  // U16 each: -ln share * 2048; the last one is for unseen words.
  const std::byte* frequencies_ = nullptr;
  const char* strings_ = nullptr;
};

// Largest vocabulary: in a slot, an id and 8 hash bits share 32 bits.
inline constexpr std::uint32_t kMaxVocabulary = (1U << 24) - 1;
inline constexpr float kFrequencyCodesPerNat = 2048;
// No word lies further from its slot; a bound, since a corrupt table may have no
// free slot at all.
inline constexpr std::uint32_t kMaxProbes = 64;

// What a slot keeps of a word's hash.
constexpr std::uint32_t slot_tag(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 56);
}

// The word id of a token: that of its form, or of its kind.
WordId id_of(const text::Token& token, const text::Tokens& tokens, const Vocabulary& vocabulary);

}  // namespace despin::format
