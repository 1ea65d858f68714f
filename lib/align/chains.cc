#include "lib/align/chains.h"

#include <algorithm>
#include <limits>

#include "lib/align/costs.h"

namespace despin::align {
namespace {

constexpr std::uint32_t kLookBack = 64;
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
float gap_nats(std::uint32_t original, std::uint32_t suspect, const ChainRules& rules) {
  const std::uint32_t both = std::min(original, suspect);
  const std::uint32_t more = std::max(original, suspect) - both;
  return rules.paired_word_nats * static_cast<float>(both) + (more > 0 ? rules.shift_nats : 0.0F) +
         rules.shifted_word_nats * static_cast<float>(more);
}

// Words of `to` that `from` covers on either side.
std::uint32_t overlap(const Anchor& from, const Anchor& to) {
  std::uint32_t words = 0;
  if (from.original_end() > to.original) words = from.original_end() - to.original;
  if (from.suspect_end() > to.suspect) words = std::max(words, from.suspect_end() - to.suspect);
  return words;
}

class Chainer {
 public:
  Chainer(std::span<const Anchor> anchors, std::span<const Word> suspect,
          const Parameters& parameters, ChainScratch& scratch, std::vector<ChainBlock>& out)
      : anchors_(anchors),
        suspect_(suspect),
        shares_(parameters.all_words),
        costs_(parameters.costs),
        rules_(parameters.chains),
        scratch_(scratch),
        out_(out) {}

  void score_ends(base::Budget* budget) {
    const std::size_t n = anchors_.size();
    scratch_.score.resize(n);
    scratch_.before.assign(n, kNone);
    for (std::uint32_t to = 0; to < n; ++to) {
      if (!base::may_go_on(budget, 1)) return;
      const Anchor& anchor = anchors_[to];
      double best = static_cast<double>(anchor.nats);
      const std::uint32_t first = to > kLookBack ? to - kLookBack : 0;
      for (std::uint32_t from = to; from-- > first;) {
        const Anchor& earlier = anchors_[from];
        if (earlier.suspect >= anchor.suspect || earlier.original >= anchor.original) continue;
        const std::uint32_t shared = overlap(earlier, anchor);
        if (shared >= anchor.size) continue;
        const std::uint32_t original_gap = anchor.original + shared - earlier.original_end();
        const std::uint32_t suspect_gap = anchor.suspect + shared - earlier.suspect_end();
        if (original_gap > kMaxGap || suspect_gap > kMaxGap) continue;
        if (scratch_.barriers[earlier.suspect] != scratch_.barriers[anchor.suspect]) continue;
        const float own = anchor.nats * static_cast<float>(anchor.size - shared) /
                          static_cast<float>(anchor.size);
        const double score = scratch_.score[from] +
                             static_cast<double>(own - gap_nats(original_gap, suspect_gap, rules_));
        if (score > best) {
          best = score;
          scratch_.before[to] = from;
        }
      }
      scratch_.score[to] = best;
    }
  }

  // Best chain first, each of the anchors that better ones left.
  void extract() {
    const std::size_t n = anchors_.size();
    scratch_.order.resize(n);
    for (std::uint32_t k = 0; k < n; ++k) scratch_.order[k] = k;
    std::sort(scratch_.order.begin(), scratch_.order.end(),
              [this](std::uint32_t a, std::uint32_t b) {
                const auto& score = scratch_.score;
                return score[a] != score[b] ? score[a] > score[b] : a < b;
              });
    scratch_.used.assign(n, 0);
    std::uint32_t chain = 0;
    for (const std::uint32_t end : scratch_.order) {
      if (scratch_.score[end] < rules_.min_nats) break;
      if (scratch_.used[end] == 0 && take(end, chain)) ++chain;
    }
  }

