// models/build/pairs/spread.h
// Extends learned swaps to their other inflections.
//
//   auto more = train::spread_inflections(swaps, [&](std::string_view w) { return known(w); });
//   // {"calculation"} <- {"algorithm"} 6 lends {"calculations"} <- {"algorithms"} 3
//
// Both sides take the same inflection (lib/text/inflection.h), phrases on their head: "getting to
// know" <- "learning" lends "get to know" <- "learn".
// Threads  Stateless.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "models/build/pairs/align.h"

namespace despin::train {

// Share of its count that a swap lends.
inline constexpr double kLentShare = 0.5;
// The same from a base form or plural to a verb's forms: the lender may be a noun.
inline constexpr double kLentToVerbShare = 0.2;
// Swaps expected less often than this lend nothing: they are noise more often than not.
inline constexpr double kMinLenderCount = 0.5;

// The lent swaps alone, sorted like align()'s: none that is in `swaps` already and
// none with a word that `known_word` does not know. Of several lenders the one that
// lends most counts.
std::vector<SwapCount> spread_inflections(std::span<const SwapCount> swaps,
                                          const std::function<bool(std::string_view)>& known_word);

}  // namespace despin::train
