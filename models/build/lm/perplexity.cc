#include "models/build/lm/perplexity.h"

#include "models/build/lm/corpus.h"

namespace despin::train {

Result<Perplexity> perplexity_of(const lm::NgramModel& model, const format::Vocabulary& vocabulary,
                                 const std::string& path) {
  Perplexity sum;
  const auto add = [&](const lm::State& in, WordId word, lm::State& out) {
    const auto log_prob = static_cast<double>(model.score(in, word, out));
    sum.log_prob += log_prob;
    ++sum.tokens;
    if (word != kUnknownWord) return;
    sum.unknown_log_prob += log_prob;
    ++sum.unknown;
  };
  const Corpus corpus({{path, 1.0}}, 0.0);
  auto ok = corpus.read([&](Sentence sentence) {
    lm::State state = model.begin_state();
    lm::State next;
    for (const std::string_view token : sentence) {
      add(state, vocabulary.find(token), next);
      state = next;
    }
    add(state, kSentenceEndWord, next);
  });
  if (!ok) return ok.error();
  return sum;
}

}  // namespace despin::train
