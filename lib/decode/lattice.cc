#include "lib/decode/lattice.h"

#include <algorithm>
#include <array>
#include <limits>

#include "lib/base/exact_math.h"

namespace despin::decode {
namespace {

constexpr double kNoBound = std::numeric_limits<double>::infinity();
constexpr std::size_t kRing = channel::kMaxWrittenWords + 1;

// Words of context that two states share, from the most recent on.
int shared_words(const lm::State& a, const lm::State& b) {
  const int most = std::min(a.length, b.length);
  int n = 0;
  while (n < most && a.words[n] == b.words[n]) ++n;
  return n;
}

bool same_state(const lm::State& a, const lm::State& b) {
  return a.length == b.length && shared_words(a, b) == a.length;
}

class LatticeBuilder {
 public:
  LatticeBuilder(std::span<const InputWord> words, const lm::NgramModel& lm,
                 const channel::Channel& channel, const ClozeContext& cloze_context,
                 const LatticeOptions& options, LatticeScratch& scratch, Lattice& out)
      : words_(words),
        lm_(lm),
        channel_(channel),
        cloze_context_(cloze_context),
        weights_(channel.context()),
        options_(options),
        scratch_(scratch),
        out_(out),
        beam_(base::exact_exp(-options.prune_nats)),
        max_arc_nats_(options.max_arc_nats),
        min_arc_nats_(-4 * options.max_arc_nats) {
    if (cloze_context.net == nullptr) return;
    cloze_weights_ = cloze_context.net->weights();
    weights_.lm_scale *= cloze_weights_.ngrams;
  }

  void run(const lm::State& start, base::Budget* budget) {
    score_kept_path(start);
    for (auto& nodes : scratch_.at) nodes.clear();
    scratch_.alpha.assign(1, 1.0);
    out_.nodes.push_back({start, 0});
    scratch_.at[0].push_back(0);
    for (std::uint32_t p = 0; p < out_.size; ++p) {
      select(p);
      expand(p);
      scratch_.at[p % kRing].clear();
      if (!base::may_go_on(budget, 1 + scratch_.prospects.size())) return;
    }
    out_.final_nodes = scratch_.at[out_.size % kRing];
  }

 private:
  float in_context(float ln_p, float unigram) const {
    return weights_.lm_scale * (ln_p - weights_.discount * unigram);
  }

  void score_kept_path(const lm::State& start) {
    out_.size = static_cast<std::uint32_t>(words_.size());
    out_.kept_ln_p.resize(words_.size());
    scratch_.kept_score.assign(1, 0.0);
    lm::State state = start;
    lm::State next;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const float ln_p = lm_.score(state, words_[i].word, next);
      out_.kept_ln_p[i] = ln_p;
      const float score = in_context(ln_p, lm_.unigram(words_[i].word));
      scratch_.kept_score.push_back(scratch_.kept_score.back() + static_cast<double>(score));
      state = next;
    }
    out_.kept_end = state;
  }

  // Fills `live` with the nodes worth expanding, best first; ties by age, so the
  // order is one.
  void select(std::uint32_t p) {
    auto& nodes = scratch_.at[p % kRing];
    const auto& alpha = scratch_.alpha;
    std::sort(nodes.begin(), nodes.end(), [&alpha](std::uint32_t a, std::uint32_t b) {
      return alpha[a] != alpha[b] ? alpha[a] > alpha[b] : a < b;
    });
    const double floor = alpha[nodes.front()] * beam_;
    std::size_t count = std::min<std::size_t>(nodes.size(), options_.max_nodes);
    while (count > 1 && alpha[nodes[count - 1]] < floor) --count;
    // The kept path is the null hypothesis and must reach the end.
    const auto kept_at = std::find(nodes.begin(), nodes.end(), kept_node_);
    if (static_cast<std::size_t>(kept_at - nodes.begin()) >= count) {
      if (count == options_.max_nodes && count > 1) --count;
      std::iter_swap(nodes.begin() + static_cast<std::ptrdiff_t>(count), kept_at);
      ++count;
    }
    // An arc that falls below this, alone on its node, is pruned at the next position.
    const double hopeless = floor / options_.prior_rate;
    auto& live = scratch_.live;
    live.resize(count);
    scratch_.matches.resize(count);
    scratch_.match_buffers.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      LiveNode& l = live[i];
      l.node = nodes[i];
      l.state = out_.nodes[l.node].state;
      l.alpha = alpha[l.node];
      l.min_nats = hopeless > 0 ? base::exact_log(hopeless / l.alpha) : -kNoBound;
      if (l.min_nats > max_arc_nats_) l.min_nats = kNoBound;
      l.shared = 0;
      for (std::uint32_t j = 0; j < i; ++j) {
        const int shared = shared_words(live[j].state, l.state);
        if (shared > l.shared) {
          l.shared = shared;
          l.like = j;
        }
      }
    }
  }

