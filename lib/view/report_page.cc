#include "lib/view/report_page.h"

#include <utility>
#include <vector>

#include "lib/view/numbers.h"
#include "lib/view/page.h"
#include "lib/view/page_files.h"  // made of lib/view/templates
#include "lib/view/report_chart.h"
#include "lib/view/report_documents.h"
#include "lib/view/report_lists.h"

namespace despin::view {
namespace {

constexpr std::size_t kMaxCodesOfPage = 4;

std::string headline(const scan::DocumentCounts& counts) {
  if (counts.all() == 0) return "No documents";
  if (counts.read() == 0) return "No document could be read";
  if (counts.spun == 0)
    return counts.read() == 1 ? "The document is not spun" : "No document is spun";
  return grouped(counts.spun) + " of " + counted(counts.read(), "document", "documents") +
         (counts.spun == 1 ? " is spun" : " are spun");
}

void set_summary(const scan::ScanFigures& figures, PageData& page) {
  if (!figures.months.empty()) {
    const std::string& first = figures.months.begin()->first;
    const std::string& last = figures.months.rbegin()->first;
    PageData dates;
    dates.set("first", first).set("last", first == last ? "" : last);
    page.set("dates", std::move(dates));
  }
  if (figures.sites.names > 1 && figures.counts.spun > 0) {
    const auto& [name, counts] = figures.sites.entries.front();
    PageData worst;
    worst.set("name", name).set("spun", grouped(counts.spun)).set("read", grouped(counts.read()));
    page.set("worst_site", std::move(worst));
  }
  if (figures.copies > 0) {
    PageData copies;
    copies.set("documents", counted(figures.copies, "document was", "documents were"));
    page.set("copies", std::move(copies));
  }
}

void set_figures(const scan::ScanFigures& figures, PageData& page) {
  const scan::DocumentCounts& counts = figures.counts;
  page.set("sites_words", names_words(figures.sites, "site", "sites"))
      .set("documents", grouped(counts.all()))
      .set("spun_share", share_data(counts.share_spun(), "w"))
      .set("spun", grouped(counts.spun))
      .set("read", grouped(counts.read()))
      .set("not_spun", grouped(counts.not_spun))
      .set("abstained", grouped(counts.abstained))
      .set("abstain_reasons", listed_counts(figures.abstain_reasons, kMaxCodesOfPage))
      .set("errors_count", grouped(counts.errors))
      .set("error_codes", listed_counts(figures.error_codes, kMaxCodesOfPage))
      .set("sources_known", figures.sources_known)
      .set("copies_count", grouped(figures.copies))
      .set("articles", names_words(figures.sources, "article", "articles"));
}

}  // namespace

std::string report_page(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                        const RunFacts& facts) {
  const std::string title = headline(figures.counts);
  const std::string inputs_named = inputs_words(inputs);
  PageData page;
  page.set("page_title", title + ": " + inputs_named)
      .set("inputs", inputs_named)
      .set("verdict", figures.counts.spun > 0 ? "spun" : "independent")
      .set("headline", title);
  if (inputs.broken_lines > 0) page.set("broken", counted(inputs.broken_lines, "line", "lines"));
  page.set("facts", facts_data(facts));
  std::vector<PageData> judges;
  for (const scan::Judge& judge : figures.judges) {
    judges.emplace_back()
        .set("documents", counted(judge.documents, "document was", "documents were"))
        .set("words", judge_words(judge));
  }
  page.set("judges", std::move(judges));
  set_summary(figures, page);
  set_figures(figures, page);
  set_charts(figures, page);
  set_documents(figures, page);
  set_lists(figures, page);
  return page_html(page::kReport, std::move(page));
}

}  // namespace despin::view
