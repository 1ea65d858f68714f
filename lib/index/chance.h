// lib/index/chance.h
// Expected score of an unrelated document of this length.
//
//   const Chance chance(nats, frequencies);
//   score -= chance.nats(terms_of_document / mean_terms);
//
// A term that is in a share f of documents of mean length is in a share
// 1 - exp(-f r) of those r times as long.
// Units    Nats; lengths as multiples of the mean.
// Cost     O(terms) to make, O(1) to ask: a table by octaves, linear between them.
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
  // [terms] what each is worth, and the share of documents that have it.
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
  // [0] is a document without words, the last one a library of 8,000 documents.
  static double length_of(std::size_t octave) {
    return std::ldexp(1.0, static_cast<int>(octave) - 6);
  }
  std::array<double, 20> expected_{};
};

}  // namespace despin::index
