// lib/detect/findings.h
// The swaps worth showing: disjoint, likely, with their meanings spelled out.
#pragma once

#include <span>
#include <string>
#include <string_view>
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

// The same for a reading of all of `text`, of which `analysis` holds the symbols:
// numbers, code and words that the model does not know are spelled as in `text`,
// if the reading has kept each of them.
std::string spell_restored(std::span<const WordId> words, std::string_view text,
                           const Analysis& analysis, const format::Vocabulary& vocabulary);

}  // namespace despin::detect
