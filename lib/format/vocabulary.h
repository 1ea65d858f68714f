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
  // (members are the implementer's)
};

// Words in id order, the six special ones first (lib/base/word_id.h).
struct VocabularyEntry {
  std::string word;
  std::uint64_t count = 0;
};
std::vector<std::byte> encode_vocabulary(std::span<const VocabularyEntry> words);

}  // namespace despin::format
