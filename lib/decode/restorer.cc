#include "lib/decode/restorer.h"

#include <algorithm>
#include <array>

#include "lib/base/exact_math.h"

namespace despin::decode {
namespace {

struct Hypothesis {
  std::vector<WordId> words;
  lm::State state;
  double score = 0;
};

bool better(const Hypothesis& a, const Hypothesis& b) {
  return a.score != b.score ? a.score > b.score : a.words < b.words;
}

// Best first, one hypothesis a wording, at most `limit`.
void prune(std::vector<Hypothesis>& column, std::size_t limit) {
  std::sort(column.begin(), column.end(), [](const Hypothesis& a, const Hypothesis& b) {
    return a.words != b.words ? a.words < b.words : a.score > b.score;
  });
  column.erase(std::unique(column.begin(), column.end(),
                           [](const auto& a, const auto& b) { return a.words == b.words; }),
               column.end());
  std::sort(column.begin(), column.end(), better);
  if (column.size() > limit) column.resize(limit);
}

// ln of the logistic function.
double log_share(double log_odds) {
  return log_odds > 0 ? -base::exact_log(1 + base::exact_exp(-log_odds))
                      : log_odds - base::exact_log(1 + base::exact_exp(log_odds));
}

}  // namespace

std::vector<Reading> restore(std::span<const WordId> written, const lm::NgramModel& lm,
                             const channel::Channel& channel, std::size_t limit,
                             const RestoreOptions& options) {
  const channel::ContextWeights weights = channel.context();
  std::vector<std::vector<Hypothesis>> columns(written.size() + 1);
  columns[0].push_back({{}, lm.empty_state(), 0});

  const auto extend = [&](const Hypothesis& h, std::span<const WordId> meant, double own) {
    Hypothesis next = h;
    next.score += own;
    lm::State state;
    for (const WordId word : meant) {
      const float ln_p = lm.score(next.state, word, state);
      next.score +=
          static_cast<double>(weights.lm_scale * (ln_p - weights.discount * lm.unigram(word)));
      next.state = state;
      next.words.push_back(word);
    }
    return next;
  };

  for (std::size_t p = 0; p < written.size(); ++p) {
    prune(columns[p], options.beam);
    const std::size_t reach = std::max<std::size_t>(
        1, std::min<std::size_t>(channel.longest_from(written[p]), written.size() - p));
    for (std::size_t length = 1; length <= reach; ++length) {
      const auto form = channel.find(written.subspan(p, length));
      if (length == 1) {
        const double keep = form ? log_share(static_cast<double>(channel.keep_nats(*form)))
                                 : options.unlisted_keep_nats;
        for (const Hypothesis& h : columns[p]) {
          columns[p + 1].push_back(extend(h, written.subspan(p, 1), keep));
        }
      }
      if (!form) continue;
      const double swap =
          length == 1 ? log_share(-static_cast<double>(channel.keep_nats(*form))) : 0;
      const std::uint32_t first = channel.first_entry(*form);
      const std::uint32_t last = channel.last_entry(*form);
      for (std::uint32_t e = first; e < last && e - first < options.max_entries; ++e) {
        const channel::Meant meant = channel.meant(e);
        const double own = swap + static_cast<double>(channel.weight_nats(e));
        for (const Hypothesis& h : columns[p]) {
          columns[p + length].push_back(extend(h, meant.view(), own));
        }
      }
    }
    columns[p].clear();
  }

  std::vector<Hypothesis>& finals = columns.back();
  std::erase_if(finals, [written](const Hypothesis& h) {
    return std::equal(h.words.begin(), h.words.end(), written.begin(), written.end());
  });
  prune(finals, limit);
  std::vector<Reading> readings;
  for (Hypothesis& h : finals) readings.push_back({std::move(h.words), h.score});
  return readings;
}

}  // namespace despin::decode
