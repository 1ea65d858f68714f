#include "models/build/lexicon/pairs.h"

#include <algorithm>
#include <tuple>

namespace despin::lexicon {

void PairList::add(const PhraseTable& terms, PhraseId written, PhraseId meant,
                   std::uint32_t relations, std::uint8_t parts, std::uint8_t inflection) {
  if (written == kNoPhrase || meant == kNoPhrase || written == meant) return;
  if (!terms.can_be_meant(meant)) return;
  pairs_.push_back({written, meant, relations, parts, inflection});
}

void PairList::merge_within_part() {
  merge_if([](const PairEntry& a, const PairEntry& b) {
    return std::tie(a.written, a.meant, a.parts) < std::tie(b.written, b.meant, b.parts);
  });
}

void PairList::merge() {
  merge_if([](const PairEntry& a, const PairEntry& b) {
    return std::tie(a.written, a.meant) < std::tie(b.written, b.meant);
  });
}

void PairList::merge_if(bool (*before)(const PairEntry&, const PairEntry&)) {
  std::sort(pairs_.begin(), pairs_.end(), before);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    if (kept > 0 && !before(pairs_[kept - 1], pairs_[i])) {
      PairEntry& into = pairs_[kept - 1];
      into.relations |= pairs_[i].relations;
      into.parts = static_cast<std::uint8_t>(into.parts | pairs_[i].parts);
      into.inflection = std::min(into.inflection, pairs_[i].inflection);
    } else {
      pairs_[kept++] = pairs_[i];
    }
  }
  pairs_.resize(kept);
}

}  // namespace despin::lexicon
