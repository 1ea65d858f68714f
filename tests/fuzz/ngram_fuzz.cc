// Any bytes as section NGRM: every score is finite and no lookup leaves them.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "lib/lm/ngram_model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  auto model = despin::lm::NgramModel::view(bytes);
  if (!model) return 0;
  despin::lm::State state = model->begin_state();
  despin::lm::State next;
  despin::WordId word = 1;
  for (int i = 0; i < 100; ++i) {
    word = i % 3 == 0 ? word * 2654435761U + 1 : word % (model->words() + 1);
    if (!std::isfinite(model->score(state, word, next))) std::abort();
    if (!std::isfinite(model->unigram(word))) std::abort();
    if (next.length >= despin::lm::kMaxOrder) std::abort();
    state = next;
  }
  return 0;
}
