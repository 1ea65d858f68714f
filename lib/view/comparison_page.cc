#include "lib/view/comparison_page.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "lib/view/comparison_marks.h"
#include "lib/view/comparison_overview.h"
#include "lib/view/comparison_rows.h"
#include "lib/view/numbers.h"
#include "lib/view/page.h"
#include "lib/view/page_files.h"  // made of lib/view/templates

namespace despin::view {
namespace {

std::string_view letter_of(Edit edit) {
  switch (edit) {
    case Edit::kKept:
      return "k";
    case Edit::kSwapped:
      return "w";
    case Edit::kInflected:
      return "i";
    case Edit::kMoved:
      return "m";
    case Edit::kAdded:
      return "a";
    case Edit::kDropped:
      return "d";
  }
  return "k";
}

// One side of the rows, cut into pieces from the start of its text to the end.
class SidePieces {
 public:
  SidePieces(const Comparison& comparison, std::string_view original, std::string_view suspect,
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

  // For piece.html. REQUIRES: spans in the order of the text.
  std::vector<PageData> of(ByteSpan span) {
    pieces_.clear();
    std::uint32_t at = span.begin_byte;
    while (mark_ < marks_.size() && marks_[mark_].span.begin_byte < span.end_byte) {
      const Mark& mark = marks_[mark_];
      const ByteSpan part{std::max(mark.span.begin_byte, at),
                          std::min(mark.span.end_byte, span.end_byte)};
      if (part.begin_byte < part.end_byte) {
        add_text({at, part.begin_byte});
        add_mark(mark, part);
        at = part.end_byte;
      }
      if (mark.span.end_byte > span.end_byte) break;  // continues in the next row
      ++mark_;
    }
    add_text({at, span.end_byte});
    return std::exchange(pieces_, {});
  }

 private:
  std::uint32_t begin_of(std::size_t passage) const {
    const Passage& p = comparison_.passages[passage];
    return in_original_ ? p.original.begin_byte : p.suspect.begin_byte;
  }

  void add(std::string_view name, auto value) {
    pieces_.emplace_back().set(name, std::move(value));
  }

  void add_text(ByteSpan span) {
    if (span.begin_byte < span.end_byte) add("text", part_of(text_, span));
  }

  void add_mark(const Mark& mark, ByteSpan part) {
    while (next_moved_ < moved_.size() && begin_of(moved_[next_moved_]) < part.end_byte) {
      add_place(moved_[next_moved_++]);
    }
    const std::string_view words = part_of(text_, part);
    if (mark.swap != kNoSwap && part.begin_byte == mark.span.begin_byte) {
      const Swap& swap = comparison_.substitutions[mark.swap];
      const std::string n = std::to_string(mark.swap);
      PageData link;
      link.set("kind", letter_of(mark.edit))
          .set("id", (in_original_ ? "o" : "s") + n)
          .set("partner_id", (in_original_ ? "s" : "o") + n)
          .set("partner_side", in_original_ ? "suspect" : "original")
          .set("partner", part_of(other_, in_original_ ? swap.suspect : swap.original))
          .set("words", words);
      add("swap", std::move(link));
    } else if (!is_copy(comparison_.relation) &&
               (mark.edit == Edit::kAdded || mark.edit == Edit::kDropped)) {
      add("text", words);  // nobody added to, or dropped from, what was not copied
    } else if (mark.edit == Edit::kAdded) {
      add("added", words);
    } else if (mark.edit == Edit::kDropped) {
      add("dropped", words);
    } else {
      PageData data;
      data.set("kind", letter_of(mark.edit)).set("words", words);
      add("mark", std::move(data));
    }
  }

  void add_place(std::size_t passage) {
    const std::string n = std::to_string(passage);
    PageData place;
    place.set("id", (in_original_ ? "mo" : "ms") + n)
        .set("partner_id", (in_original_ ? "ms" : "mo") + n)
        .set("words", in_original_ ? "moved" : "from elsewhere");
    add("place", std::move(place));
  }

  const Comparison& comparison_;
  std::string_view text_;
  std::string_view other_;
  bool in_original_;
  std::vector<Mark> marks_;
  std::size_t mark_ = 0;
  std::vector<std::size_t> moved_;  // passages out of order, by place on this side
  std::size_t next_moved_ = 0;
  std::vector<PageData> pieces_;  // of the row at work
};

void add_rows(const Comparison& comparison, std::string_view original, std::string_view suspect,
              const PageData::AddRow& add) {
  SidePieces left(comparison, original, suspect, true);
  SidePieces right(comparison, original, suspect, false);
  for (const ComparisonRow& row : rows_in_order(comparison, original, suspect)) {
    PageData data;
    data.set("opens_paragraph", row.opens_paragraph)
        .set("original", left.of(row.original))
        .set("suspect", right.of(row.suspect));
    add(data);
  }
}

PageData text_data(const ComparedText& text, std::string_view side, std::uint32_t words) {
  PageData out;
  out.set("side", side)
      .set("title", text.title.empty() ? text.name : text.title)
      .set("words", counted(words, "word", "words"))
      .set("date", text.date);
  if (!text.url.empty()) {
    out.set("place", link_data(text.url, text.url));
  } else if (!text.title.empty() && !text.name.empty()) {
    out.set("place", link_data({}, text.name));
  }
  return out;
}

std::string evidence_words(double nats) {
  const double whole = std::round(std::clamp(nats, -1e15, 1e15));
  return (whole < 0 ? "-" : "") + grouped(static_cast<unsigned long long>(std::abs(whole)));
}

void set_figures(const Comparison& comparison, std::size_t different, PageData& page) {
  const auto& swaps = comparison.substitutions;
  const auto& passages = comparison.passages;
  const auto listed =
      std::count_if(swaps.begin(), swaps.end(), [](const Swap& swap) { return swap.listed; });
  const auto moved = std::count_if(passages.begin(), passages.end(),
                                   [](const Passage& passage) { return passage.moved; });
  page.set("copied", share_data(comparison.copied, ""))
      .set("swapped", share_data(comparison.swapped, "w"))
      .set("swaps", grouped(swaps.size()))
      .set("different", grouped(different))
      .set("listed", grouped(static_cast<std::size_t>(listed)))
      .set("passages", grouped(passages.size()))
      .set("moved_passages", moved == 0 ? "" : grouped(static_cast<std::size_t>(moved)))
      .set("evidence", evidence_words(comparison.evidence_nats));
}

PageData swap_data(const SwapEntry& entry) {
  std::vector<PageData> places;
  for (const std::size_t place : entry.places) {
    places.emplace_back().set("id", std::to_string(place)).set("number", std::to_string(place + 1));
  }
  PageData out;
  out.set("count", std::to_string(entry.places.size()))
      .set("first", std::to_string(entry.places.front()))
      .set("original", entry.original)
      .set("suspect", entry.suspect)
      .set("kind", entry.edit == Edit::kInflected ? "inflected"
                   : entry.listed                 ? "listed"
                                                  : "")
      .set("places", std::move(places));
  return out;
}

std::string capitalized(std::string_view words) {
  std::string out(words);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

}  // namespace

std::string comparison_page(const Comparison& comparison, const ComparedText& original,
                            const ComparedText& suspect, const RunFacts& facts) {
  const auto entries = list_swaps(comparison, original.text, suspect.text);
  const std::string verdict = capitalized(verdict_words(comparison.relation));
  const std::size_t swaps = comparison.substitutions.size();
  std::vector<PageData> texts;
  texts.push_back(text_data(original, "Original", comparison.original_words));
  texts.push_back(text_data(suspect, "Suspect", comparison.suspect_words));
  PageData page;
  page.set("page_title",
           verdict + ": " + std::string(suspect.title.empty() ? suspect.name : suspect.title))
      .set("verdict", name_of(comparison.relation))
      .set("verdict_words", verdict)
      .set("summary", summary_words(comparison))
      .set("texts", std::move(texts))
      .set("swaps_heading", swaps == 0 ? "Swaps" : counted(swaps, "swap", "swaps"))
      .set("any_swaps", !entries.empty())
      .set("is_copy", is_copy(comparison.relation))
      .set("is_marked", !comparison.passages.empty())
      .set("facts", facts_data(facts))
      .set("judges", std::vector<PageData>());
  set_figures(comparison, entries.size(), page);
  set_overview(comparison, original.text, suspect.text, page);
  page.set_rows("rows", [&](const PageData::AddRow& add) {
    add_rows(comparison, original.text, suspect.text, add);
  });
  page.set_rows("swap_rows", [&](const PageData::AddRow& add) {
    for (const SwapEntry& entry : entries) add(swap_data(entry));
  });
  return page_html(page::kComparison, std::move(page));
}

}  // namespace despin::view
