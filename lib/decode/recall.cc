#include "lib/decode/recall.h"

#include <algorithm>
#include <limits>

namespace despin::decode {
namespace {

// An arc whose meaning stands in the term at `at`.
struct Fit {
  const PhraseArc* arc;
  std::size_t at;
};

class Recall {
 public:
  Recall(std::size_t written, std::span<const PhraseArc> arcs, const RecallOptions& options)
      : written_(written), options_(options) {
    for (const PhraseArc& arc : arcs) {
      if (arc.meant.size > 0) by_first_.push_back(&arc);
    }
    std::ranges::stable_sort(by_first_, {}, first_meant);
  }

  // Arcs that fit a term.
  const std::vector<Fit>& fits(std::span<const WordId> term) {
    fits_.clear();
    for (std::size_t at = 0; at < term.size(); ++at) {
      const auto rest = term.subspan(at);
      auto arc = std::ranges::lower_bound(by_first_, term[at], {}, first_meant);
      for (; arc != by_first_.end() && first_meant(*arc) == term[at]; ++arc) {
        const auto meant = (*arc)->meant.view();
        if (meant.size() <= rest.size() && std::equal(meant.begin(), meant.end(), rest.begin())) {
          fits_.push_back({*arc, at});
        }
      }
    }
    return fits_;
  }

  double best_alignment(std::size_t term, std::span<const Fit> fits) {
    const std::size_t columns = term + 1;
    cells_.assign((written_ + 1) * columns, -std::numeric_limits<double>::infinity());
    const auto reach = [&](std::size_t w, std::size_t t, double nats) {
      double& cell = cells_[w * columns + t];
      cell = std::max(cell, nats);
    };
    reach(0, 0, 0);
    for (std::size_t w = 0; w <= written_; ++w) {
      for (std::size_t t = 0; t <= term; ++t) {
        const double here = cells_[w * columns + t];
        if (w < written_) reach(w + 1, t, here + options_.added_nats);
        if (t < term) reach(w, t + 1, here + options_.left_out_nats);
        if (w < written_ && t < term) reach(w + 1, t + 1, here + options_.unlisted_nats);
        for (const Fit& fit : fits) {
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
  RecallOptions options_;
  std::vector<const PhraseArc*> by_first_;
  std::vector<Fit> fits_;
  std::vector<double> cells_;
};

}  // namespace

std::vector<Recalled> recall(std::size_t written, std::span<const PhraseArc> arcs,
                             const channel::Terms& terms, const RecallOptions& options) {
  Recall search(written, arcs, options);
  std::vector<Recalled> out;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::span<const WordId> term = terms.at(i);
    const std::vector<Fit>& fits = search.fits(term);
    if (!fits.empty()) out.push_back({i, search.best_alignment(term.size(), fits)});
  }
  return out;
}

}  // namespace despin::decode
