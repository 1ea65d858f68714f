#include "models/build/encode/known_phrases_encoder.h"

#include <cassert>
#include <cstdint>

#include "lib/base/bytes.h"

namespace despin::channel {

using base::append_le;

std::vector<std::byte> encode_known_phrases(std::span<const std::vector<WordId>> known_phrases) {
  std::size_t words = 0;
  for (const std::vector<WordId>& term : known_phrases) {
    assert(!term.empty() && term.size() <= kMaxKnownPhraseWords);
    words += term.size();
  }
  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(known_phrases.size()));
  append_le(out, static_cast<std::uint32_t>(words));
  for (const std::vector<WordId>& term : known_phrases) {
    out.push_back(static_cast<std::byte>(term.size()));
  }
  for (const std::vector<WordId>& term : known_phrases) {
    for (const WordId word : term) append_le(out, word);
  }
  return out;
}

}  // namespace despin::channel
