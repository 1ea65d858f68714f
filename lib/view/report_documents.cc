#include "lib/view/report_documents.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/view/finding_excerpt.h"
#include "lib/view/numbers.h"
#include "lib/view/report_excerpt.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

constexpr std::size_t kMaxRubyColumns = 30;
constexpr std::size_t kSwapsInSummary = 4;

const char* words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSpun:
      return "spun";
    case Verdict::kNotSpun:
      return "not spun";
    case Verdict::kAbstain:
      break;
  }
  return "no verdict";
}

std::string original_of(const scan::ScanFinding& finding) {
  return finding.original.empty() ? "?" : with_capitals_of(finding.written, finding.original);
}

// Only punctuation, as after the last word of a sentence.
bool ends_sentence(const std::string& text) {
  const std::size_t last = text.find_last_not_of(" \n\t\r\"')");
  return last == std::string::npos || text[last] == '.' || text[last] == '!' || text[last] == '?';
}

// The original above what was written; behind it where a line of a phone has no room for it.
PageData phrase_data(const ExcerptPiece& piece) {
  PageData out;
  if (piece.finding == nullptr) {
    out.set("text", piece.text);
    return out;
  }
  const std::string original = original_of(*piece.finding);
  const bool wide = std::max(display_width(piece.text), display_width(original)) > kMaxRubyColumns;
  PageData finding;
  finding.set("written", piece.text).set("original", original);
  out.set(wide ? "long_finding" : "finding", std::move(finding));
  return out;
}

PageData excerpt_data(const Excerpt& excerpt) {
  const bool has_context = !excerpt.pieces.front().text.empty();
  const std::string& end = excerpt.pieces.back().text;
  std::vector<PageData> pieces;
  for (const ExcerptPiece& piece : excerpt.pieces) pieces.push_back(phrase_data(piece));
  PageData out;
  out.set("cut_before", has_context && !excerpt.begins_text)
      .set("pieces", std::move(pieces))
      .set("cut_after", !end.empty() && !ends_sentence(end));
  return out;
}

// The strongest few, for one line.
std::vector<PageData> strongest_data(const std::vector<scan::ScanFinding>& findings) {
  std::vector<const scan::ScanFinding*> strongest;
  strongest.reserve(findings.size());
  for (const scan::ScanFinding& finding : findings) strongest.push_back(&finding);
  std::stable_sort(strongest.begin(), strongest.end(), [](const auto* a, const auto* b) {
    return a->evidence_nats > b->evidence_nats;
  });
  std::vector<PageData> out;
  std::set<std::string_view> shown;
  for (const scan::ScanFinding* finding : strongest) {
    if (shown.size() == kSwapsInSummary) break;
    if (!shown.insert(finding->written).second) continue;
    PageData swap;
    swap.set("written", finding->written).set("original", original_of(*finding));
    out.push_back(std::move(swap));
  }
  return out;
}

std::vector<PageData> sources_data(const scan::ScanRecord& record) {
  std::vector<PageData> out;
  for (const scan::ScanSource& source : record.sources) {
    const std::string& name = !source.title.empty() ? source.title
                              : !source.id.empty()  ? source.id
                                                    : source.url;
    PageData data = link_data(source.url, name);
    data.set("spun", source.spun)
        .set("date", source.date.substr(0, 10))
        .set("copied", short_percent(source.copied))
        .set("comparison", source.comparison);
    out.push_back(std::move(data));
  }
  return out;
}

PageData phrases_data(const scan::ScanRecord& record) {
  const bool spun = record.verdict == Verdict::kSpun;
  std::vector<PageData> excerpts;
  for (const Excerpt& excerpt : excerpts_of(record.findings)) {
    excerpts.push_back(excerpt_data(excerpt));
  }
  const std::size_t shown = record.findings.size();
  PageData out;
  out.set("count", counted(record.findings_found, "phrase looks", "phrases look"))
      .set("spun", spun)
      .set("strongest", strongest_data(record.findings))
      .set("bound", spun && record.false_positive_rate_upper < 1
                        ? describe_bound(record.false_positive_rate_upper)
                        : "")
      .set("excerpts", std::move(excerpts))
      .set("shown", shown < record.findings_found ? grouped(shown) : "");
  return out;
}

PageData document_data(const scan::ScanRecord& record) {
  const std::string name = scan::name_of(record);
  const std::string place = record.url.empty() ? scan::place_of(record) : record.url;
  PageData out;
  out.set("name", name)
      .set("link", link_data(record.url, name))
      .set("place", place == name ? "" : place)
      .set("site", scan::site_of(record))
      .set("verdict", name_of(record.verdict))
      .set("verdict_words", words_of(record.verdict))
      .set("score", record.score ? formatted("%.1f", *record.score) : "")
      .set("rate", record.score || record.swap_rate > 0 ? short_percent(record.swap_rate) : "")
      .set("findings", grouped(record.findings_found))
      .set("date", record.date.substr(0, 10))
      .set("exact_score", record.score ? formatted("%.4f", *record.score) : "")
      .set("exact_rate", formatted("%.4f", record.swap_rate))
      .set("exact_findings", std::to_string(record.findings_found))
      .set("exact_date", record.date)
      .set("address", place)
      .set("more", !record.sources.empty() || !record.findings.empty())
      .set("any_sources", !record.sources.empty())
      .set("sources", sources_data(record));
  if (!record.findings.empty()) out.set("phrases", phrases_data(record));
  return out;
}

}  // namespace

void set_documents(const scan::ScanFigures& figures, PageData& page) {
  const auto& worst = figures.worst;
  // What is neither spun nor a copy is not the worst of anything.
  const bool any = figures.counts.spun > 0 || figures.copies > 0;
  page.set("any_documents", any && !worst.empty())
      .set("none_read", figures.counts.read() == 0)
      .set("none_worse", figures.counts.read() > 0 && !any)
      .set("cut", figures.counts.read() != worst.size())
      .set("listed", grouped(worst.size()))
      .set("all", grouped(figures.counts.read()));
  const auto score_of = [](const scan::ScanRecord& record) { return record.score.value_or(-1e9); };
  page.set("by_score", std::is_sorted(worst.begin(), worst.end(),
                                      [&](const scan::ScanRecord& a, const scan::ScanRecord& b) {
                                        return score_of(a) > score_of(b);
                                      }));
  page.set_rows("document_rows", [&worst](const PageData::AddRow& add) {
    for (const scan::ScanRecord& record : worst) add(document_data(record));
  });
}

}  // namespace despin::view
