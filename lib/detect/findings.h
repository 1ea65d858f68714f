// lib/detect/findings.h
// The swaps worth showing: disjoint, likely, with their meanings spelled out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/report.h"
#include "lib/detect/analysis.h"
#include "lib/detect/model.h"
#include "lib/format/vocabulary.h"

namespace despin::detect {

// Log-odds that each span of the decoding was swapped: what the decoder says.
std::vector<double> posterior_log_odds(const Analysis& analysis);
// The same, should the text be spun: what the tagger says.
std::vector<double> tagged_log_odds(const Analysis& analysis, const Model& model);

// A span is shown when by `log_odds` it is more likely swapped than not; of those that overlap
// the likeliest. REQUIRES: log-odds of each span of the decoding.
std::vector<Finding> to_findings(const Analysis& analysis, std::span<const double> log_odds,
                                 const format::Vocabulary& vocabulary);

// "global times", from ids.
std::string spell(std::span<const WordId> words, const format::Vocabulary& vocabulary);

// The same for a reading of all of `text`, of which `analysis` holds the symbols:
// numbers, code and words that the model does not know are spelled as in `text`,
// if the reading has kept each of them.
std::string spell_restored(std::span<const WordId> words, std::string_view text,
                           const Analysis& analysis, const format::Vocabulary& vocabulary);

}  // namespace despin::detect
