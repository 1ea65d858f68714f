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

}  // namespace

std::vector<RestoredPhrase> restore(std::span<const WordId> written, const lm::NgramModel& lm,
                                    const channel::Channel& channel, std::size_t limit,
                                    const RestoreOptions& options) {
  assert(options.beam > 0);
  const channel::ContextWeights& weights = options.context;
  // The phrase as written, which is no answer, may stand among the last column's best.
  const std::size_t answers = limit + (limit < std::numeric_limits<std::size_t>::max() ? 1U : 0U);
  const auto capacity = [&](std::size_t column) {
    return column < written.size() ? options.beam : std::max(options.beam, answers);
  };
  std::vector<std::vector<Hypothesis>> columns(written.size() + 1);
  columns[0].push_back({{}, lm.begin_state(), 0});

  // Scores below these are not among those that a column has room for.
  std::vector<double> floors(written.size() + 1, -std::numeric_limits<double>::infinity());
  const auto in_context = [&](float ln_p, WordId word) {
    return static_cast<double>(weights.lm_scale * (ln_p - weights.discount * lm.unigram(word)));
  };
  const auto read_on = [&](std::span<const WordId> words, lm::State& state, double& score) {
    for (const WordId word : words) {
      lm::State next;
      score += in_context(lm.score(state, word, next), word);
      state = next;
    }
  };
  const auto end_after = [&](const lm::State& state) {
    lm::State end;
    return static_cast<double>(options.end_scale * lm.score(state, kSentenceEndWord, end));
  };
  // A probability is at most 1, so no context scores words higher; rounded as scores are.
  const auto most = [&](double score, std::span<const WordId> words) {
    if (weights.lm_scale < 0 || options.end_scale < 0) {
      return std::numeric_limits<double>::infinity();
    }
    for (const WordId word : words) score += in_context(0, word);
    return score;
  };
  const auto extend = [&](const Hypothesis& h, std::span<const WordId> meant, double own,
                          std::size_t to) {
    double score = h.score + own;
    if (most(score, meant) < floors[to]) return;
    lm::State state = h.state;
    read_on(meant, state, score);
    // What the end adds is at most 0 unless end_scale is negative.
    if (score < floors[to] && options.end_scale >= 0) return;
    if (to == written.size()) score += end_after(state);
    if (score < floors[to]) return;
    std::vector<Hypothesis>& column = columns[to];
    column.push_back({h.words, state, score});
    column.back().words.insert(column.back().words.end(), meant.begin(), meant.end());
    if (column.size() / kSlack < capacity(to)) return;
    prune(column, capacity(to));
    if (column.size() == capacity(to)) floors[to] = column.back().score;
  };

  const std::vector<PhraseArc> arcs = arcs_of(written, lm, channel, options);
  auto arc = arcs.begin();
  for (std::size_t p = 0; p < written.size(); ++p) {
    prune(columns[p], options.beam);
    for (; arc != arcs.end() && arc->begin == p; ++arc) {
      for (const Hypothesis& h : columns[p]) extend(h, arc->meant.view(), arc->nats, arc->end);
    }
    columns[p].clear();
  }
  if (options.known_phrases != nullptr) {
    const Hypothesis none{{}, lm.begin_state(), 0};
    for (const GazetteerMatch& r :
         match_gazetteer(written.size(), arcs, *options.known_phrases, options.gazetteer)) {
      extend(none, options.known_phrases->at(r.phrase), r.nats, written.size());
    }
  }

  std::vector<Hypothesis>& finals = columns.back();
  const auto is_written = [written](const std::vector<WordId>& words) {
    return std::equal(words.begin(), words.end(), written.begin(), written.end());
  };
  std::erase_if(finals,
                [&](const Hypothesis& h) { return h.words.empty() || is_written(h.words); });
  if (options.meanings.vocabulary != nullptr) {
    const auto whole = [&](std::span<const WordId> words) {
      lm::State state = lm.begin_state();
      double score = 0;
      read_on(words, state, score);
      return score + end_after(state);
    };
    prune(finals, capacity(written.size()));
    const std::size_t apart = finals.size();
    for (std::size_t i = 0; i < apart; ++i) {
      for (std::vector<WordId>& words : compounds(finals[i].words, *options.meanings.vocabulary)) {
        if (is_written(words)) continue;
        const double score = finals[i].score + whole(words) - whole(finals[i].words);
        finals.push_back({std::move(words), {}, score});
      }
    }
  }
  prune(finals, limit);
  std::vector<RestoredPhrase> readings;
  for (Hypothesis& h : finals) readings.push_back({std::move(h.words), h.score});
  return readings;
}

}  // namespace despin::decode
