// lib/view/report_text.h - renders the figures of a scan for the terminal and as JSON.
//
//   print(view::render(figures, {"out.jsonl"}, {.columns = 80}));
//
// Threads  Stateless.
// Cost     O(lists).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/scan/report_figures.h"
#include "lib/view/numbers.h"
#include "lib/view/run_facts.h"

namespace despin::view {

// The inputs, and how much of them could not be read.
struct ReportedInputs {
  std::vector<std::string> names;
  std::uint64_t broken_lines = 0;
};

struct ReportTextOptions {
  std::size_t columns = 80;
  bool color = false;
};

std::string render(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                   const ReportTextOptions& options);

// One line of JSON, schema "despin.summary/1", without a newline.
std::string to_json(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                    const RunFacts& facts = {});

// "model 0123456789abcdef, despin 0.1.0, at most 0.1 % false positives"; of records that do not
// say, "a model that the records do not name".
std::string judge_words(const scan::Judge& judge);

// "out.jsonl", "3 files".
std::string inputs_words(const ReportedInputs& inputs);

// "312 sites"; "more than 100,000 sites" if the count is a lower bound.
template <class V>
std::string names_words(const scan::TopList<V>& ranking, std::string_view one,
                        std::string_view many) {
  return (ranking.exact ? "" : "more than ") + counted(ranking.names, one, many);
}

// "too short 800, not English 90".
std::string listed_counts(const std::vector<std::pair<std::string, std::uint64_t>>& counts,
                          std::size_t limit);

}  // namespace despin::view
