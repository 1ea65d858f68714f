// The worst documents of a report's page, with their findings in context.
#include <algorithm>
#include <set>
#include <string_view>

#include "lib/view/finding_excerpt.h"
#include "lib/view/html.h"
#include "lib/view/numbers.h"
#include "lib/view/report_excerpt.h"
#include "lib/view/report_lists.h"
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

// Nothing but signs, as after the last word of a sentence.
bool ends_sentence(const std::string& text) {
  const std::size_t last = text.find_last_not_of(" \n\t\r\"')");
  return last == std::string::npos || text[last] == '.' || text[last] == '!' || text[last] == '?';
}

// The original above what was written; behind it where a line of a phone has no room for it.
std::string marked_html(const std::string& written, const std::string& original) {
  const std::string mark = "<span class=\"w\">" + html_escaped(written) + "</span>";
  const std::string from = html_escaped(original);
  if (std::max(display_width(written), display_width(original)) > kMaxRubyColumns) {
    return mark + " <span class=\"from\">(← " + from + ")</span>";
  }
  return "<ruby>" + mark + "<rp> (</rp><rt>" + from + "</rt><rp>)</rp></ruby>";
}

std::string excerpt_html(const Excerpt& excerpt) {
  std::string out = "<p dir=\"auto\">";
  const bool has_context = !excerpt.pieces.front().text.empty();
  if (has_context && !excerpt.begins_text) out += "<span class=\"cut\">…</span> ";
  for (const ExcerptPiece& piece : excerpt.pieces) {
    if (piece.finding == nullptr) {
      out += html_escaped(piece.text);
      continue;
    }
    out += marked_html(piece.text, original_of(*piece.finding));
  }
  const std::string& end = excerpt.pieces.back().text;
  if (!end.empty() && !ends_sentence(end)) out += " <span class=\"cut\">…</span>";
  return out + "</p>\n";
}

// The strongest few, in one line.
std::string strongest_html(const std::vector<scan::ScanFinding>& findings) {
  std::vector<const scan::ScanFinding*> strongest;
  for (const scan::ScanFinding& finding : findings) strongest.push_back(&finding);
  std::stable_sort(strongest.begin(), strongest.end(), [](const auto* a, const auto* b) {
    return a->evidence_nats > b->evidence_nats;
  });
  std::string out;
  std::set<std::string_view> shown;
  for (const scan::ScanFinding* finding : strongest) {
    if (shown.size() == kSwapsInSummary) break;
    if (!shown.insert(finding->written).second) continue;
    out += "<span class=\"swap\"><bdi class=\"w\">" + html_escaped(finding->written) +
           "</bdi> <span class=\"from\">← <bdi>" + html_escaped(original_of(*finding)) +
           "</bdi></span></span> ";
  }
  return out;
}

std::string sources_of(const scan::ScanRecord& record) {
  if (record.sources.empty()) return {};
  std::string out = "<ul class=\"from_sources\">\n";
  for (const scan::ScanSource& source : record.sources) {
    const std::string& name = !source.title.empty() ? source.title
                              : !source.id.empty()  ? source.id
                                                    : source.url;
    out += std::string("<li>") + (source.spun ? "Spun from " : "Copied from ") + "<bdi>" +
           html_link(source.url, name) + "</bdi>";
    if (!source.date.empty()) out += ", " + html_escaped(source.date.substr(0, 10));
    out += ": " + short_percent(source.copied) + " of the words</li>\n";
  }
  return out + "</ul>\n";
}

std::string details_html(const scan::ScanRecord& record) {
  const std::size_t shown = record.findings.size();
  if (shown == 0) return sources_of(record);
  const bool spun = record.verdict == Verdict::kSpun;
  std::string out =
      sources_of(record) + "<details><summary><span class=\"count\">" +
      (spun ? counted(record.findings_found, "phrase looks", "phrases look") + " swapped"
            : counted(record.findings_found, "phrase looks", "phrases look") + " odd") +
      "</span> " + strongest_html(record.findings) + "</summary>\n<div class=\"excerpts\">\n";
  if (spun && record.false_positive_rate_upper < 1) {
    out += "<p class=\"note\">" + html_escaped(describe_bound(record.false_positive_rate_upper)) +
           "</p>\n";
  }
  for (const Excerpt& excerpt : excerpts_of(record.findings)) out += excerpt_html(excerpt);
  if (shown < record.findings_found) {
    out += "<p class=\"note\">The strongest " + grouped(shown) + " of them.</p>\n";
  }
  return out + "</div></details>\n";
}

