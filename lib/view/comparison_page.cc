#include "lib/view/comparison_page.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/view/comparison_marks.h"
#include "lib/view/comparison_overview.h"
#include "lib/view/comparison_rows.h"
#include "lib/view/html.h"
#include "lib/view/numbers.h"
#include "lib/view/page_files.h"  // made of lib/cli/page

namespace despin::view {
namespace {

char letter_of(Edit edit) {
  switch (edit) {
    case Edit::kKept:
      return 'k';
    case Edit::kSwapped:
      return 'w';
    case Edit::kInflected:
      return 'i';
    case Edit::kMoved:
      return 'm';
    case Edit::kAdded:
      return 'a';
    case Edit::kDropped:
      return 'd';
  }
  return 'k';
}

std::string_view element_of(Edit edit) {
  if (edit == Edit::kAdded) return "ins";
  return edit == Edit::kDropped ? "del" : "span";
}

// One side of the rows, written from the start of its text to the end.
class SideWriter {
 public:
  SideWriter(const Comparison& comparison, std::string_view original, std::string_view suspect,
             bool in_original)
      : comparison_(comparison),
        text_(in_original ? original : suspect),
        other_(in_original ? suspect : original),
        in_original_(in_original),
        marks_(in_original ? original_marks(comparison) : suspect_marks(comparison)) {
    for (std::size_t p = 0; p < comparison.passages.size(); ++p) {
      if (comparison.passages[p].moved) moved_.push_back(p);
    }
    std::stable_sort(moved_.begin(), moved_.end(),
                     [&](std::size_t a, std::size_t b) { return begin_of(a) < begin_of(b); });
  }

  void write(ByteSpan span, std::string& out) {
    std::uint32_t at = span.begin_byte;
    while (mark_ < marks_.size() && marks_[mark_].span.begin_byte < span.end_byte) {
      const Mark& mark = marks_[mark_];
      const ByteSpan part{std::max(mark.span.begin_byte, at),
                          std::min(mark.span.end_byte, span.end_byte)};
      if (part.begin_byte < part.end_byte) {
        out += html_escaped(part_of(text_, {at, part.begin_byte}));
        write_mark(mark, part, out);
        at = part.end_byte;
      }
      if (mark.span.end_byte > span.end_byte) break;  // goes on in the next row
      ++mark_;
    }
    out += html_escaped(part_of(text_, {at, span.end_byte}));
  }

 private:
  std::uint32_t begin_of(std::size_t passage) const {
    const Passage& p = comparison_.passages[passage];
    return in_original_ ? p.original.begin_byte : p.suspect.begin_byte;
  }

  void write_mark(const Mark& mark, ByteSpan part, std::string& out) {
    while (next_moved_ < moved_.size() && begin_of(moved_[next_moved_]) < part.end_byte) {
      write_moved(moved_[next_moved_++], out);
    }
    const std::string words = html_escaped(part_of(text_, part));
    if (mark.swap != kNoSwap && part.begin_byte == mark.span.begin_byte) {
      const Swap& swap = comparison_.substitutions[mark.swap];
      const auto partner = part_of(other_, in_original_ ? swap.suspect : swap.original);
      const std::string n = std::to_string(mark.swap);
      out += "<a class=\"";
      out += letter_of(mark.edit);
      out += std::string("\" id=\"") + (in_original_ ? "o" : "s") + n + "\" href=\"#" +
             (in_original_ ? "s" : "o") + n + "\" aria-label=\"" + words +
             (in_original_ ? " (suspect: " : " (original: ") + html_escaped(partner) + ")\">" +
             words + "</a>";
      return;
    }
    const std::string element(element_of(mark.edit));
    out +=
        "<" + element + " class=\"" + letter_of(mark.edit) + "\">" + words + "</" + element + ">";
  }

  void write_moved(std::size_t passage, std::string& out) const {
    const std::string n = std::to_string(passage);
    out += std::string("<a class=\"to_place\" id=\"") + (in_original_ ? "mo" : "ms") + n +
           "\" href=\"#" + (in_original_ ? "ms" : "mo") + n + "\">" +
           (in_original_ ? "moved" : "from elsewhere") + "</a>";
  }

