#include "lib/align/relation.h"

#include <algorithm>

#include "lib/align/costs.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

// Share of words that an author of the same matter takes from a text's stock of words.
constexpr double kMatterShare = 0.3;
// What a name, number or quoted word counts at most, where it is kept.
constexpr double kMaxSharedNats = 0.5;
// Evidence of a passage, and of all that have it, that makes a copy.
constexpr double kMinPassageOwnNats = 15;
constexpr double kMinOwnNats = 40;
constexpr double kMinIndependentNats = 20;
// Below this share of swapped words a copy is verbatim: authors and editors change as much.
constexpr double kMinSpunShare = 0.04;
constexpr std::uint32_t kMinSpunWords = 2;

double own_nats(const Word& word, double stock, const Pair& pair) {
  if (pair.edit != Edit::kKept && pair.edit != Edit::kMoved) return static_cast<double>(pair.nats);
  const double known = base::exact_exp(-static_cast<double>(surprise(word)));
  const bool function = (word.flags & kFunctionWord) != 0;
  const double null = function ? known : (1 - kMatterShare) * known + kMatterShare / stock;
  const double nats = static_cast<double>(kKeepNats) - base::exact_log(null);
  const bool shared = (word.flags & (kName | kNumber | kQuoted)) != 0;
  return shared ? std::min(nats, kMaxSharedNats) : nats;
}

}  // namespace

Judgement judge(std::span<const Word> original, std::span<const Word> suspect,
                const Alignment& alignment) {
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
      own += own_nats(suspect[pair.suspect.begin], stock, pair);
    }
    out.evidence_nats += passage.nats;
    own += passage.nats - kept_nats;  // what was added and dropped
    if (own >= kMinPassageOwnNats) out.own_nats += own;
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
