// Any bytes as an EMBD section: refused, or cosines in range and the same both ways.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "lib/embed/vectors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using despin::WordId;
  const auto vectors = despin::embed::Vectors::view(std::as_bytes(std::span(data, size)));
  if (!vectors) {
    if (vectors.error().message.empty()) std::abort();
    return 0;
  }
  std::vector<WordId> words;
  for (WordId id = 0; id < 256; ++id) words.push_back(id);
  words.push_back(~WordId{0});
  const auto check = [](float there, float back) {
    if (!(there >= -1 && there <= 1) || there != back) std::abort();
  };
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const WordId a = words[i];
    const WordId b = words[i + 1];
    check(vectors->cosine(a, b), vectors->cosine(b, a));
    if ((!vectors->has(a) || !vectors->has(b)) && vectors->cosine(a, b) != 0) std::abort();
  }
  const std::span all(words);
  check(vectors->cosine(all, all.first(7)), vectors->cosine(all.first(7), all));
  return 0;
}
