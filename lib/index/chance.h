// lib/index/chance.h - expected score of an unrelated document, by its length.
//
//   const Chance chance(nats, frequencies);
//   score -= chance.nats(terms_of_document / mean_terms);
//
// If a share f of documents of mean length holds a term, a share 1 - exp(-f r) of those r times as
// long does.
// Units    Nats; lengths as multiples of the mean.
// Cost     O(terms) to build, O(1) per lookup: a table by octaves, interpolated linearly.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "lib/base/exact_math.h"

namespace despin::index {

class Chance {
 public:
  // By term: its nats, and the share of documents that hold it.
  Chance(std::span<const float> nats, std::span<const float> frequencies) {
    for (std::size_t octave = 1; octave < expected_.size(); ++octave) {
      const double length = length_of(octave);
      for (std::size_t t = 0; t < nats.size(); ++t) {
        const auto frequency = static_cast<double>(frequencies[t]);
        expected_[octave] +=
            static_cast<double>(nats[t]) * (1 - base::exact_exp(-frequency * length));
      }
    }
  }

  double nats(double length) const {
    std::size_t octave = 1;
    while (octave + 1 < expected_.size() && length_of(octave) < length) ++octave;
    const double low = octave == 1 ? 0 : length_of(octave - 1);
    const double share = std::min((length - low) / (length_of(octave) - low), 1.0);
    return expected_[octave - 1] + share * (expected_[octave] - expected_[octave - 1]);
  }

 private:
  // [0] is a document without words; the last one is a library of 8,000 documents.
  static double length_of(std::size_t octave) {
    return std::ldexp(1.0, static_cast<int>(octave) - 6);
  }
  std::array<double, 20> expected_{};
};

}  // namespace despin::index
