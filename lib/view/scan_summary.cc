#include "lib/view/scan_summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

struct SummaryRow {
  std::string name;
  std::uint64_t count = 0;
  std::string detail;
};

// "12 too short, 3 not English".
std::string parts(const std::map<std::string, std::uint64_t>& counts) {
  std::string out;
  for (const auto& [name, count] : counts) {
    std::string words = name;
    std::replace(words.begin(), words.end(), '_', ' ');
    out += (out.empty() ? "" : ", ") + grouped(count) + " " + words;
  }
  return out;
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t out = 0;
  for (const auto& [name, count] : counts) out += count;
  return out;
}

}  // namespace

std::string summary_words(std::string_view where, const scan::ScanCounts& counts,
                          const ScanRun& run) {
  std::vector<SummaryRow> rows = {{"spun", counts.spun, ""}, {"not spun", counts.not_spun, ""}};
  const auto add = [&](const char* name, std::uint64_t count, std::string detail) {
    if (count > 0) rows.push_back({name, count, std::move(detail)});
  };
  add("no verdict", sum(counts.abstained), parts(counts.abstained));
  if (run.searched) rows.push_back({"with a source", counts.with_source, ""});
  add("errors", counts.failed(), parts(counts.errors));
  add("left out", counts.left_out, "as asked");
  add("skipped", run.skipped, "records without a document");
  std::size_t width = 0;
  for (const SummaryRow& row : rows) width = std::max(width, grouped(row.count).size());
  const std::uint64_t documents = counts.documents();
  std::string out = printable(where) + ": " + grouped(documents) +
                    (documents == 1 ? " document\n" : " documents\n");
  for (const SummaryRow& row : rows) {
    const std::string number = grouped(row.count);
    out += "  " + row.name + std::string(15 - row.name.size() + width - number.size(), ' ') +
           number + (row.detail.empty() ? "" : "  " + row.detail) + "\n";
  }
  if (run.documents > 0 && run.seconds >= 0.1) {
    const auto rate =
        std::llround(static_cast<double>(run.documents) / std::max(run.seconds, 1e-3));
    out += "  " + grouped(static_cast<unsigned long long>(rate)) + " a second\n";
  }
  return out;
}

}  // namespace despin::view