  // REQUIRES: called for the live nodes in turn, with the same word.
  const lm::Match& match(std::uint32_t i, WordId word) {
    const LiveNode& live = scratch_.live[i];
    const lm::Match* like = live.shared > 0 ? scratch_.matches[live.like] : nullptr;
    const lm::Match& found =
        lm_.look_up(live.state, word, like, live.shared, scratch_.match_buffers[i]);
    scratch_.matches[i] = &found;
    return found;
  }

  void expand(std::uint32_t p) {
    find_prospects(p);
    keep(p);
    for (const Prospect& prospect : scratch_.prospects) swap(prospect);
  }

  void find_prospects(std::uint32_t p) {
    scratch_.prospects.clear();
    out_.swappable.push_back(0);
    out_.cloze_association.push_back(0);
    if (words_[p].fixed) return;
    const std::uint32_t reach = std::min(channel_.longest_from(words_[p].word), out_.size - p);
    std::array<WordId, channel::kMaxWrittenWords> written{};
    for (std::uint32_t length = 1; length <= reach; ++length) {
      const InputWord& last = words_[p + length - 1];
      if (length > 1 && (last.begins_sentence || last.fixed)) break;
      written[length - 1] = last.word;
      const auto form = channel_.find(std::span<const WordId>(written.data(), length));
      if (!form) continue;
      out_.swappable.back() = 1;
      find_prospects(p, length, *form);
    }
  }

  void find_prospects(std::uint32_t p, std::uint32_t length, channel::WrittenIndex form) {
    const std::uint32_t first = channel_.first_entry(form);
    const std::uint32_t last = channel_.last_entry(form);
    const double swap_ratio =
        static_cast<double>(channel_.swap_ratio_nats(form)) - kept_score(p, length);
    const bool has_fit = length == 1 && knows(words_[p].word);
    double kept_fit = 0;
    if (has_fit) {
      const float ln_p = ln_p_around(p, words_[p].word);
      kept_fit = fit(ln_p, words_[p].word);
      out_.cloze_association.back() = ln_p - lm_.unigram(words_[p].word);
    }
    Prospect prospect;
    prospect.position = p + length;
    const LiveNode& best = scratch_.live.front();
    for (std::uint32_t entry = first; entry < last && entry - first < options_.max_entries;
         ++entry) {
      prospect.entry = entry;
      prospect.meant = channel_.meant(entry);
      prospect.own_nats = swap_ratio + static_cast<double>(channel_.weight_nats(entry));
      if (has_fit && prospect.meant.size == 1 && knows(prospect.meant.words[0])) {
        const WordId word = prospect.meant.words[0];
        prospect.own_nats += fit(ln_p_around(p, word), word) - kept_fit;
      }
      prospect.unigram[0] = lm_.unigram(prospect.meant.words[0]);
      prospect.rest_nats = 0;
      for (std::uint32_t k = 1; k < prospect.meant.size; ++k) {
        prospect.unigram[k] = lm_.unigram(prospect.meant.words[k]);
        prospect.rest_nats += certain(prospect.unigram[k]);
      }
      if (max_nats(prospect) < best.min_nats) continue;
      lm_.prefetch(best.state, prospect.meant.words[0]);
      scratch_.prospects.push_back(prospect);
    }
  }

  void keep(std::uint32_t p) {
    const WordId word = words_[p].word;
    const float unigram = lm_.unigram(word);
    const std::uint32_t kept = kept_node_;
    for (std::uint32_t i = 0; i < scratch_.live.size(); ++i) {
      const LiveNode& live = scratch_.live[i];
      const lm::Match& found = match(i, word);
      const double score = static_cast<double>(in_context(lm::ln_prob(live.state, found), unigram));
      const double nats = live.node == kept ? 0 : score - kept_score(p, 1);
      const std::uint32_t to = add(live, p + 1, lm_.next_state(live.state, word, found), kKept,
                                   nats, 1 - options_.prior_rate);
      if (live.node == kept) kept_node_ = to;
    }
  }

