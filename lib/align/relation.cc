#include "lib/align/relation.h"

#include <algorithm>

#include "lib/align/costs.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

// Share of words that an author of the same matter takes from a text's stock of words.
constexpr double kMatterShare = 0.3;
// How much of that a swapped word is spared: she swaps words less readily than she shares
// them, and a swap of a word of the matter is half a shared word.
constexpr double kSwapShare = 0.5;
// What a name, number or quoted word counts at most, where it is kept.
constexpr double kMaxSharedNats = 0.5;
// Evidence of a passage, and of all that have it, that makes a copy.
constexpr double kMinPassageOwnNats = 15;
constexpr double kMinIndependentNats = 20;
// Below this share of swapped words a copy is verbatim: authors and editors change as much.
constexpr double kMinSpunShare = 0.04;
constexpr std::uint32_t kMinSpunWords = 2;

// How much less surprising the word is to an author of the same matter.
double matter_nats(const Word& word, double stock) {
  if ((word.flags & kFunctionWord) != 0) return 0;
  const double known = base::exact_exp(-static_cast<double>(surprise(word)));
  const double null = (1 - kMatterShare) * known + kMatterShare / stock;
  return static_cast<double>(surprise(word)) + base::exact_log(null);
}

double own_nats(std::span<const Word> suspect, double stock, const Pair& pair) {
  auto nats = static_cast<double>(pair.nats);
  const bool kept = pair.edit == Edit::kKept || pair.edit == Edit::kMoved;
  const double share = kept ? 1.0 : kSwapShare;
  for (const Word& word : suspect.subspan(pair.suspect.begin, pair.suspect.size())) {
    nats -= share * std::max(matter_nats(word, stock), 0.0);
  }
  const bool shared = (suspect[pair.suspect.begin].flags & (kName | kNumber | kQuoted)) != 0;
  return kept && shared ? std::min(nats, kMaxSharedNats) : nats;
}

}  // namespace

Judgement judge(std::span<const Word> original, std::span<const Word> suspect,
                const Alignment& alignment, std::span<const float> most_nats) {
  Judgement out;
  double stock = 1;
  for (const Word& word : original) stock += (word.flags & kFunctionWord) == 0 ? 1 : 0;
  for (const Passage& passage : alignment.passages) {
    double kept_nats = 0;
    double own = 0;
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const Pair& pair = alignment.pairs[k];
      out.copied_words += pair.suspect.size();
      if (pair.edit == Edit::kSwapped) out.swapped_words += pair.suspect.size();
      kept_nats += static_cast<double>(pair.nats);
      const double nats = own_nats(suspect, stock, pair);
      own += most_nats.empty() ? nats
                               : std::min(nats, static_cast<double>(most_nats[pair.suspect.begin]));
    }
    out.evidence_nats += passage.nats;
    own += passage.nats - kept_nats;  // what was added and dropped
    if (own >= kMinPassageOwnNats) out.own_nats += own;
    out.best_passage_nats = std::max(out.best_passage_nats, own);
  }
  if (!suspect.empty()) {
    out.copied = static_cast<double>(out.copied_words) / static_cast<double>(suspect.size());
    out.swapped = static_cast<double>(out.swapped_words) / static_cast<double>(suspect.size());
  }
  if (out.own_nats >= kMinOwnNats) {
    const bool spun = out.swapped_words >= kMinSpunWords &&
                      out.swapped_words >= kMinSpunShare * static_cast<double>(out.copied_words);
    out.relation = spun ? Relation::kSpun : Relation::kVerbatim;
  } else if (out.evidence_nats >= kMinIndependentNats) {
    out.relation = Relation::kIndependent;
  }
  return out;
}

}  // namespace despin::align