  // Blocks in order, without parts that stand weakly between two blocks of one chain.
  void drop_weak_parts() {
    std::sort(out_.begin(), out_.end(),
              [](const ChainBlock& a, const ChainBlock& b) { return a.suspect < b.suspect; });
    std::size_t kept = 0;
    for (std::size_t first = 0; first < out_.size();) {
      std::size_t last = first;
      double nats = 0;
      for (; last < out_.size() && out_[last].chain == out_[first].chain; ++last) {
        for (std::uint32_t w = 0; w < out_[last].size; ++w) {
          nats += static_cast<double>(keep_nats(suspect_[out_[last].suspect + w], shares_, costs_));
        }
      }
      const bool inside =
          kept > 0 && last < out_.size() && out_[kept - 1].chain == out_[last].chain;
      if (inside && nats < rules_.min_inner_nats) {
        first = last;
        continue;
      }
      for (; first < last; ++first) out_[kept++] = out_[first];
    }
    out_.resize(kept);
  }

 private:
  bool take(std::uint32_t end, std::uint32_t chain) {
    const std::size_t first_block = out_.size();
    std::uint32_t at = end;
    double nats = 0;
    for (; at != kNone && scratch_.used[at] == 0; at = scratch_.before[at]) {
      scratch_.used[at] = 1;
      nats += static_cast<double>(add_blocks(anchors_[at], chain, first_block));
    }
    for (std::size_t k = first_block; k + 1 < out_.size(); ++k) {
      nats -= static_cast<double>(gap_nats(out_[k].original - out_[k + 1].original_end(),
                                           out_[k].suspect - out_[k + 1].suspect_end(), rules_));
    }
    if (nats < rules_.min_nats) {
      out_.resize(first_block);
      return false;
    }
    for (std::size_t k = first_block; k < out_.size(); ++k) {
      for (std::uint32_t w = 0; w < out_[k].size; ++w) {
        scratch_.original_taken[out_[k].original + w] = 1;
        scratch_.suspect_taken[out_[k].suspect + w] = 1;
      }
    }
    return true;
  }

  // The words of an anchor that are free and lie before the chain's last block, as one
  // block from the right.
  float add_blocks(const Anchor& anchor, std::uint32_t chain, std::size_t first_block) {
    std::uint32_t size = anchor.size;
    if (out_.size() > first_block) {
      const ChainBlock& next = out_.back();
      if (anchor.original >= next.original || anchor.suspect >= next.suspect) return 0;
      size = std::min({size, next.original - anchor.original, next.suspect - anchor.suspect});
    }
    const auto taken = [&](std::uint32_t w) {
      return scratch_.original_taken[anchor.original + w] != 0 ||
             scratch_.suspect_taken[anchor.suspect + w] != 0;
    };
    while (size > 0 && taken(size - 1)) --size;
    std::uint32_t begin = size;
    float nats = 0;
    while (begin > 0 && !taken(begin - 1)) {
      nats += keep_nats(suspect_[anchor.suspect + --begin], shares_, costs_);
    }
    if (begin == size) return 0;
    out_.push_back({anchor.original + begin, anchor.suspect + begin, size - begin, chain});
    return nats;
  }

  std::span<const Anchor> anchors_;
  std::span<const Word> suspect_;
  const Shares shares_;
  const EditCosts costs_;
  const ChainRules rules_;
  ChainScratch& scratch_;
  std::vector<ChainBlock>& out_;
};

}  // namespace

void chain_anchors(std::span<const Anchor> anchors, std::span<const Word> suspect,
                   const UsedWords& taken, const Parameters& parameters, ChainScratch& scratch,
                   std::vector<ChainBlock>& out, base::Budget* budget) {
  out.clear();
  scratch.original_taken.assign(taken.original.size(), 0);
  scratch.suspect_taken.assign(suspect.size(), 0);
  scratch.barriers.resize(suspect.size());
  std::uint32_t barriers = 0;
  for (std::size_t j = 0; j < suspect.size(); ++j) {
    barriers += taken.suspect[j] != 0 ? 1 : 0;
    scratch.barriers[j] = barriers;
  }
  Chainer chainer(anchors, suspect, parameters, scratch, out);
  chainer.score_ends(budget);
  if (base::ended(budget)) return;
  chainer.extract();
  chainer.drop_weak_parts();
}

}  // namespace despin::align
