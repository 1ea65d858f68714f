#include "lib/align/relation.h"

#include <algorithm>
#include <limits>

#include "lib/align/costs.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

// Share of words that an author on the same topic takes from a text's stock of words.
constexpr double kTopicShare = 0.3;
// Evidence that a passage must have to count.
constexpr double kMinPassageOwnNats = 15;
// Evidence that the topic does not explain: of all passages, if they are that share of the
// suspect, or of one alone. Reports of one event share a sentence or two told alike.
constexpr double kMinOwnNats = 40;
constexpr double kMinCopied = 0.25;
constexpr double kMinAloneNats = 80;
// A text that is mostly another's is a copy even if all of that is names or quotations.
constexpr double kMinMostlyCopied = 0.8;
constexpr double kMinIndependentNats = 20;
// Below this share of swapped words a copy is verbatim: authors and editors change as much.
constexpr double kMinSpunShare = 0.04;
constexpr std::uint32_t kMinSpunWords = 2;

// How much less surprising the word is to an author on the same topic.
double topic_nats(const Word& word, double stock) {
  if ((word.flags & kFunctionWord) != 0) return 0;
  const double known = base::exact_exp(-static_cast<double>(surprise(word)));
  const double null = (1 - kTopicShare) * known + kTopicShare / stock;
  return static_cast<double>(surprise(word)) + base::exact_log(null);
}

double max_word_nats(const WordPair& pair, const TopicNull& null) {
  return null.max_word_nats.empty() ? std::numeric_limits<double>::max()
                                    : static_cast<double>(null.max_word_nats[pair.suspect.begin]);
}

bool is_kept(const WordPair& pair) { return pair.edit == Edit::kKept || pair.edit == Edit::kMoved; }

// Kept words, names and numbers too, at their full worth.
double full_nats(std::span<const Word> suspect, double stock, const WordPair& pair,
                 const TopicNull& null) {
  auto nats = static_cast<double>(pair.nats);
  if (is_kept(pair)) return nats;
  for (const Word& word : suspect.subspan(pair.suspect.begin, pair.suspect.size())) {
    nats -= null.swap_share * std::max(topic_nats(word, stock), 0.0);
  }
  return nats;
}

// Of a pair's full nats, what an author on the same topic does not explain.
double own_nats(double nats, std::span<const Word> suspect, double stock, const WordPair& pair,
                const TopicNull& null) {
  if (is_kept(pair)) {
    const Word& word = suspect[pair.suspect.begin];
    nats -= std::max(topic_nats(word, stock), 0.0);
    if ((word.flags & (kName | kNumber | kQuoted)) != 0) {
      nats = std::min(nats, null.max_entity_nats);
    }
  }
  return nats;
}

}  // namespace

Judgement judge(std::span<const Word> original, std::span<const Word> suspect,
                const Alignment& alignment, const TopicNull& null) {
  Judgement out;
  double stock = 1;
  double strongest = 0;
  std::uint32_t own_words = 0;  // of passages that count
  std::uint32_t own_swapped = 0;
  for (const Word& word : original) stock += (word.flags & kFunctionWord) == 0 ? 1 : 0;
  for (const AlignedPassage& passage : alignment.passages) {
    double pair_nats = 0;
    double own = 0;
    std::uint32_t words = 0;
    std::uint32_t swapped = 0;
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const WordPair& pair = alignment.pairs[k];
      words += pair.suspect.size();
      if (pair.edit == Edit::kSwapped) swapped += pair.suspect.size();
      pair_nats += static_cast<double>(pair.nats);
      const double full = full_nats(suspect, stock, pair, null);
      const double all = own_nats(full, suspect, stock, pair, null);
      const double rare = std::min(all, max_word_nats(pair, null));
      own += rare;
      if (is_kept(pair)) {
        out.kept_nats += all;
        out.rare_nats += rare;
      }
      out.full_nats += std::min(full, max_word_nats(pair, null));
    }
    const double gaps = passage.nats - pair_nats;
    own += gaps;
    out.full_nats += gaps;
    out.gap_nats += gaps;
    out.copied_words += words;
    out.swapped_words += swapped;
    out.evidence_nats += passage.nats;
    strongest = std::max(strongest, own);
    if (own < kMinPassageOwnNats) continue;
    out.own_nats += own;
    own_words += words;
    own_swapped += swapped;
  }
  if (!suspect.empty()) {
    out.copied = static_cast<double>(out.copied_words) / static_cast<double>(suspect.size());
    out.swapped = static_cast<double>(out.swapped_words) / static_cast<double>(suspect.size());
  }
  const bool few = 2 * own_words < out.copied_words;  // judge by all that was copied
  const std::uint32_t words = few ? out.copied_words : own_words;
  const std::uint32_t swapped = few ? out.swapped_words : own_swapped;
  out.spun = swapped >= kMinSpunWords && swapped >= kMinSpunShare * static_cast<double>(words);
  if (strongest >= kMinAloneNats || (out.own_nats >= kMinOwnNats && out.copied >= kMinCopied) ||
      (out.full_nats >= kMinAloneNats && out.copied >= kMinMostlyCopied)) {
    out.relation = out.spun ? Relation::kSpun : Relation::kVerbatim;
  } else if (out.evidence_nats >= kMinIndependentNats) {
    out.relation = Relation::kIndependent;
  }
  return out;
}

}  // namespace despin::align
