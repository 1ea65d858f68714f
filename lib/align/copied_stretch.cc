#include "lib/align/copied_stretch.h"

#include <algorithm>

#include "lib/align/pair_worth.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

double gap_nats(std::uint32_t words, float open, float each) {
  return words == 0 ? 0 : static_cast<double>(open) + static_cast<double>(each) * (words - 1);
}

// What lies between two pairs, the second right behind the first in the suspect.
double between_nats(const WordPair& a, const WordPair& b, bool jumps, double jump_nats,
                    const EditCosts& costs) {
  const double added =
      gap_nats(b.suspect.begin - a.suspect.end, costs.add_open_nats, costs.add_nats);
  if (jumps) return added + jump_nats;
  return added + gap_nats(b.original.begin - a.original.end, costs.drop_open_nats, costs.drop_nats);
}

class Scan {
 public:
  Scan(std::span<const Word> original, std::span<const Word> suspect, const Alignment& alignment,
       const Parameters& parameters, std::span<const float> max_word_nats)
      : suspect_(suspect),
        alignment_(alignment),
        worth_(original, suspect, parameters, max_word_nats),
        costs_(parameters.costs),
        jump_nats_(
            -base::exact_log(static_cast<double>(std::max<std::size_t>(original.size(), 1))) -
            parameters.passages.margin_nats) {}

  CopiedStretch best() {
    CopiedStretch best;
    CopiedStretch now;
    for (const AlignedPassage& passage : alignment_.passages) {
      for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
        const WordPair& pair = alignment_.pairs[k];
        const double gap = k == 0 ? 0
                                  : between_nats(alignment_.pairs[k - 1], pair,
                                                 k == passage.first_pair, jump_nats_, costs_);
        if (now.suspect.empty() || now.discounted_nats + gap <= 0) {
          now = CopiedStretch{};
          now.suspect = pair.suspect;
          now.original = pair.original;
        } else {
          now.gap_nats += gap;
          now.discounted_nats += gap;
        }
        add(pair, now);
        if (now.discounted_nats > best.discounted_nats) best = now;
      }
    }
    return best;
  }

 private:
  void add(const WordPair& pair, CopiedStretch& out) const {
    out.suspect.end = pair.suspect.end;
    out.original.begin = std::min(out.original.begin, pair.original.begin);
    out.original.end = std::max(out.original.end, pair.original.end);
    out.copied_words += pair.suspect.size();
    if (pair.edit == Edit::kSwapped) out.swapped_words += pair.suspect.size();
    const bool quoted = (suspect_[pair.suspect.begin].flags & kQuoted) != 0;
    const double full = worth_.discounted_nats(pair);
    const double discounted = quoted ? std::min(full, 0.0) : full;
    const double capped = std::min(discounted, worth_.max_nats(pair));
    out.discounted_nats += capped;
    if (!is_kept(pair)) return;
    out.kept_nats += discounted;
    out.capped_kept_nats += capped;
  }

  std::span<const Word> suspect_;
  const Alignment& alignment_;
  const PairWorth worth_;
  const EditCosts& costs_;
  const double jump_nats_;
};

}  // namespace

CopiedStretch copied_stretch(std::span<const Word> original, std::span<const Word> suspect,
                             const Alignment& alignment, const Parameters& parameters,
                             std::span<const float> max_word_nats) {
  return Scan(original, suspect, alignment, parameters, max_word_nats).best();
}

WordRange longest_kept_run(std::span<const Word> suspect, const Alignment& alignment) {
  WordRange best;
  WordRange now;
  const WordPair* last = nullptr;
  for (const WordPair& pair : alignment.pairs) {
    const bool counts = is_kept(pair) && (suspect[pair.suspect.begin].flags & kQuoted) == 0;
    const bool goes_on = counts && last != nullptr && !now.empty() &&
                         last->suspect.end == pair.suspect.begin &&
                         last->original.end == pair.original.begin;
    now = !counts ? WordRange{} : goes_on ? WordRange{now.begin, pair.suspect.end} : pair.suspect;
    if (now.size() > best.size()) best = now;
    last = &pair;
  }
  return best;
}

}  // namespace despin::align
