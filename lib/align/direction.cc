#include "lib/align/direction.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

using Words = std::span<const align::Word>;

// How well words suit their place: association, as in the decoder, so that common words
// are no better than rare ones.
double fit(Words words, align::WordRange range, const lm::NgramModel& ngrams, double discount,
           const DirectionRules& rules) {
  double nats = 0;
  for (std::uint32_t k = range.begin; k < range.end; ++k) {
    nats += static_cast<double>(words[k].ln_p) -
            discount * static_cast<double>(ngrams.unigram(words[k].word));
  }
  for (std::uint32_t k = range.end; k < words.size() && k < range.end + rules.following_words;
       ++k) {
    if ((words[k].flags & align::kSentenceStart) != 0) break;
    nats += static_cast<double>(words[k].ln_p);
  }
  return nats;
}

// How much the channel believes that a spinner wrote `written` for `meant`.
double belief(Words written, align::WordRange written_range, Words meant,
              align::WordRange meant_range, const channel::Channel& channel,
              const DirectionRules& rules) {
  if (written_range.size() > channel::kMaxWrittenWords ||
      meant_range.size() > channel::kMaxMeantWords) {
    return rules.unlisted_nats;
  }
  std::array<WordId, channel::kMaxWrittenWords> form{};
  for (std::uint32_t k = 0; k < written_range.size(); ++k) {
    form[k] = written[written_range.begin + k].word;
  }
  const auto found = channel.find(std::span<const WordId>(form.data(), written_range.size()));
  if (!found) return rules.unlisted_nats;
  for (std::uint32_t e = channel.first_entry(*found); e < channel.last_entry(*found); ++e) {
    const channel::Meant words = channel.meant(e);
    if (words.size != meant_range.size()) continue;
    bool same = true;
    for (std::uint32_t k = 0; k < words.size; ++k) {
      same = same && words.words[k] == meant[meant_range.begin + k].word;
    }
    if (!same) continue;
    const double nats =
        static_cast<double>(channel.swap_ratio_nats(*found) + channel.weight_nats(e)) +
        rules.listed_nats;
    return std::clamp(nats, rules.unlisted_nats, rules.max_channel_nats);
  }
  return rules.unlisted_nats;
}

}  // namespace

DirectionEvidence direction_evidence(Words original, Words suspect,
                                     std::span<const align::WordPair> pairs,
                                     const lm::NgramModel& ngrams, const channel::Channel& channel,
                                     const DirectionRules& rules) {
  const auto discount = static_cast<double>(channel.context().discount);
  DirectionEvidence out;
  std::size_t swaps = 0;
  std::size_t listed = 0;
  for (const align::WordPair& pair : pairs) {
    if (pair.edit != Edit::kSwapped && pair.edit != Edit::kInflected) continue;
    const double context = fit(original, pair.original, ngrams, discount, rules) -
                           fit(suspect, pair.suspect, ngrams, discount, rules);
    out.context_nats += std::clamp(context, -rules.max_context_nats, rules.max_context_nats);
    out.channel_nats += belief(suspect, pair.suspect, original, pair.original, channel, rules) -
                        belief(original, pair.original, suspect, pair.suspect, channel, rules);
    if (pair.edit == Edit::kInflected) continue;
    ++swaps;
    listed += pair.listed || pair.reversed ? 1 : 0;
  }
  if (swaps > 0) out.listed = static_cast<double>(listed) / static_cast<double>(swaps);
  return out;
}

double direction_probability(const DirectionEvidence& evidence, const DirectionRules& rules) {
  // Nothing is asked of a small dictionary.
  const double spun = rules.min_listed == 0 ? 1
                                            : std::max(evidence.listed - rules.min_listed, 0.0) /
                                                  (1 - rules.min_listed);
  const double odds = spun * (rules.context_weight * evidence.context_nats +
                              rules.channel_weight * evidence.channel_nats);
  return 1 / (1 + base::exact_exp(std::clamp(-odds, -rules.max_log_odds, rules.max_log_odds)));
}

}  // namespace despin::align
