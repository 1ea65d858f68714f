// Any bytes as section TERM: refused, or every term of a few words of the vocabulary.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "lib/channel/known_phrases.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kWords = 64;
  const auto known_phrases =
      despin::channel::KnownPhrases::view(std::as_bytes(std::span(data, size)), kWords);
  const auto check = [](bool good) {
    if (!good) std::abort();
  };
  if (!known_phrases) {
    check(!known_phrases.error().message.empty());
    return 0;
  }
  for (std::size_t i = 0; i < known_phrases->size(); ++i) {
    check(!known_phrases->at(i).empty() &&
          known_phrases->at(i).size() <= despin::channel::kMaxKnownPhraseWords);
    for (const despin::WordId word : known_phrases->at(i)) check(word < kWords);
  }
  return 0;
}