  const Comparison& comparison_;
  std::string_view text_;
  std::string_view other_;
  bool in_original_;
  std::vector<Mark> marks_;
  std::size_t mark_ = 0;
  std::vector<std::size_t> moved_;  // passages out of order, by place on this side
  std::size_t next_moved_ = 0;
};

std::string rows_html(const Comparison& comparison, std::string_view original,
                      std::string_view suspect) {
  SideWriter left(comparison, original, suspect, true);
  SideWriter right(comparison, original, suspect, false);
  std::string out;
  for (const ComparisonRow& row : rows_in_order(comparison, original, suspect)) {
    out += row.opens_paragraph ? "<div class=\"row\">" : "<div class=\"row goes_on\">";
    out += "<div data-side=\"original\">";
    left.write(row.original, out);
    out += "</div><div data-side=\"suspect\">";
    right.write(row.suspect, out);
    out += "</div></div>\n";
  }
  return out;
}

std::string head_html(const ComparedText& text, std::string_view side, std::uint32_t words) {
  const std::string name = html_escaped(text.title.empty() ? text.name : text.title);
  std::string out = "<h3 title=\"" + name + "\"><span class=\"side\">" + std::string(side) +
                    ":</span> " + name + "</h3><p>" + counted(words, "word", "words");
  if (!text.date.empty()) out += " · " + html_escaped(text.date);
  if (!text.url.empty()) {
    out += " · " + html_link(text.url, text.url);
  } else if (!text.title.empty() && !text.name.empty()) {
    out += " · " + html_escaped(text.name);
  }
  return out + "</p>";
}

std::string evidence_words(double nats) {
  const double whole = std::round(std::clamp(nats, -1e15, 1e15));
  return (whole < 0 ? "-" : "") + grouped(static_cast<unsigned long long>(std::abs(whole)));
}

std::string figures_html(const Comparison& comparison, std::size_t different, std::size_t listed) {
  std::string out;
  out += figure_html("Copied", share_html(comparison.copied, ""),
                     "of the suspect’s words stand for words of the original");
  out += figure_html("Swapped", share_html(comparison.swapped, "w"), "for other words");
  const std::size_t swaps = comparison.substitutions.size();
  out += figure_html(
      "Swaps", grouped(swaps),
      grouped(different) + " different, " + grouped(listed) + " in a spinner’s dictionary");
  const auto moved =
      static_cast<std::size_t>(std::count_if(comparison.passages.begin(), comparison.passages.end(),
                                             [](const Passage& passage) { return passage.moved; }));
  out += figure_html("Passages", grouped(comparison.passages.size()),
                     moved == 0 ? "in the original’s order"
                                : std::string("of them ") + grouped(moved) + " out of order");
  out += figure_html("Evidence", evidence_words(comparison.evidence_nats) + "&nbsp;nats",
                     "ln of how much more likely as a copy");
  return out;
}

std::string swaps_html(const std::vector<SwapEntry>& entries) {
  if (entries.empty()) return "<p class=\"note\">No words were swapped.</p>\n";
  std::string out =
      "<p class=\"note\">Numbers lead to the places in the suspect. Listed are swaps that a "
      "spinner’s dictionary is known to make.</p>\n<table>\n<thead><tr>"
      "<th scope=\"col\">Original</th><th scope=\"col\">Suspect</th>"
      "<th scope=\"col\" data-sort=\"count\" data-order=\"descending\" "
      "aria-sort=\"descending\">Times</th>"
      "<th scope=\"col\">Kind</th>"
      "<th scope=\"col\" data-sort=\"place\">Place</th></tr></thead>\n<tbody>\n";
  for (const SwapEntry& entry : entries) {
    const std::string count = std::to_string(entry.places.size());
    out += "<tr data-count=\"" + count + "\" data-place=\"" + std::to_string(entry.places.front());
    out += "\"><td class=\"words\">" + html_escaped(entry.original);
    out += "</td><td class=\"words\">" + html_escaped(entry.suspect);
    out += "</td><td class=\"count\">" + count + "</td><td class=\"kind\">";
    out += entry.edit == Edit::kInflected ? "inflected" : entry.listed ? "listed" : "";
    out += "</td><td class=\"places\">";
    for (const std::size_t place : entry.places) {
      out += "<a href=\"#s" + std::to_string(place) + "\">" + std::to_string(place + 1) + "</a> ";
    }
    out += "</td></tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

std::string capitalized(std::string_view words) {
  std::string out(words);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

}  // namespace

std::string comparison_page(const Comparison& comparison, const ComparedText& original,
                            const ComparedText& suspect) {
  const auto entries = list_swaps(comparison, original.text, suspect.text);
  const auto listed = static_cast<std::size_t>(
      std::count_if(comparison.substitutions.begin(), comparison.substitutions.end(),
                    [](const Swap& swap) { return swap.listed; }));
  const std::string verdict = capitalized(verdict_words(comparison.relation));
  const std::string_view title = suspect.title.empty() ? suspect.name : suspect.title;
  const std::size_t swaps = comparison.substitutions.size();
  return page_html(page::kComparison,
                   {{"page_title", verdict + ": " + html_escaped(title)},
                    {"verdict", std::string(name_of(comparison.relation))},
                    {"verdict_words", verdict},
                    {"summary", html_escaped(summary_words(comparison))},
                    {"figures", figures_html(comparison, entries.size(), listed)},
                    {"overview", overview_html(comparison, original.text, suspect.text)},
                    {"original_head", head_html(original, "Original", comparison.original_words)},
                    {"suspect_head", head_html(suspect, "Suspect", comparison.suspect_words)},
                    {"rows", rows_html(comparison, original.text, suspect.text)},
                    {"swaps_heading", swaps == 0 ? "Swaps" : counted(swaps, "swap", "swaps")},
                    {"swaps", swaps_html(entries)}});
}

}  // namespace despin::view
