// models/build/pairs/align.h
// Extracts swaps from pairs of phrases by alignment.
//
//   auto swaps = train::align(pairs, {});
//   // {"profound"} <- {"deep"} 7.4, {"getting", "to", "know"} <- {"learning"} 9.8, ...
//
// Units    Counts are expected numbers of uses, weighted.
// Threads  Stateless. Same pairs in the same order, same bits out.
// Memory   About 12 bytes per possible block: up to 3,000 blocks for pairs of 20 words.
// Method   Monotone alignment in blocks of 1 to 6 words of the substitute and 1 to 3 of the
//          original (Wu 1997; DeNero et al. 2006, sec. 3), trained by expectation maximization. The
//          probability of a block combines its shape and the thesauri with the share that *other*
//          pairs give it among the uses of its substitute. Without leaving the pair itself out, the
//          longest blocks explain their own pair best and nothing is learned (DeNero et al. 2006,
//          sec. 4).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lib/channel/channel.h"
#include "models/build/pairs/pairs.h"

namespace despin::train {

// Uses of a block; where written == meant, of words that were kept.
struct SwapCount {
  std::vector<std::string> written;
  std::vector<std::string> meant;
  double count = 0;
};

struct AlignOptions {
  int iterations = 10;
  // How many thesauri list a word in the place of another; none given: that is not known.
  std::function<int(const std::string& written, const std::string& meant)> listings;
  double min_count = 0.05;  // swaps expected less often are left out
};

using channel::kMaxMeantWords;
using channel::kMaxWrittenWords;

// Sorted by written, then meant.
std::vector<SwapCount> align(std::span<const PhrasePair> pairs, const AlignOptions& options);

}  // namespace despin::train
