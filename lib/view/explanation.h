// lib/view/explanation.h - how the verdict of a record came about, told from the record alone.
//
//   auto explanation = view::read_explanation(line);   // of despin check --json, or despin scan
//   if (!explanation) return fail(explanation.error());
//   std::fputs(view::render(*explanation, {.columns = 80}).c_str(), stdout);
//
// Nothing is judged anew: the record may be years old, its model gone.
//
// Threads  Stateless.
// Errors   kBadInput: not a record, or one of another schema; never quotes the line.
// Memory   As scan::read_scan_record(): names are cut to a few hundred bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/scan/scan_record.h"

namespace despin::view {

// A feature of the text, and what it adds to the score.
struct ExplainedTerm {
  std::string name;
  std::string meaning;  // in plain words; empty of a feature that this version does not know
  double value = 0;
  double nats = 0;
};

struct Explanation {
  scan::ScanRecord record;
  std::string schema;
  std::string verdict;  // "spun", "not_spun", "abstain" or "error"
  std::string reason;   // one sentence
  std::optional<double> bias;
  std::optional<double> threshold;
  std::vector<ExplainedTerm> terms;  // those of most weight first; empty if the record has none
  // Whether bias and terms are the score; nothing where they are not all told.
  std::optional<bool> adds_up;
  std::vector<scan::ScanFinding> findings;  // the strongest first, at most ten
  std::string time;                         // of the run that made it, as far as it is told
  std::string command;
  std::vector<std::string> left_out;  // what the record does not hold, a sentence each
};

Result<Explanation> read_explanation(std::string_view line);

struct ExplanationOptions {
  std::size_t columns = 80;
  bool color = false;
};

// For people; ends with a newline.
std::string render(const Explanation& explanation, const ExplanationOptions& options);

// One line of JSON, schema "despin.explanation/1", without a newline.
std::string to_json(const Explanation& explanation);

}  // namespace despin::view