  void swap(const Prospect& prospect) {
    const channel::Meant& meant = prospect.meant;
    const double most = max_nats(prospect);
    for (std::uint32_t i = 0; i < scratch_.live.size(); ++i) {
      const LiveNode& live = scratch_.live[i];
      if (most < live.min_nats) break;  // and so would the others
      const lm::Match& found = match(i, meant.words[0]);
      double nats = prospect.own_nats + static_cast<double>(in_context(
                                            lm::ln_prob(live.state, found), prospect.unigram[0]));
      if (nats + prospect.rest_nats < live.min_nats) continue;
      lm::State state = lm_.next_state(live.state, meant.words[0], found);
      for (std::uint32_t k = 1; k < meant.size; ++k) {
        lm::State next;
        const float ln_p = lm_.score(state, meant.words[k], next);
        nats += static_cast<double>(in_context(ln_p, prospect.unigram[k]));
        state = next;
      }
      if (nats < live.min_nats) continue;
      add(live, prospect.position, state, prospect.entry, nats, options_.prior_rate);
    }
  }

  bool knows(WordId word) const {
    return cloze_context_.net != nullptr && cloze_context_.net->has(word);
  }

  // REQUIRES: knows(word).
  float ln_p_around(std::uint32_t p, WordId word) const {
    return cloze_context_.net->ln_p(*cloze_context_.cloze, cloze_context_.first + p, word);
  }

  double fit(float ln_p, WordId word) const {
    return static_cast<double>(cloze_weights_.cloze *
                               (ln_p - cloze_weights_.discount * lm_.unigram(word)));
  }

  // A probability is at most 1, so no context scores a word higher.
  double certain(float unigram) const {
    return weights_.lm_scale >= 0 ? static_cast<double>(in_context(0, unigram)) : kNoBound;
  }

  double max_nats(const Prospect& prospect) const {
    return prospect.own_nats + certain(prospect.unigram[0]) + prospect.rest_nats;
  }

  double kept_score(std::uint32_t p, std::uint32_t length) const {
    return scratch_.kept_score[p + length] - scratch_.kept_score[p];
  }

  std::uint32_t add(const LiveNode& from, std::uint32_t position, const lm::State& state,
                    std::uint32_t entry, double nats, double prior) {
    auto& nodes = scratch_.at[position % kRing];
    std::uint32_t to = 0;
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](std::uint32_t n) {
      return same_state(out_.nodes[n].state, state);
    });
    if (found != nodes.end()) {
      to = *found;
    } else {
      to = static_cast<std::uint32_t>(out_.nodes.size());
      out_.nodes.push_back({state, position});
      scratch_.alpha.push_back(0);
      nodes.push_back(to);
    }
    const double weight = base::exact_exp(std::clamp(nats, min_arc_nats_, max_arc_nats_));
    out_.arcs.push_back({from.node, to, entry, static_cast<float>(weight)});
    scratch_.alpha[to] += from.alpha * weight * prior;
    return to;
  }

  std::span<const InputWord> words_;
  const lm::NgramModel& lm_;
  const channel::Channel& channel_;
  const ClozeContext& cloze_context_;
  channel::ContextWeights weights_;
  cloze::ClozeWeights cloze_weights_;
  const LatticeOptions& options_;
  LatticeScratch& scratch_;
  Lattice& out_;
  std::uint32_t kept_node_ = 0;
  const double beam_;
  const double max_arc_nats_;
  const double min_arc_nats_;
};

}  // namespace

void Lattice::clear() {
  size = 0;
  nodes.clear();
  arcs.clear();
  final_nodes.clear();
  kept_ln_p.clear();
  swappable.clear();
  cloze_association.clear();
}

void build_lattice(std::span<const InputWord> words, const lm::State& start,
                   const lm::NgramModel& lm, const channel::Channel& channel,
                   const ClozeContext& cloze_context, const LatticeOptions& options,
                   LatticeScratch& scratch, Lattice& out, base::Budget* budget) {
  out.clear();
  LatticeBuilder(words, lm, channel, cloze_context, options, scratch, out).run(start, budget);
}

}  // namespace despin::decode
