#include "lib/view/report_page.h"

#include <tuple>

#include "lib/view/html.h"
#include "lib/view/numbers.h"
#include "lib/view/page_files.h"  // made of lib/cli/page
#include "lib/view/report_chart.h"
#include "lib/view/report_lists.h"

namespace despin::view {
namespace {

constexpr std::size_t kMaxListedCodes = 4;

std::string headline(const scan::DocumentCounts& counts) {
  if (counts.all() == 0) return "No documents";
  if (counts.read() == 0) return "No document could be read";
  if (counts.spun == 0)
    return counts.read() == 1 ? "The document is not spun" : "No document is spun";
  return grouped(counts.spun) + " of " + counted(counts.read(), "document", "documents") +
         (counts.spun == 1 ? " is spun" : " are spun");
}

std::string summary_of(const scan::ScanFigures& figures) {
  std::string out = "From " + names_words(figures.sites, "site", "sites");
  if (!figures.months.empty()) {
    const std::string& first = figures.months.begin()->first;
    const std::string& last = figures.months.rbegin()->first;
    out += first == last ? ", dated " + first : ", dated " + first + " to " + last;
  }
  out += ".";
  if (figures.sites.names > 1 && figures.counts.spun > 0) {
    const auto& [name, counts] = figures.sites.entries.front();
    out += " <bdi>" + html_escaped(name) + "</bdi> has the most: " + grouped(counts.spun) +
           " spun of " + grouped(counts.read()) + ".";
  }
  if (figures.copies > 0) {
    out += " " + counted(figures.copies, "document was", "documents were") + " copied from " +
           names_words(figures.sources, "article", "articles") + " of the index.";
  }
  return out;
}

std::string figures_of(const scan::ScanFigures& figures) {
  const scan::DocumentCounts& counts = figures.counts;
  std::string out = figure_html("Documents", grouped(counts.all()),
                                "of " + names_words(figures.sites, "site", "sites"));
  out += figure_html("Spun", share_html(counts.share_spun(), "w"),
                     grouped(counts.spun) + " of " + grouped(counts.read()) + " that were read");
  out += figure_html("Not spun", grouped(counts.not_spun), "by the scan’s bound on false alarms");
  out += figure_html("No verdict", grouped(counts.abstained),
                     html_escaped(listed_counts(figures.abstain_reasons, kMaxListedCodes)));
  out += figure_html("Not readable", grouped(counts.errors),
                     html_escaped(listed_counts(figures.error_codes, kMaxListedCodes)));
  if (figures.sources_known) {
    out +=
        figure_html("Copies", grouped(figures.copies),
                    "of " + names_words(figures.sources, "article", "articles") + " of the index");
  }
  return out;
}

}  // namespace

std::string report_page(const scan::ScanFigures& figures, const ReportedInputs& inputs) {
  std::string lists;
  std::string contents;
  for (const auto& [id, name, list] :
       {std::tuple{"sites", "Sites", sites_html(figures)},
        std::tuple{"swaps", "Swaps", swaps_html(figures)},
        std::tuple{"sources", "Sources", sources_html(figures)},
        std::tuple{"errors", "Not readable", errors_html(figures)}}) {
    if (list.empty()) continue;
    lists += list;
    contents += std::string("<li><a href=\"#") + id + "\">" + name + "</a></li>\n";
  }
  std::string broken;
  if (inputs.broken_lines > 0) {
    broken = "<p class=\"warning\">" + counted(inputs.broken_lines, "line", "lines") +
             " of the input could not be read and are not counted here.</p>\n";
  }
  const std::string title = headline(figures.counts);
  return page_html(page::kReport,
                   {{"page_title", title + ": " + html_escaped(inputs_words(inputs))},
                    {"inputs", html_escaped(inputs_words(inputs))},
                    {"verdict", figures.counts.spun > 0 ? "spun" : "independent"},
                    {"headline", title},
                    {"summary", summary_of(figures)},
                    {"broken", broken},
                    {"figures", figures_of(figures)},
                    {"contents", contents},
                    {"charts", charts_html(figures)},
                    {"documents_note", documents_note(figures)},
                    {"documents", documents_html(figures)},
                    {"lists", lists}});
}

}  // namespace despin::view
