#include "models/build/lm/backoff_model.h"

#include <algorithm>
#include <cmath>

#include "lib/base/hash.h"
#include "lib/lm/ngram_format.h"

namespace despin::train {

std::array<WordId, kMaxOrder> BackoffModel::words(std::size_t k, std::uint32_t i) const {
  std::array<WordId, kMaxOrder> out{};
  for (; k > 0; --k) {
    out[k - 1] = levels[k - 1].word[i];
    i = levels[k - 1].parent[i];
  }
  return out;
}

std::uint32_t BackoffModel::child(std::size_t k, std::uint32_t i, WordId word) const {
  const BackoffLevel& level = levels[k - 1];
  if (level.begin.empty()) return kNoNode;
  const auto& words_above = levels[k].word;
  const auto first = words_above.begin() + level.begin[i];
  const auto last = words_above.begin() + level.begin[i + 1];
  const auto at = std::lower_bound(first, last, word);
  if (at == last || *at != word) return kNoNode;
  return static_cast<std::uint32_t>(at - words_above.begin());
}

std::uint64_t BackoffModel::ngrams() const {
  std::uint64_t n = 0;
  for (const BackoffLevel& level : levels) n += level.size();
  return n;
}

lm::NgramTables tables_of(const BackoffModel& model) {
  lm::NgramTables tables;
  for (std::size_t k = 1; k <= model.levels.size(); ++k) {
    const BackoffLevel& level = model.levels[k - 1];
    lm::NgramTable table;
    for (std::uint32_t i = 0; i < level.size(); ++i) {
      // <s> is never predicted; its probability of 0 becomes the smallest there is.
      const float prob = level.prob[i];
      table.log_probs.push_back(prob > 0 ? std::log(prob) : -32.0F);
      table.backoffs.push_back(model.has_children(k, i) ? std::log(level.backoff[i])
                                                        : lm::kNoExtension);
      if (k > 1) {
        const auto words = model.words(k, i);
        table.hashes.push_back(base::hash_words(std::span(words).first(k)));
      }
    }
    if (k == 1) {
      tables.unigrams = std::move(table);
    } else {
      tables.levels.push_back(std::move(table));
    }
  }
  return tables;
}

}  // namespace despin::train
