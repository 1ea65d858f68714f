#include "lib/decode/restorer.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <string>
#include <unordered_set>

#include "lib/base/exact_math.h"
#include "lib/base/hash.h"

namespace despin::decode {
namespace {

constexpr std::size_t kSlack = 5;  // times what a column has room for before it is pruned

struct Hypothesis {
  std::vector<WordId> words;
  lm::State state;
  double score = 0;
};

bool better(const Hypothesis& a, const Hypothesis& b) {
  return a.score != b.score ? a.score > b.score : a.words < b.words;
}

struct WordingHash {
  std::size_t operator()(const std::vector<WordId>& words) const noexcept {
    return words.empty() ? 0 : base::mix64(base::hash_words(words));
  }
};

// Best first, one hypothesis a wording, at most `limit`.
void prune(std::vector<Hypothesis>& column, std::size_t limit) {
  std::sort(column.begin(), column.end(), better);
  std::unordered_set<std::vector<WordId>, WordingHash> seen;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < column.size() && kept < limit; ++i) {
    if (!seen.insert(column[i].words).second) continue;
    if (kept != i) column[kept] = std::move(column[i]);
    ++kept;
  }
  column.resize(kept);
}

// ln of the logistic function.
double log_share(double log_odds) {
  return log_odds > 0 ? -base::exact_log(1 + base::exact_exp(-log_odds))
                      : log_odds - base::exact_log(1 + base::exact_exp(log_odds));
}

// What each part of the phrase may have stood for, by where it begins.
std::vector<PhraseArc> arcs_of(std::span<const WordId> written, const lm::NgramModel& lm,
                               const channel::Channel& channel, const RestoreOptions& options) {
  std::vector<PhraseArc> arcs;
  for (std::uint32_t p = 0; p < written.size(); ++p) {
    const std::size_t reach = std::max<std::size_t>(
        1, std::min<std::size_t>(channel.longest_from(written[p]), written.size() - p));
    for (std::uint32_t length = 1; length <= reach; ++length) {
      const auto words = written.subspan(p, length);
      const auto form = channel.find(words);
      if (length == 1) {
        const double keep = form ? log_share(static_cast<double>(channel.keep_nats(*form)))
                                 : options.unlisted_keep_nats;
        arcs.push_back({p, p + 1, {{written[p]}, 1}, keep});
        if (written.size() >= options.least_to_add_to) {
          arcs.push_back({p, p + 1, {}, options.gazetteer.added_nats});
        }
      }
      if (!form) continue;
      const double swap =
          length == 1 ? log_share(-static_cast<double>(channel.keep_nats(*form))) : 0;
      for (const Meaning& m : meanings(words, lm, channel, options.meanings)) {
        arcs.push_back({p, p + length, m.meant, swap + m.own_nats});
      }
    }
  }
  return arcs;
}

// The same words, two neighbors written as one: "back propagation", "backpropagation".
std::vector<std::vector<WordId>> compounds(std::span<const WordId> words,
                                           const format::Vocabulary& vocabulary) {
  std::vector<std::vector<WordId>> out;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::string both(vocabulary.word(words[i]));
    both += vocabulary.word(words[i + 1]);
    const WordId one = vocabulary.find(both);
    if (one == kUnknownWord) continue;
    out.emplace_back(words.begin(), words.end());
    out.back()[i] = one;
    out.back().erase(out.back().begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return out;
}

// Hypotheses by how much of the phrase they stand for.
class BeamSearch {
 public:
  BeamSearch(std::span<const WordId> written, const lm::NgramModel& lm,
             const channel::Channel& channel, std::size_t limit, const RestoreOptions& options,
             base::Budget* budget)
      : written_(written),
        lm_(lm),
        channel_(channel),
        limit_(limit),
        options_(options),
        budget_(budget),
        // The phrase as written, which is no answer, may stand among the last column's best.
        answers_(limit + (limit < std::numeric_limits<std::size_t>::max() ? 1U : 0U)),
        columns_(written.size() + 1),
        floors_(written.size() + 1, -std::numeric_limits<double>::infinity()) {}

  std::vector<RestoredPhrase> run() {
    const std::vector<PhraseArc> arcs = arcs_of(written_, lm_, channel_, options_);
    follow(arcs);
    if (base::ended(budget_)) return {};
    if (options_.known_phrases != nullptr) add_known_phrases(arcs);
    std::vector<Hypothesis>& finals = columns_.back();
    std::erase_if(finals,
                  [&](const Hypothesis& h) { return h.words.empty() || is_written(h.words); });
    if (options_.meanings.vocabulary != nullptr) add_compounds(finals);
    prune(finals, limit_);
    std::vector<RestoredPhrase> restored;
    restored.reserve(finals.size());
    for (Hypothesis& h : finals) restored.push_back({std::move(h.words), h.score});
    return restored;
  }

 private:
  void follow(const std::vector<PhraseArc>& arcs) {
    columns_[0].push_back({{}, lm_.begin_state(), 0});
    auto arc = arcs.begin();
    for (std::size_t p = 0; p < written_.size(); ++p) {
      prune(columns_[p], options_.beam);
      for (; arc != arcs.end() && arc->begin == p; ++arc) {
        if (!base::may_go_on(budget_, columns_[p].size())) return;
        for (const Hypothesis& h : columns_[p]) extend(h, arc->meant.view(), arc->nats, arc->end);
      }
      columns_[p].clear();
    }
  }

  void add_known_phrases(const std::vector<PhraseArc>& arcs) {
    const Hypothesis none{{}, lm_.begin_state(), 0};
    for (const GazetteerMatch& match :
         match_gazetteer(written_.size(), arcs, *options_.known_phrases, options_.gazetteer)) {
      extend(none, options_.known_phrases->at(match.phrase), match.nats, written_.size());
    }
  }

  void add_compounds(std::vector<Hypothesis>& finals) const {
    prune(finals, capacity(written_.size()));
    const std::size_t apart = finals.size();
    for (std::size_t i = 0; i < apart; ++i) {
      for (std::vector<WordId>& words : compounds(finals[i].words, *options_.meanings.vocabulary)) {
        if (is_written(words)) continue;
        const double score = finals[i].score + score_of(words) - score_of(finals[i].words);
        finals.push_back({std::move(words), {}, score});
      }
    }
  }

  void extend(const Hypothesis& h, std::span<const WordId> meant, double own, std::size_t to) {
    double score = h.score + own;
    if (max_score(score, meant) < floors_[to]) return;
    lm::State state = h.state;
    append(meant, state, score);
    // What the end adds is at most 0 unless end_scale is negative.
    if (score < floors_[to] && options_.end_scale >= 0) return;
    if (to == written_.size()) score += end_score(state);
    if (score < floors_[to]) return;
    std::vector<Hypothesis>& column = columns_[to];
    column.push_back({h.words, state, score});
    column.back().words.insert(column.back().words.end(), meant.begin(), meant.end());
    if (column.size() / kSlack < capacity(to)) return;
    prune(column, capacity(to));
    if (column.size() == capacity(to)) floors_[to] = column.back().score;
  }

  // Hypotheses kept of a column.
  std::size_t capacity(std::size_t column) const {
    return column < written_.size() ? options_.beam : std::max(options_.beam, answers_);
  }

  double in_context(float ln_p, WordId word) const {
    const channel::ContextWeights& weights = options_.context;
    return static_cast<double>(weights.lm_scale * (ln_p - weights.discount * lm_.unigram(word)));
  }

  void append(std::span<const WordId> words, lm::State& state, double& score) const {
    for (const WordId word : words) {
      lm::State next;
      score += in_context(lm_.score(state, word, next), word);
      state = next;
    }
  }

  double end_score(const lm::State& state) const {
    lm::State end;
    return static_cast<double>(options_.end_scale * lm_.score(state, kSentenceEndWord, end));
  }

  // A probability is at most 1, so no context scores words higher; rounded as scores are.
  double max_score(double score, std::span<const WordId> words) const {
    if (options_.context.lm_scale < 0 || options_.end_scale < 0) {
      return std::numeric_limits<double>::infinity();
    }
    for (const WordId word : words) score += in_context(0, word);
    return score;
  }

  // Of words that are all of a phrase.
  double score_of(std::span<const WordId> words) const {
    lm::State state = lm_.begin_state();
    double score = 0;
    append(words, state, score);
    return score + end_score(state);
  }

  bool is_written(const std::vector<WordId>& words) const {
    return std::equal(words.begin(), words.end(), written_.begin(), written_.end());
  }

  std::span<const WordId> written_;
  const lm::NgramModel& lm_;
  const channel::Channel& channel_;
  const std::size_t limit_;
  const RestoreOptions& options_;
  base::Budget* budget_;
  const std::size_t answers_;
  std::vector<std::vector<Hypothesis>> columns_;
  std::vector<double> floors_;  // scores below are not among those that a column keeps
};

}  // namespace

std::vector<RestoredPhrase> restore(std::span<const WordId> written, const lm::NgramModel& lm,
                                    const channel::Channel& channel, std::size_t limit,
                                    const RestoreOptions& options, base::Budget* budget) {
  assert(options.beam > 0);
  return BeamSearch(written, lm, channel, limit, options, budget).run();
}

}  // namespace despin::decode
