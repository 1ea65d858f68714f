// lib/channel/known_phrases.h - a gazetteer of multi-word originals that spinners are known to
// reword.
//
//   auto known_phrases = channel::KnownPhrases::view(section_bytes);
//   for (std::size_t i = 0; i < known_phrases->size(); ++i) use(known_phrases->at(i));
//
// The channel lists which word may replace which; a known phrase also explains substitutes that are
// not listed: "sachet dropouts" is "packet loss".
//
// Threads  Immutable.
// Memory   Copies the section: four bytes per word, about 40 KB.
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
  KnownPhrases() = default;  // empty
  // Errors: kBadModel. `words` is the size of the vocabulary.
  static Result<KnownPhrases> view(std::span<const std::byte> section, std::size_t words);

  std::size_t size() const noexcept { return ends_.size(); }
  std::span<const WordId> at(std::size_t term) const noexcept {
    const std::size_t begin = term == 0 ? 0 : ends_[term - 1];
    return std::span(words_).subspan(begin, ends_[term] - begin);
  }

 private:
  std::vector<WordId> words_;        // of all phrases, one after the other
  std::vector<std::uint32_t> ends_;  // of each phrase, in words_
};

}  // namespace despin::channel
