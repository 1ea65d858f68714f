// Entropy pruning of a back-off model.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "models/build/lm/backoff_model.h"

namespace despin::train {
namespace {

// No probability mass counts as less than this; below it rounding rules.
constexpr double kLeastMass = 1e-9;

struct Masses {
  double here = 0;     // of the children, given the context
  double shorter = 0;  // of the same words, given the context without its first word
};

Masses masses_of(const BackoffModel& model, std::size_t k, std::uint32_t context) {
  const BackoffLevel& below = model.levels[k - 1];
  const BackoffLevel& level = model.levels[k];
  Masses m;
  for (std::uint32_t i = below.begin[context]; i < below.begin[context + 1]; ++i) {
    m.here += static_cast<double>(level.prob[i]);
    m.shorter += static_cast<double>(below.prob[level.suffix[i]]);
  }
  return m;
}

// The cost of removing each n-gram of order k + 1: Stolcke 1998, eq. 3 to 5.
std::vector<float> losses(const BackoffModel& model, std::size_t k) {
  const BackoffLevel& below = model.levels[k - 1];
  const BackoffLevel& level = model.levels[k];
  std::vector<float> out(level.size());
  for (std::uint32_t context = 0; context < below.size(); ++context) {
    if (!model.has_children(k, context)) continue;
    const Masses m = masses_of(model, k, context);
    const double free_shorter = std::max(1 - m.shorter, kLeastMass);
    const double free_here = std::max(1 - m.here, kLeastMass);
    const double log_backoff = std::log(free_here / free_shorter);
    const double history = static_cast<double>(below.raw[context]) /
                           static_cast<double>(std::max<std::uint64_t>(model.tokens, 1));
    for (std::uint32_t i = below.begin[context]; i < below.begin[context + 1]; ++i) {
      const double p = static_cast<double>(level.prob[i]);
      const double p_shorter = static_cast<double>(below.prob[level.suffix[i]]);
      const double log_new_backoff = std::log((free_here + p) / (free_shorter + p_shorter));
      const double change = p * (std::log(p_shorter) + log_new_backoff - std::log(p)) +
                            free_here * (log_new_backoff - log_backoff);
      out[i] = static_cast<float>(-history * change);
    }
  }
  return out;
}

// By level; an n-gram costs at least as much as the best one that extends it.
std::vector<std::vector<float>> worths(const BackoffModel& model) {
  const std::size_t order = model.levels.size();
  std::vector<std::vector<float>> out(order);
  out[0].assign(model.levels[0].size(), std::numeric_limits<float>::infinity());
  for (std::size_t k = 1; k < order; ++k) out[k] = losses(model, k);
  for (std::size_t k = order - 1; k >= 2; --k) {
    const BackoffLevel& level = model.levels[k];
    for (std::size_t i = 0; i < level.size(); ++i) {
      float& parent = out[k - 1][level.parent[i]];
      parent = std::max(parent, out[k][i]);
      float& suffix = out[k - 1][level.suffix[i]];
      suffix = std::max(suffix, out[k][i]);
    }
  }
  return out;
}

// Drops what is worth less than `threshold` and renumbers the rest.
void keep_worthy(BackoffModel& model, const std::vector<std::vector<float>>& worth,
                 float threshold) {
  std::vector<std::uint32_t> renumbered_below;
  for (std::size_t k = 0; k < model.levels.size(); ++k) {
    BackoffLevel& level = model.levels[k];
    std::vector<std::uint32_t> renumbered(level.size(), kNoNode);
    std::uint32_t kept = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (worth[k][i] < threshold) continue;
      level.word[kept] = level.word[i];
      level.raw[kept] = level.raw[i];
      level.prob[kept] = level.prob[i];
      level.parent[kept] = k > 0 ? renumbered_below[level.parent[i]] : 0;
      level.suffix[kept] = k > 0 ? renumbered_below[level.suffix[i]] : 0;
      renumbered[i] = kept++;
    }
    level.word.resize(kept);
    level.raw.resize(kept);
    level.prob.resize(kept);
    level.parent.resize(kept);
    level.suffix.resize(kept);
    level.backoff.assign(kept, 1.0F);
    level.begin.clear();
    if (k > 0) {
      BackoffLevel& below = model.levels[k - 1];
      below.begin.assign(below.size() + 1, 0);
      for (const std::uint32_t parent : level.parent) ++below.begin[parent + 1];
      for (std::size_t i = 0; i < below.size(); ++i) below.begin[i + 1] += below.begin[i];
    }
    renumbered_below = std::move(renumbered);
  }
}

void renew_backoffs(BackoffModel& model) {
  for (std::size_t k = 1; k < model.levels.size(); ++k) {
    BackoffLevel& below = model.levels[k - 1];
    for (std::uint32_t i = 0; i < below.size(); ++i) {
      if (!model.has_children(k, i)) continue;
      const Masses m = masses_of(model, k, i);
      below.backoff[i] = static_cast<float>(std::max(1 - m.here, kLeastMass) /
                                            std::max(1 - m.shorter, kLeastMass));
    }
  }
}

}  // namespace

double prune(BackoffModel& model, std::uint64_t target_ngrams) {
  const auto worth = worths(model);
  std::vector<float> all;
  for (std::size_t k = 1; k < worth.size(); ++k) {
    all.insert(all.end(), worth[k].begin(), worth[k].end());
  }
  if (all.size() <= target_ngrams) return 0;
  if (target_ngrams == 0) {
    keep_worthy(model, worth, std::numeric_limits<float>::infinity());
    return std::numeric_limits<double>::infinity();
  }
  const auto last = all.begin() + static_cast<std::ptrdiff_t>(target_ngrams) - 1;
  std::nth_element(all.begin(), last, all.end(), std::greater<>());
  const float threshold = *last;
  keep_worthy(model, worth, threshold);
  renew_backoffs(model);
  return static_cast<double>(threshold);
}

void prune_below(BackoffModel& model, double threshold) {
  keep_worthy(model, worths(model), static_cast<float>(threshold));
  renew_backoffs(model);
}

}  // namespace despin::train
