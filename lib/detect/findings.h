// lib/detect/findings.h
// The swaps worth showing: disjoint, likely, with their meanings spelled out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/report.h"
#include "lib/decode/rescore.h"
#include "lib/detect/model.h"
#include "lib/detect/reading.h"
#include "lib/format/vocabulary.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// What candidates mean: both outlive the call.
struct Meanings {
  const channel::Channel& channel;  // that of the decoding
  const format::Vocabulary& vocabulary;
};

// Log-odds that each span of the decoding was swapped: what the decoder says.
std::vector<double> posterior_log_odds(const decode::Decoding& decoding);
// The same of a text that is called spun: what the tagger says.
std::vector<double> tagged_log_odds(std::span<const decode::InputWord> input_words,
                                    const decode::Rescored& rescored, const Model& model,
                                    base::Budget* budget = nullptr);

// What a single word with a capital must weigh to be shown as swapped where no sentence begins:
// "the Communist Bash" does, "her sister Kate" does not.
struct NameNats {
  double any = 0;   // any such word
  double used = 0;  // one that the text uses as a name (used_names.h)
};

// Takes names for the author's own unless there is such a case against them, and acronyms (CNN,
// RNNs) always. Words of a line in capitals are words. REQUIRES: log-odds of each span of the
// decoding, which is of the tokens.
void spare_names(const text::Tokens& tokens, const decode::Decoding& decoding,
                 const NameNats& least, std::span<double> log_odds);

// A span is shown when by `log_odds` it is more likely swapped than not; of those that overlap
// the likeliest. REQUIRES: log-odds of each span of the decoding, which is of the tokens.
std::vector<Finding> to_findings(const text::Tokens& tokens, const decode::Decoding& decoding,
                                 std::span<const double> log_odds, const Meanings& meanings);

// As above, and no more than `limit`: those of the most evidence, then the first. Fills
// report.findings and findings_total.
void list_findings(const text::Tokens& tokens, const decode::Decoding& decoding,
                   std::span<const double> log_odds, const Meanings& meanings, std::size_t limit,
                   Report& report);

// Keeps those of the most evidence, by place. REQUIRES: findings by place.
void keep_strongest(std::size_t limit, std::vector<Finding>& findings);

// "global times", from ids.
std::string spell(std::span<const WordId> words, const format::Vocabulary& vocabulary);

// The same of what all of the text of `reading` is restored to: numbers, code and words that
// the model does not know are spelled as in the text, if the restoration has kept each of them.
std::string spell_restored(std::span<const WordId> words, const Reading& reading,
                           const format::Vocabulary& vocabulary);

}  // namespace despin::detect
