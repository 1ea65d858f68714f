// lib/view/report_view.h - renders a Report for the terminal.
//
//   std::fputs(view::render(report, {.name = "page.html", .text = text}, options).c_str(), stdout);
//
//   page.html: SPUN  score 14.2, 23 phrases look swapped
//     Fewer than 1 in 1,000 genuine texts of this length score as high.
//
//     The [Communist Bash] has created a huge ...        <- Communist Party
//
// Threads  Stateless.
// Cost     O(text + findings).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "despin/document.h"
#include "despin/index.h"
#include "despin/limits.h"
#include "despin/report.h"
#include "lib/view/numbers.h"

namespace despin::view {

struct RenderOptions {
  std::size_t columns = 80;
  bool color = false;
  bool explain = false;          // show contributions, and every finding in full
  std::size_t max_findings = 0;  // shows only the strongest; 0: all
};

struct RenderedDocument {
  std::string_view name;                              // path or id
  std::string_view title;                             // may be empty
  std::string_view text;                              // the analyzed text
  const std::vector<SourceMatch>* sources = nullptr;  // null if sources were not searched
  Withheld withheld = {};                             // of these
  TextOrigin text_from = TextOrigin::kPage;
};

// Ends with a newline; with two if there are findings.
std::string render(const Report& report, const RenderedDocument& document,
                   const RenderOptions& options);

// "fewer than 1 in 1,000 genuine texts ...", from the upper bound on that share.
std::string describe_bound(double false_positive_rate_upper);

// "Only its first 1,400,000 bytes were read; 600,000 follow.": by Limits::max_words.
std::string describe_unread(const Truncation& truncated);

}  // namespace despin::view
