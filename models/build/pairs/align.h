// models/build/pairs/align.h
// From pairs of phrases to the swaps they are made of.
//
//   auto swaps = train::align(pairs, {});
//   // {"profound"} <- {"deep"} 7.4, {"getting", "to", "know"} <- {"learning"} 9.8, ...
//
// Units    Counts are expected numbers of uses, weighted.
// Threads  Stateless. Same pairs in the same order, same bits out.
// Memory   About 12 bytes a possible block: up to 3,000 blocks for pairs of 20 words.
// Method   Monotone alignment in blocks of 1 to 6 written and 1 to 3 meant words
//          (Wu 1997; DeNero et al. 2006, sec. 3), trained by expectation maximization.
//          A block is as likely as its shape and what thesauri list, plus the share of the uses of
//          its written side that *other* pairs give it: without leaving the pair itself out, the
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
