#include "lib/decode/lattice.h"

#include <algorithm>
#include <array>
#include <optional>

#include "lib/base/exact_math.h"

namespace despin::decode {
namespace {

constexpr std::size_t kRing = channel::kMaxWrittenWords + 1;

bool same_state(const lm::State& a, const lm::State& b) {
  return a.length == b.length && std::equal(a.words, a.words + a.length, b.words);
}

class Builder {
 public:
  Builder(std::span<const Symbol> words, const lm::NgramModel& lm, const channel::Channel& channel,
          const Options& options, LatticeScratch& scratch, Lattice& out)
      : words_(words),
        lm_(lm),
        channel_(channel),
        weights_(channel.context()),
        options_(options),
        scratch_(scratch),
        out_(out) {}

  void run(const lm::State& start) {
    score_kept_path(start);
    for (auto& nodes : scratch_.at) nodes.clear();
    scratch_.alpha.assign(1, 1.0);
    out_.nodes.push_back({start, 0});
    scratch_.at[0].push_back(0);
    for (std::uint32_t p = 0; p < out_.size; ++p) {
      select(p);
      expand(p);
      scratch_.at[p % kRing].clear();
    }
    out_.final_nodes = scratch_.at[out_.size % kRing];
  }

 private:
  float in_context(const lm::State& in, WordId word, lm::State& next) const {
    return weights_.lm_scale * (lm_.score(in, word, next) - weights_.discount * lm_.unigram(word));
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
      const float score =
          weights_.lm_scale * (ln_p - weights_.discount * lm_.unigram(words_[i].word));
      scratch_.kept_score.push_back(scratch_.kept_score.back() + static_cast<double>(score));
      state = next;
    }
    out_.kept_end = state;
  }

  // Leaves the nodes worth expanding, best first; ties by age, so the order is one.
  void select(std::uint32_t p) {
    auto& nodes = scratch_.at[p % kRing];
    const auto& alpha = scratch_.alpha;
    std::sort(nodes.begin(), nodes.end(), [&alpha](std::uint32_t a, std::uint32_t b) {
      return alpha[a] != alpha[b] ? alpha[a] > alpha[b] : a < b;
    });
    const double floor = alpha[nodes.front()] * base::exact_exp(-options_.prune_nats);
    hopeless_ = floor / options_.prior_rate;
    // The kept path is the null hypothesis and must reach the end.
    const std::uint32_t kept = kept_node_;
    std::size_t live = std::min<std::size_t>(nodes.size(), options_.max_nodes);
    while (live > 1 && alpha[nodes[live - 1]] < floor) --live;
    const auto kept_at = std::find(nodes.begin(), nodes.end(), kept);
    if (static_cast<std::size_t>(kept_at - nodes.begin()) >= live) {
      if (live == options_.max_nodes && live > 1) --live;
      std::iter_swap(nodes.begin() + static_cast<std::ptrdiff_t>(live), kept_at);
      ++live;
    }
    nodes.resize(live);
  }

  void expand(std::uint32_t p) {
    const auto live = scratch_.at[p % kRing];  // a copy: add() appends to the ring
    const std::uint32_t kept = kept_node_;
    for (const std::uint32_t from : live) keep(from, p, from == kept);
    out_.swappable.push_back(0);
    if (words_[p].fixed) return;
    const std::uint32_t reach = std::min(channel_.longest_from(words_[p].word), out_.size - p);
    std::array<WordId, channel::kMaxWrittenWords> written{};
    for (std::uint32_t length = 1; length <= reach; ++length) {
      const Symbol& last = words_[p + length - 1];
      if (length > 1 && (last.begins_sentence || last.fixed)) break;
      written[length - 1] = last.word;
      const auto form = channel_.find(std::span<const WordId>(written.data(), length));
      if (!form) continue;
      out_.swappable.back() = 1;
      swap(live, p, length, *form);
    }
  }

  void keep(std::uint32_t from, std::uint32_t p, bool on_kept_path) {
    lm::State next;
    const float score = in_context(out_.nodes[from].state, words_[p].word, next);
    const double nats = on_kept_path ? 0 : static_cast<double>(score) - kept_score(p, 1);
    const std::uint32_t to = add(from, p + 1, next, kKept, nats, 1 - options_.prior_rate);
    if (on_kept_path) kept_node_ = to;
  }

  void swap(const std::vector<std::uint32_t>& live, std::uint32_t p, std::uint32_t length,
            channel::WrittenIndex form) {
    const std::uint32_t first = channel_.first_entry(form);
    const std::uint32_t last = channel_.last_entry(form);
    const double favour = static_cast<double>(channel_.favour_nats(form)) - kept_score(p, length);
    for (std::uint32_t entry = first; entry < last && entry - first < options_.max_entries;
         ++entry) {
      const channel::Meant meant = channel_.meant(entry);
      const double own = favour + static_cast<double>(channel_.weight_nats(entry));
      for (const std::uint32_t from : live) {
        lm::State state = out_.nodes[from].state;
        lm::State next;
        double nats = own;
        for (const WordId word : meant.view()) {
          nats += static_cast<double>(in_context(state, word, next));
          state = next;
        }
        // Alone on its node this would be pruned at the next position.
        const double alpha = scratch_.alpha[from];
        if (alpha * base::exact_exp(std::min(nats, kMaxArcNats)) < hopeless_) continue;
        add(from, p + length, state, entry, nats, options_.prior_rate);
      }
    }
  }

  double kept_score(std::uint32_t p, std::uint32_t length) const {
    return scratch_.kept_score[p + length] - scratch_.kept_score[p];
  }

  std::uint32_t add(std::uint32_t from, std::uint32_t position, const lm::State& state,
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
    const double weight = base::exact_exp(std::clamp(nats, -4 * kMaxArcNats, kMaxArcNats));
    out_.arcs.push_back({from, to, entry, static_cast<float>(weight)});
    scratch_.alpha[to] += scratch_.alpha[from] * weight * prior;
    return to;
  }

  std::span<const Symbol> words_;
  const lm::NgramModel& lm_;
  const channel::Channel& channel_;
  const channel::ContextWeights weights_;
  const Options& options_;
  LatticeScratch& scratch_;
  Lattice& out_;
  std::uint32_t kept_node_ = 0;
  double hopeless_ = 0;
};

}  // namespace

void Lattice::clear() {
  size = 0;
  nodes.clear();
  arcs.clear();
  final_nodes.clear();
  kept_ln_p.clear();
  swappable.clear();
}

void build_lattice(std::span<const Symbol> words, const lm::State& start, const lm::NgramModel& lm,
                   const channel::Channel& channel, const Options& options, LatticeScratch& scratch,
                   Lattice& out) {
  out.clear();
  Builder(words, lm, channel, options, scratch, out).run(start);
}

}  // namespace despin::decode
