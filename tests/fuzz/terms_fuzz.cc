// Any bytes as section TERM: refused, or every term of a few words of the vocabulary.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "lib/channel/terms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kWords = 64;
  const auto terms = despin::channel::Terms::view(std::as_bytes(std::span(data, size)), kWords);
  const auto check = [](bool good) {
    if (!good) std::abort();
  };
  if (!terms) {
    check(!terms.error().message.empty());
    return 0;
  }
  for (std::size_t i = 0; i < terms->size(); ++i) {
    check(!terms->at(i).empty() && terms->at(i).size() <= despin::channel::kMaxTermWords);
    for (const despin::WordId word : terms->at(i)) check(word < kWords);
  }
  return 0;
}
