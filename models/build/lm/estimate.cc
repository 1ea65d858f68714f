// Kneser-Ney estimation: counts to probabilities, one order after the other.
#include <algorithm>
#include <string>

#include "models/build/lm/backoff_model.h"

namespace despin::train {
namespace {

double discount_of(const Discounts& discounts, std::uint32_t adjusted) {
  return discounts[std::min<std::uint32_t>(adjusted, 3)];
}

// Every word of the vocabulary but <s>, seen or not, gets its share of what the
// discounts take.
BackoffLevel estimate_unigrams(const Counts& counts) {
  const Discounts& discounts = counts.discounts[0];
  double total = 0;
  double left_over = 0;
  for (const Gram& gram : counts.unigrams) {
    total += gram.adjusted;
    left_over += discount_of(discounts, gram.adjusted);
  }
  total = std::max(total, 1.0);
  const double uniform =
      (left_over > 0 ? left_over / total : 1.0) / static_cast<double>(counts.unigrams.size() - 1);
  BackoffLevel level;
  for (const Gram& gram : counts.unigrams) {
    const double own = (gram.adjusted - discount_of(discounts, gram.adjusted)) / total;
    const bool predicted = gram.words[0] != kSentenceBeginWord;
    level.word.push_back(gram.words[0]);
    level.parent.push_back(0);
    level.suffix.push_back(0);
    level.raw.push_back(gram.raw);
    level.prob.push_back(predicted ? static_cast<float>(own + uniform) : 0.0F);
  }
  level.backoff.assign(level.size(), 1.0F);
  return level;
}

// Builds one level above those the model has, from n-grams in reading order.
class LevelBuilder {
 public:
  LevelBuilder(BackoffModel& model, const Discounts& discounts, std::uint64_t max_ngrams)
      : model_(model),
        below_(model.levels.back()),
        order_(model.levels.size() + 1),
        discounts_(discounts),
        remaining_(max_ngrams - std::min(max_ngrams, model.ngrams())) {
    below_.begin.assign(below_.size() + 1, 0);
  }

  void add(const Gram& gram) {
    if (!same_context(gram)) {
      finish_context();
      context_ = gram.words;
      members_.clear();
    }
    members_.push_back(gram);
  }

  bool finish() {
    finish_context();
    for (; node_ < below_.size(); ++node_) below_.begin[node_ + 1] = count();
    level_.backoff.assign(level_.size(), 1.0F);
    if (!too_large_) model_.levels.push_back(std::move(level_));
    return !too_large_;
  }

 private:
  std::uint32_t count() const { return static_cast<std::uint32_t>(level_.size()); }

  bool same_context(const Gram& gram) const {
    return std::equal(context_.begin(), context_.begin() + static_cast<long>(order_) - 1,
                      gram.words.begin());
  }

  // Steps to the context's node. Contexts come in the nodes' order, so each node
  // is passed once; false if the context was itself dropped.
  bool find_context() {
    auto wanted = context_;
    std::fill(wanted.begin() + static_cast<long>(order_) - 1, wanted.end(), 0);
    while (node_ < below_.size()) {
      const auto words = model_.words(order_ - 1, static_cast<std::uint32_t>(node_));
      if (words == wanted) return true;
      if (wanted < words) return false;
      below_.begin[++node_] = count();
    }
    return false;
  }

  void finish_context() {
    if (members_.empty() || !find_context()) return;
    double total = 0;
    double left_over = 0;
    for (const Gram& gram : members_) {
      total += gram.adjusted;
      left_over += gram.words[order_ - 1] == kDroppedWord ? static_cast<double>(gram.adjusted)
                                                          : discount_of(discounts_, gram.adjusted);
    }
    const double backoff = left_over / total;
    const auto context = static_cast<std::uint32_t>(node_);
    const std::uint32_t shorter = order_ > 2 ? below_.suffix[context] : 0;
    bool any = false;
    for (const Gram& gram : members_) {
      const WordId word = gram.words[order_ - 1];
      if (word == kDroppedWord) continue;
      if (remaining_ == 0) {
        too_large_ = true;
        return;
      }
      --remaining_;
      any = true;
      const std::uint32_t suffix = order_ == 2 ? word : model_.child(order_ - 2, shorter, word);
      const double own = (gram.adjusted - discount_of(discounts_, gram.adjusted)) / total;
      level_.word.push_back(word);
      level_.parent.push_back(context);
      level_.suffix.push_back(suffix);
      level_.raw.push_back(gram.raw);
      level_.prob.push_back(static_cast<float>(own + backoff * below_.prob[suffix]));
    }
    if (any) below_.backoff[context] = static_cast<float>(backoff);
  }

  BackoffModel& model_;
  BackoffLevel& below_;
  std::size_t order_;
  const Discounts& discounts_;
  std::uint64_t remaining_;
  BackoffLevel level_;
  std::vector<Gram> members_;
  std::array<WordId, kMaxOrder> context_{};
  std::size_t node_ = 0;
  bool too_large_ = false;
};

}  // namespace

Result<BackoffModel> estimate(Counts& counts, std::uint64_t max_ngrams) {
  BackoffModel model;
  model.tokens = counts.tokens;
  // References into the levels stay good while more are added.
  model.levels.reserve(counts.levels.size());
  model.levels.push_back(estimate_unigrams(counts));
  counts.unigrams = {};
  for (std::size_t k = 2; k <= counts.levels.size(); ++k) {
    LevelBuilder builder(model, counts.discounts[k - 1],
                         std::min<std::uint64_t>(max_ngrams, kNoNode));
    if (!counts.levels[k - 1].drain([&](const Gram& gram) { builder.add(gram); })) {
      return Error{ErrorCode::kNotWritten,
                   "the scratch folder could not be read back; expected it to stay; check it"};
    }
    if (!builder.finish()) {
      return Error{ErrorCode::kTooLarge,
                   "more than " + std::to_string(max_ngrams) +
                       " n-grams are left to estimate; expected fewer for this memory; raise "
                       "--cutoff or --memory"};
    }
  }
  return model;
}

}  // namespace despin::train