std::string entry_html(const scan::ScanRecord& record) {
  const std::string name = scan::name_of(record);
  const std::string site = scan::site_of(record);
  const std::string place = record.url.empty() ? scan::place_of(record) : record.url;
  const std::string verdict(name_of(record.verdict));
  const std::string score = record.score ? formatted("%.4f", *record.score) : "";
  const std::string rate =
      record.score || record.swap_rate > 0 ? short_percent(record.swap_rate) : "";
  std::string out = "<tbody" + html_data("score", score) + html_data("name", name) +
                    html_data("site", site) +
                    html_data("rate", formatted("%.4f", record.swap_rate)) +
                    html_data("findings", std::to_string(record.findings_found)) +
                    html_data("date", record.date) + html_data("verdict", verdict) + ">\n<tr>";
  out += "<td class=\"score " + verdict + "\">" +
         (record.score ? html_escaped(formatted("%.1f", *record.score)) : "–") + "<small>" +
         words_of(record.verdict) + "</small></td>";
  out += "<th scope=\"row\"><bdi class=\"title\">" + html_link(record.url, name) + "</bdi>";
  if (place != name) out += "<small dir=\"ltr\">" + html_escaped(place) + "</small>";
  out += "</th><td class=\"site\" dir=\"ltr\">" + html_escaped(site) + "</td>";
  out += "<td class=\"number\" data-label=\"swapped\">" + html_escaped(rate) + "</td>";
  out += "<td class=\"number\" data-label=\"phrases\">" + grouped(record.findings_found) + "</td>";
  out += "<td class=\"date\">" + html_escaped(record.date.substr(0, 10)) + "</td></tr>\n";
  const std::string details = details_html(record);
  if (!details.empty()) out += "<tr class=\"more\"><td colspan=\"6\">" + details + "</td></tr>\n";
  return out + "</tbody>\n";
}

}  // namespace

std::string documents_note(const scan::ScanFigures& figures) {
  const std::uint64_t all = figures.counts.read();
  const std::size_t listed = figures.worst.size();
  if (listed == 0) return "None could be read.";
  return (all == listed ? "All that could be read, spun ones first."
                        : "The first " + grouped(listed) + " of " + grouped(all) +
                              ", spun ones before others, by score.") +
         std::string(" Above each marked phrase stands what it probably said before.");
}

std::string documents_html(const scan::ScanFigures& figures) {
  const auto& worst = figures.worst;
  if (worst.empty()) return {};
  const bool by_score = std::is_sorted(worst.begin(), worst.end(),
                                       [](const scan::ScanRecord& a, const scan::ScanRecord& b) {
                                         return a.score.value_or(-1e9) > b.score.value_or(-1e9);
                                       });
  std::string out = "<table class=\"documents cards\">\n<thead><tr>";
  out += std::string("<th scope=\"col\" data-sort=\"score\" data-order=\"descending\"") +
         (by_score ? " aria-sort=\"descending\"" : "") + ">Score</th>";
  out +=
      "<th scope=\"col\" data-sort=\"name\">Document</th>"
      "<th scope=\"col\" data-sort=\"site\">Site</th>"
      "<th scope=\"col\" data-sort=\"rate\" data-order=\"descending\" class=\"number\">Swapped</th>"
      "<th scope=\"col\" data-sort=\"findings\" data-order=\"descending\" "
      "class=\"number\">Phrases</th>"
      "<th scope=\"col\" data-sort=\"date\" data-order=\"descending\">Date</th>"
      "</tr></thead>\n";
  for (const scan::ScanRecord& record : worst) out += entry_html(record);
  return out + "</table>\n";
}

}  // namespace despin::view
