#include "lib/align/passages.h"

#include <algorithm>

namespace despin::align {
namespace {

bool pairs_words(const PathStep& step) {
  return step.kind != StepKind::kAdded && step.kind != StepKind::kDropped;
}

WordPair to_pair(const PathStep& step) {
  WordPair pair;
  pair.original = step.original;
  pair.suspect = step.suspect;
  pair.nats = step.nats;
  pair.listed = step.kind == StepKind::kListed;
  pair.reversed = step.kind == StepKind::kReversed;
  pair.edit = step.kind == StepKind::kKept        ? Edit::kKept
              : step.kind == StepKind::kInflected ? Edit::kInflected
                                                  : Edit::kSwapped;
  return pair;
}

// Where a stretch ends that begins here and has nothing to say that its words stand for
// the original's; `begin` if there is none.
std::size_t rewritten_end(std::span<const PathStep> steps, const PassageRules& rules,
                          std::size_t begin) {
  std::size_t end = begin;
  std::uint32_t swaps = 0;
  for (; end < steps.size(); ++end) {
    if (pairs_words(steps[end]) && steps[end].kind != StepKind::kUnlisted) break;
    swaps += steps[end].kind == StepKind::kUnlisted ? 1 : 0;
  }
  return swaps >= rules.min_rewritten_swaps ? end : begin;
}

}  // namespace

void add_pairs(std::span<const PathStep> steps, const PassageRules& rules,
               std::vector<WordPair>& out) {
  for (std::size_t k = 0; k < steps.size(); ++k) {
    if (const std::size_t end = rewritten_end(steps, rules, k); end > k) k = end;
    if (k == steps.size()) break;
    if (!pairs_words(steps[k])) continue;
    WordPair pair = to_pair(steps[k]);
    if (k > 0 && pair.edit == Edit::kSwapped && steps[k - 1].kind == StepKind::kAdded &&
        steps[k - 1].suspect.size() <= rules.max_added_to_swap) {
      pair.suspect.begin = steps[k - 1].suspect.begin;
      pair.nats += steps[k - 1].nats;
      pair.listed = pair.reversed = false;
    }
    out.push_back(pair);
  }
}

namespace {

void add_passage(std::span<const PathStep> steps, const PassageRules& rules, double min_nats,
                 Alignment& out) {
  while (!steps.empty() && !pairs_words(steps.front())) steps = steps.subspan(1);
  while (!steps.empty() && !pairs_words(steps.back())) steps = steps.first(steps.size() - 1);
  if (steps.empty()) return;
  AlignedPassage passage;
  std::uint32_t words = 0;
  for (const PathStep& step : steps) {
    passage.nats += static_cast<double>(step.nats);
    if (pairs_words(step)) words += step.suspect.size();
  }
  if (passage.nats < min_nats || words < rules.min_words) return;
  passage.original = {steps.front().original.begin, steps.back().original.end};
  passage.suspect = {steps.front().suspect.begin, steps.back().suspect.end};
  passage.first_pair = static_cast<std::uint32_t>(out.pairs.size());
  add_pairs(steps, rules, out.pairs);
  passage.last_pair = static_cast<std::uint32_t>(out.pairs.size());
  out.passages.push_back(passage);
}

}  // namespace

void add_passages(std::span<const PathStep> steps, const PassageRules& rules, double min_nats,
                  Alignment& out) {
  std::size_t begin = 0;
  std::size_t best_end = 0;
  double sum = 0;
  double best = 0;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    sum += static_cast<double>(steps[k].nats);
    if (sum > best) {
      best = sum;
      best_end = k + 1;
    } else if (sum < best - rules.max_fall_nats) {
      // Words so usual that keeping them says nothing belong to it all the same.
      while (best > 0 && best_end < steps.size() && steps[best_end].kind == StepKind::kKept) {
        ++best_end;
      }
      if (best > 0) add_passage(steps.subspan(begin, best_end - begin), rules, min_nats, out);
      k = best > 0 ? best_end : k + 1;
      while (k < steps.size() && steps[k].nats <= 0) ++k;  // a passage begins with a gain
      begin = best_end = k;
      --k;
      sum = best = 0;
    }
  }
  if (best > 0) add_passage(steps.subspan(begin), rules, min_nats, out);
}

void mark_moved(Alignment& alignment) {
  auto& passages = alignment.passages;
  if (passages.size() < 2) return;
  // Heaviest rising subsequence: a Fenwick tree of maxima over passages by original.
  const auto n = static_cast<std::uint32_t>(passages.size());
  constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::vector<std::uint32_t> by_original(n);
  for (std::uint32_t k = 0; k < n; ++k) by_original[k] = k;
  std::sort(by_original.begin(), by_original.end(), [&](std::uint32_t a, std::uint32_t b) {
    return passages[a].original.begin < passages[b].original.begin;
  });
  std::vector<std::uint32_t> rank(n);
  for (std::uint32_t r = 0; r < n; ++r) rank[by_original[r]] = r;
  std::vector<std::uint32_t> tree(n + 1, kNone);  // passage that ends the heaviest one
  std::vector<double> weight(n);
  std::vector<std::uint32_t> before(n, kNone);
  const auto heavier = [&](std::uint32_t a, std::uint32_t b) {
    return b == kNone || (a != kNone && weight[a] > weight[b]);
  };
  std::uint32_t last = kNone;
  for (std::uint32_t k = 0; k < n; ++k) {
    std::uint32_t best = kNone;
    for (std::uint32_t r = rank[k]; r > 0; r -= r & (0U - r)) {
      if (tree[r] != kNone && heavier(tree[r], best)) best = tree[r];
    }
    before[k] = best;
    weight[k] =
        static_cast<double>(passages[k].suspect.size()) + (best == kNone ? 0 : weight[best]);
    for (std::uint32_t r = rank[k] + 1; r <= n; r += r & (0U - r)) {
      if (heavier(k, tree[r])) tree[r] = k;
    }
    if (heavier(k, last)) last = k;
  }
  for (AlignedPassage& passage : passages) passage.moved = true;
  for (; last != kNone; last = before[last]) passages[last].moved = false;
  for (const AlignedPassage& passage : passages) {
    if (!passage.moved) continue;
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      if (alignment.pairs[k].edit == Edit::kKept) alignment.pairs[k].edit = Edit::kMoved;
    }
  }
}

}  // namespace despin::align
