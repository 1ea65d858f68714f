// lib/search/copy_groups.h - which of the sources that were found are near copies of each other:
// revisions of a story, one article under many addresses.
//
//   std::vector<std::uint32_t> groups = group_copies(sources);   // [sources], from 0
//
// Best first: a source belongs to the first group whose first member it resembles, or begins a
// group of its own.
// Threads  Stateless.
// Cost     O(words log words) a source, and a comparison of sets with each group.
// Method   Resemblance (Broder 1997): the share of their runs of three words that both have.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/words.h"

namespace despin::search {

// Above it two documents are copies. Revisions and mirrors have .8 to 1; two spun copies of one
// original, a tenth of their words swapped in each, have a third, and articles that share a
// paragraph of standing text less.
inline constexpr double kMinResemblance = 0.5;

// `sources` have the words of each, best source first.
std::vector<std::uint32_t> group_copies(std::span<const std::span<const align::Word>> sources);

}  // namespace despin::search
