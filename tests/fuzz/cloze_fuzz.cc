// Any bytes as a CLOZ section: refused, or numbers for every word of every place.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "lib/cloze/cloze_net.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using despin::WordId;
  const auto net = despin::cloze::ClozeNet::view(std::as_bytes(std::span(data, size)));
  if (!net) {
    if (net.error().message.empty()) std::abort();
    return 0;
  }
  const std::vector<WordId> words = {1, 6, 7, 0, 3, 1, ~WordId{0}, 8};
  despin::cloze::Cloze cloze;
  net->read(words, cloze);
  for (std::size_t place = 0; place < 6; ++place) {
    for (WordId word = 0; word < 64; ++word) {
      if (net->has(word) && !std::isfinite(net->ln_p(cloze, place, word))) std::abort();
    }
  }
  return 0;
}
