#include "lib/align/pair_worth.h"

#include <algorithm>
#include <limits>

#include "lib/align/costs.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

double content_words(std::span<const Word> words) {
  double stock = 1;
  for (const Word& word : words) stock += (word.flags & kFunctionWord) == 0 ? 1 : 0;
  return stock;
}

}  // namespace

PairWorth::PairWorth(std::span<const Word> original, std::span<const Word> suspect,
                     const Parameters& parameters, std::span<const float> max_word_nats)
    : suspect_(suspect),
      null_(parameters.topic),
      costs_(parameters.costs),
      max_word_nats_(max_word_nats),
      stock_(content_words(original)) {}

// How much less surprising the word is to an author on the same topic.
double PairWorth::topic_nats(const Word& word) const {
  if ((word.flags & kFunctionWord) != 0) return 0;
  const auto surprise_nats = static_cast<double>(surprise(word, costs_));
  const double null =
      (1 - null_.topic_share) * base::exact_exp(-surprise_nats) + null_.topic_share / stock_;
  return surprise_nats + base::exact_log(null);
}

double PairWorth::undiscounted_nats(const WordPair& pair) const {
  auto nats = static_cast<double>(pair.nats);
  if (is_kept(pair)) return nats;
  for (const Word& word : suspect_.subspan(pair.suspect.begin, pair.suspect.size())) {
    nats -= null_.swap_discount * std::max(topic_nats(word), 0.0);
  }
  return nats;
}

double PairWorth::discounted_nats(const WordPair& pair) const {
  double nats = undiscounted_nats(pair);
  if (!is_kept(pair)) return nats;
  const Word& word = suspect_[pair.suspect.begin];
  nats -= std::max(topic_nats(word), 0.0);
  const bool entity = (word.flags & (kName | kNumber | kQuoted)) != 0;
  return entity ? std::min(nats, null_.max_entity_nats) : nats;
}

double PairWorth::max_nats(const WordPair& pair) const {
  return max_word_nats_.empty() ? std::numeric_limits<double>::max()
                                : static_cast<double>(max_word_nats_[pair.suspect.begin]);
}

}  // namespace despin::align
