#include "lib/align/copy_evidence.h"

#include <algorithm>
#include <limits>

#include "lib/align/costs.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

bool is_kept(const WordPair& pair) { return pair.edit == Edit::kKept || pair.edit == Edit::kMoved; }

double content_words(std::span<const Word> words) {
  double stock = 1;
  for (const Word& word : words) stock += (word.flags & kFunctionWord) == 0 ? 1 : 0;
  return stock;
}

class EvidenceCounter {
 public:
  EvidenceCounter(std::span<const Word> original, std::span<const Word> suspect,
                  const Alignment& alignment, const Parameters& parameters,
                  std::span<const float> max_word_nats)
      : suspect_(suspect),
        alignment_(alignment),
        null_(parameters.topic),
        costs_(parameters.costs),
        max_word_nats_(max_word_nats),
        stock_(content_words(original)) {}

  CopyEvidence count() {
    for (const AlignedPassage& passage : alignment_.passages) add(passage);
    if (!suspect_.empty()) {
      const auto words = static_cast<double>(suspect_.size());
      out_.copied = static_cast<double>(out_.copied_words) / words;
      out_.swapped = static_cast<double>(out_.swapped_words) / words;
    }
    return out_;
  }

 private:
  struct PassageSums {
    double pair_nats = 0;
    double discounted_nats = 0;
    std::uint32_t words = 0;
    std::uint32_t swapped = 0;
  };

  void add(const AlignedPassage& passage) {
    PassageSums sums;
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      add(alignment_.pairs[k], sums);
    }
    const double gaps = passage.nats - sums.pair_nats;
    sums.discounted_nats += gaps;
    out_.undiscounted_nats += gaps;
    out_.gap_nats += gaps;
    out_.copied_words += sums.words;
    out_.swapped_words += sums.swapped;
    out_.evidence_nats += passage.nats;
    out_.strongest_nats = std::max(out_.strongest_nats, sums.discounted_nats);
    if (sums.discounted_nats < null_.min_passage_nats) return;
    out_.discounted_nats += sums.discounted_nats;
    out_.counted_words += sums.words;
    out_.counted_swapped_words += sums.swapped;
  }

  void add(const WordPair& pair, PassageSums& sums) {
    sums.words += pair.suspect.size();
    if (pair.edit == Edit::kSwapped) sums.swapped += pair.suspect.size();
    sums.pair_nats += static_cast<double>(pair.nats);
    const double undiscounted = undiscounted_nats(pair);
    const double discounted = discounted_nats(undiscounted, pair);
    const double capped = std::min(discounted, max_word_nats(pair));
    sums.discounted_nats += capped;
    if (is_kept(pair)) {
      out_.kept_nats += discounted;
      out_.capped_kept_nats += capped;
    }
    out_.undiscounted_nats += std::min(undiscounted, max_word_nats(pair));
  }

  // How much less surprising the word is to an author on the same topic.
  double topic_nats(const Word& word) const {
    if ((word.flags & kFunctionWord) != 0) return 0;
    const auto surprise_nats = static_cast<double>(surprise(word, costs_));
    const double null =
        (1 - null_.topic_share) * base::exact_exp(-surprise_nats) + null_.topic_share / stock_;
    return surprise_nats + base::exact_log(null);
  }

  // Kept words, names and numbers too, at their full worth.
  double undiscounted_nats(const WordPair& pair) const {
    auto nats = static_cast<double>(pair.nats);
    if (is_kept(pair)) return nats;
    for (const Word& word : suspect_.subspan(pair.suspect.begin, pair.suspect.size())) {
      nats -= null_.swap_discount * std::max(topic_nats(word), 0.0);
    }
    return nats;
  }

  // Of a pair's undiscounted nats, what an author on the same topic does not explain.
  double discounted_nats(double nats, const WordPair& pair) const {
    if (!is_kept(pair)) return nats;
    const Word& word = suspect_[pair.suspect.begin];
    nats -= std::max(topic_nats(word), 0.0);
    const bool entity = (word.flags & (kName | kNumber | kQuoted)) != 0;
    return entity ? std::min(nats, null_.max_entity_nats) : nats;
  }

  double max_word_nats(const WordPair& pair) const {
    return max_word_nats_.empty() ? std::numeric_limits<double>::max()
                                  : static_cast<double>(max_word_nats_[pair.suspect.begin]);
  }

  std::span<const Word> suspect_;
  const Alignment& alignment_;
  const TopicNull& null_;
  const EditCosts& costs_;
  std::span<const float> max_word_nats_;
  const double stock_;  // content words of the original
  CopyEvidence out_;
};

}  // namespace

CopyEvidence copy_evidence(std::span<const Word> original, std::span<const Word> suspect,
                           const Alignment& alignment, const Parameters& parameters,
                           std::span<const float> max_word_nats) {
  return EvidenceCounter(original, suspect, alignment, parameters, max_word_nats).count();
}

}  // namespace despin::align
