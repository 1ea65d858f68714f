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
// Evidence that a passage must have to count.
constexpr double kMinPassageOwnNats = 15;
// Evidence that makes a copy: of one passage alone, or of all if they are a good part of
// the suspect. Reports of one event share a sentence or two told alike.
constexpr double kMinAloneNats = 80;
constexpr double kMinOwnNats = 40;
constexpr double kMinCopied = 0.25;
// A text that is mostly another's is a copy even if all of that is names or quotations.
constexpr double kMinMostlyCopied = 0.8;
constexpr double kMinIndependentNats = 20;
// Without the function words, copied paragraphs of 60 to 100 words keep .42 to .59 of their
// evidence (medians at 50 % and 0 % swapped); more is asked, for names come with it.
constexpr double kContentScale = 0.65;
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
                const Alignment& alignment, Rows rows) {
  const double scale = rows == Rows::kContent ? kContentScale : 1;
  Judgement out;
  double stock = 1;
  double strongest = 0;
  std::uint32_t own_words = 0;  // of passages that count
  std::uint32_t own_swapped = 0;
  for (const Word& word : original) stock += (word.flags & kFunctionWord) == 0 ? 1 : 0;
  for (const Passage& passage : alignment.passages) {
    double kept_nats = 0;
    double own = 0;
    std::uint32_t words = 0;
    std::uint32_t swapped = 0;
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const Pair& pair = alignment.pairs[k];
      words += pair.suspect.size();
      if (pair.edit == Edit::kSwapped) swapped += pair.suspect.size();
      kept_nats += static_cast<double>(pair.nats);
      own += own_nats(suspect[pair.suspect.begin], stock, pair);
    }
    own += passage.nats - kept_nats;  // what was added and dropped
    out.copied_words += words;
    out.swapped_words += swapped;
    out.evidence_nats += passage.nats;
    strongest = std::max(strongest, own);
    if (own < scale * kMinPassageOwnNats) continue;
    out.own_nats += own;
    own_words += words;
    own_swapped += swapped;
  }
  if (!suspect.empty()) {
    out.copied = static_cast<double>(out.copied_words) / static_cast<double>(suspect.size());
    out.swapped = static_cast<double>(out.swapped_words) / static_cast<double>(suspect.size());
  }
  const bool copy = strongest >= scale * kMinAloneNats ||
                    (out.own_nats >= scale * kMinOwnNats && out.copied >= kMinCopied) ||
                    (out.evidence_nats >= scale * kMinOwnNats && out.copied >= kMinMostlyCopied);
  if (copy) {
    const bool few = 2 * own_words < out.copied_words;  // judge by all that was copied
    const std::uint32_t words = few ? out.copied_words : own_words;
    const std::uint32_t swapped = few ? out.swapped_words : own_swapped;
    const bool spun =
        swapped >= kMinSpunWords && swapped >= kMinSpunShare * static_cast<double>(words);
    out.relation = spun ? Relation::kSpun : Relation::kVerbatim;
  } else if (out.evidence_nats >= scale * kMinIndependentNats) {
    out.relation = Relation::kIndependent;
  }
  return out;
}

}  // namespace despin::align
