// lib/channel/known_phrases.h
// Phrases that spinners are known to break: what was meant, as wholes.
//
//   auto known_phrases = channel::KnownPhrases::view(section_bytes);
//   for (std::size_t i = 0; i < known_phrases->size(); ++i) use(known_phrases->at(i));
//
// A list of words says which word may stand for which; a list of terms says where a word
// that nobody has listed may stand: the last of "sachet dropouts" is that of packet loss.
//
// Threads  Immutable.
// Memory   Its own: four bytes a word, some 40 KB.
// Layout   models/FORMAT.md, section TERM. Written by models/build/pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "despin/result.h"
#include "lib/base/word_id.h"

namespace despin::channel {

inline constexpr std::size_t kMaxKnownPhraseWords = 6;

class KnownPhrases {
 public:
  KnownPhrases() = default;  // none
  // Errors: kBadModel. `words` is how many the vocabulary has.
  static Result<KnownPhrases> view(std::span<const std::byte> section, std::size_t words);

  std::size_t size() const noexcept { return ends_.size(); }
  std::span<const WordId> at(std::size_t term) const noexcept {
    const std::size_t begin = term == 0 ? 0 : ends_[term - 1];
    return std::span(words_).subspan(begin, ends_[term] - begin);
  }

 private:
  std::vector<WordId> words_;        // of one term behind the other
  std::vector<std::uint32_t> ends_;  // of each, in words_
};

}  // namespace despin::channel
