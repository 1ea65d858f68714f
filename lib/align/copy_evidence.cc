#include "lib/align/copy_evidence.h"

#include <algorithm>

#include "lib/align/pair_worth.h"

namespace despin::align {
namespace {

class EvidenceCounter {
 public:
  EvidenceCounter(std::span<const Word> original, std::span<const Word> suspect,
                  const Alignment& alignment, const Parameters& parameters,
                  std::span<const float> max_word_nats)
      : suspect_(suspect),
        alignment_(alignment),
        null_(parameters.topic),
        worth_(original, suspect, parameters, max_word_nats) {}

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
    if (pair.edit == Edit::kSwapped) {
      sums.swapped += pair.suspect.size();
      ++out_.swaps;
      out_.listed_swaps += pair.listed || pair.reversed ? 1U : 0U;
    }
    sums.pair_nats += static_cast<double>(pair.nats);
    const double undiscounted = worth_.undiscounted_nats(pair);
    const double discounted = worth_.discounted_nats(pair);
    const double capped = std::min(discounted, worth_.max_nats(pair));
    sums.discounted_nats += capped;
    if (is_kept(pair)) {
      out_.kept_nats += discounted;
      out_.capped_kept_nats += capped;
    }
    out_.undiscounted_nats += std::min(undiscounted, worth_.max_nats(pair));
  }

  std::span<const Word> suspect_;
  const Alignment& alignment_;
  const TopicNull& null_;
  const PairWorth worth_;
  CopyEvidence out_;
};

}  // namespace

CopyEvidence copy_evidence(std::span<const Word> original, std::span<const Word> suspect,
                           const Alignment& alignment, const Parameters& parameters,
                           std::span<const float> max_word_nats) {
  return EvidenceCounter(original, suspect, alignment, parameters, max_word_nats).count();
}

}  // namespace despin::align
