// lib/view/report_view.h - a Report as a person reads it.
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

#include "despin/index.h"
#include "despin/report.h"
#include "lib/view/numbers.h"

namespace despin::view {

struct RenderOptions {
  std::size_t columns = 80;
  bool color = false;
  bool explain = false;          // where the evidence came from, every finding in full
  std::size_t max_findings = 0;  // the strongest ones only; 0 shows all
};

struct RenderedDocument {
  std::string_view name;                              // path or id
  std::string_view title;                             // may be empty
  std::string_view text;                              // the text the report is of
  const std::vector<SourceMatch>* sources = nullptr;  // null if they were not looked for
};

// Ends with a newline; a report with findings ends with a blank line as well.
std::string render(const Report& report, const RenderedDocument& document,
                   const RenderOptions& options);

// "fewer than 1 in 1,000 genuine texts ..." of an upper bound on that share.
std::string describe_bound(double false_positive_rate_upper);

}  // namespace despin::view
