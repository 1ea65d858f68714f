// lib/detect/findings.h
// The swaps worth showing: disjoint, likely, with their meanings spelled out.
#pragma once

#include <vector>

#include "despin/detector.h"
#include "lib/detect/analysis.h"
#include "lib/format/vocabulary.h"

namespace despin::detect {

// A span is shown when it is likelier swapped than not.
inline constexpr float kShownPosterior = 0.5F;

std::vector<Finding> to_findings(const Analysis& analysis, const format::Vocabulary& vocabulary);

// "global times", from ids.
std::string spell(std::span<const WordId> words, const format::Vocabulary& vocabulary);

}  // namespace despin::detect
