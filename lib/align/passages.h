// lib/align/passages.h
// Steps of a path, cut into passages where what is between them is no copy, and which
// of the passages were moved.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/align.h"

namespace despin::align {

// Appends the pairs among steps.
void add_pairs(std::span<const PathStep> steps, const PassageRules& rules,
               std::vector<WordPair>& out);

// Appends the passages of at least `min_nats` and their pairs.
void add_passages(std::span<const PathStep> steps, const PassageRules& rules, double min_nats,
                  Alignment& out);

// Marks passages that are not among the heaviest ones in the original's order, and the
// words kept in them. REQUIRES: passages by suspect.
void mark_moved(Alignment& alignment);

}  // namespace despin::align
