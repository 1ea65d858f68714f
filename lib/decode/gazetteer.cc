#include "lib/decode/gazetteer.h"

#include <algorithm>
#include <limits>

namespace despin::decode {
namespace {

// An arc whose meaning stands in the term at `at`.
struct ArcFit {
  const PhraseArc* arc;
  std::size_t at;
};

class GazetteerMatcher {
 public:
  GazetteerMatcher(std::size_t written, std::span<const PhraseArc> arcs,
                   const GazetteerOptions& options)
      : written_(written), options_(options) {
    for (const PhraseArc& arc : arcs) {
      if (arc.meant.size > 0) by_first_.push_back(&arc);
    }
    std::ranges::stable_sort(by_first_, {}, first_meant);
  }

  // Arcs that fit a term.
  const std::vector<ArcFit>& fits(std::span<const WordId> phrase) {
    fits_.clear();
    for (std::size_t at = 0; at < phrase.size(); ++at) {
      const auto rest = phrase.subspan(at);
      auto arc = std::ranges::lower_bound(by_first_, phrase[at], {}, first_meant);
      for (; arc != by_first_.end() && first_meant(*arc) == phrase[at]; ++arc) {
        const auto meant = (*arc)->meant.view();
        if (meant.size() <= rest.size() && std::equal(meant.begin(), meant.end(), rest.begin())) {
          fits_.push_back({*arc, at});
        }
      }
    }
    return fits_;
  }

  double best_alignment(std::size_t phrase, std::span<const ArcFit> fits) {
    const std::size_t columns = phrase + 1;
    cells_.assign((written_ + 1) * columns, -std::numeric_limits<double>::infinity());
    const auto reach = [&](std::size_t w, std::size_t t, double nats) {
      double& cell = cells_[w * columns + t];
      cell = std::max(cell, nats);
    };
    reach(0, 0, 0);
    for (std::size_t w = 0; w <= written_; ++w) {
      for (std::size_t t = 0; t <= phrase; ++t) {
        const double here = cells_[w * columns + t];
        if (w < written_) reach(w + 1, t, here + options_.added_nats);
        if (t < phrase) reach(w, t + 1, here + options_.left_out_nats);
        if (w < written_ && t < phrase) reach(w + 1, t + 1, here + options_.unlisted_nats);
        for (const ArcFit& fit : fits) {
          if (fit.arc->begin != w || fit.at != t) continue;
          reach(fit.arc->end, t + fit.arc->meant.size, here + fit.arc->nats);
        }
      }
    }
    return cells_.back();
  }

 private:
  static WordId first_meant(const PhraseArc* arc) { return arc->meant.words[0]; }

  std::size_t written_;
  GazetteerOptions options_;
  std::vector<const PhraseArc*> by_first_;
  std::vector<ArcFit> fits_;
  std::vector<double> cells_;
};

}  // namespace

std::vector<GazetteerMatch> match_gazetteer(std::size_t written, std::span<const PhraseArc> arcs,
                                            const channel::KnownPhrases& known_phrases,
                                            const GazetteerOptions& options) {
  GazetteerMatcher search(written, arcs, options);
  std::vector<GazetteerMatch> out;
  for (std::size_t i = 0; i < known_phrases.size(); ++i) {
    const std::span<const WordId> phrase = known_phrases.at(i);
    const std::vector<ArcFit>& fits = search.fits(phrase);
    if (!fits.empty()) out.push_back({i, search.best_alignment(phrase.size(), fits)});
  }
  return out;
}

}  // namespace despin::decode
