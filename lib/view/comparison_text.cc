#include "lib/view/comparison_text.h"

#include <algorithm>
#include <span>
#include <vector>

#include "lib/text/ascii.h"
#include "lib/view/comparison_marks.h"
#include "lib/view/comparison_rows.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"
#include "lib/view/wrap.h"

namespace despin::view {
namespace {

constexpr std::size_t kTextIndent = 2;
constexpr std::size_t kGutter = 3;
// Number of words shown of text that was not copied.
constexpr std::size_t kShownApart = 24;
constexpr std::size_t kTimesColumns = 6;  // "12 x" before a swap

Style style_of(Edit edit, bool in_original) {
  switch (edit) {
    case Edit::kSwapped:
      return in_original ? Style::kOriginal : Style::kSwapped;
    case Edit::kInflected:
      return Style::kInflected;
    case Edit::kMoved:
      return Style::kMoved;
    case Edit::kAdded:
    case Edit::kDropped:
      return Style::kApart;
    case Edit::kKept:
      break;
  }
  return Style::kPlain;
}

// Brackets around a mark if there is no color.
std::pair<std::string_view, std::string_view> brackets_of(Edit edit) {
  switch (edit) {
    case Edit::kSwapped:
    case Edit::kInflected:
      return {"[", "]"};
    case Edit::kAdded:
    case Edit::kDropped:
      return {"{", "}"};
    case Edit::kKept:
    case Edit::kMoved:
      break;
  }
  return {};
}

class Renderer {
 public:
  Renderer(const Comparison& comparison, const ComparedText& original, const ComparedText& suspect,
           const ComparisonOptions& options)
      : comparison_(comparison),
        original_(original),
        suspect_(suspect),
        options_(options),
        original_marks_(original_marks(comparison)),
        suspect_marks_(suspect_marks(comparison)),
        two_columns_(options.columns >= kSideBySideColumns) {
    column_ = two_columns_ ? (options.columns - kTextIndent - kGutter) / 2
                           : options.columns - kTextIndent - kTextIndent;
  }

  std::string run() {
    add_header();
    if (!comparison_.passages.empty()) add_passages();
    if (!comparison_.substitutions.empty()) add_swaps();
    return std::move(out_);
  }

 private:
  void add_header() {
    const bool copy = is_copy(comparison_.relation);
    const StyledText verdict{copy ? text::ascii_upper(verdict_words(comparison_.relation))
                                  : std::string(verdict_words(comparison_.relation)),
                             copy ? Style::kSpun : Style::kPlain};
    const std::string name = printable(suspect_.name) + ": ";
    const std::string of = "of " + printable(original_.name);
    const std::size_t width = display_width(name + verdict.text + of) + 2;
    out_ += name + styled(verdict, options_.color) + (width <= options_.columns ? "  " : "\n  ") +
            of + "\n";
    add_wrapped(summary_words(comparison_), Style::kPlain);
  }

  void add_wrapped(std::string_view text, Style style) {
    for (const WrappedLine& line :
         wrap(text, style, options_.color, options_.columns - kTextIndent)) {
      out_ += "  " + line.text + "\n";
    }
  }

  void add_passages() {
    const std::vector<bool> shown = strongest();
    const auto rows = rows_by_passage(comparison_, original_.text, suspect_.text);
    add_heading();
    bool moved = false;
    std::size_t passage = 0;
    for (const ComparisonRow& row : rows) {
      if (limited_ && (!row.copied || !shown[row.passage])) continue;
      const bool new_passage = &row == rows.data() || row.passage != passage;
      passage = row.passage;
      if (row.copied && row.moved && (new_passage || !moved)) {
        add_wrapped("from another place of the original:", Style::kFaint);
      }
      moved = row.copied && row.moved;
      add_row(row);
    }
    if (limited_) {
      const auto left_out = static_cast<std::size_t>(std::count(shown.begin(), shown.end(), false));
      add_wrapped("(" + grouped(left_out) + (left_out == 1 ? " weaker one" : " weaker ones") +
                      " left out by --max-passages)",
                  Style::kFaint);
      out_ += "\n";
    }
  }

  std::vector<bool> strongest() {
    const auto& passages = comparison_.passages;
    limited_ = options_.max_passages > 0 && options_.max_passages < passages.size();
    std::vector<bool> shown(passages.size(), !limited_);
    if (!limited_) return shown;
    std::vector<std::size_t> order(passages.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return passages[a].evidence_nats > passages[b].evidence_nats;
    });
    for (std::size_t i = 0; i < options_.max_passages; ++i) shown[order[i]] = true;
    return shown;
  }

  void add_heading() {
    out_ += "\n";
    if (two_columns_) {
      add_beside({{faint("original"), 8}}, {{faint("suspect"), 7}});
    } else {
      out_ += "  " + faint("- original  + suspect") + "\n\n";
    }
  }

  void add_row(const ComparisonRow& row) {
    const auto left = wrap(words_of(row, row.original, true), column_);
    const auto right = wrap(words_of(row, row.suspect, false), column_);
    if (two_columns_) {
      add_beside(left, right);
    } else {
      for (const WrappedLine& line : left) out_ += "- " + line.text + "\n";
      for (const WrappedLine& line : right) out_ += "+ " + line.text + "\n";
    }
    out_ += "\n";
  }

  void add_beside(const std::vector<WrappedLine>& left, const std::vector<WrappedLine>& right) {
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      out_.append(kTextIndent, ' ');
      if (i < left.size()) out_ += left[i].text;
      if (i < right.size()) {
        out_.append(column_ - (i < left.size() ? left[i].width : 0) + kGutter, ' ');
        out_ += right[i].text;
      }
      out_ += "\n";
    }
  }

  std::vector<WrappedWord> words_of(const ComparisonRow& row, ByteSpan span,
                                    bool in_original) const {
    const std::string_view text = in_original ? original_.text : suspect_.text;
    WordMaker words(options_.color);
    if (!row.copied) {
      words.add(part_of(text, span), Style::kFaint);
      auto made = words.take();
      const std::size_t count = made.size();
      if (count <= kShownApart) return made;
      made.resize(kShownApart / 2);
      WordMaker note(options_.color);
      note.add("... (" + grouped(count - made.size()) + " more words that were not copied)",
               Style::kFaint);
      for (WrappedWord& word : note.take()) made.push_back(std::move(word));
      return made;
    }
    const std::vector<Mark>& marks = in_original ? original_marks_ : suspect_marks_;
    auto mark =
        std::upper_bound(marks.begin(), marks.end(), span.begin_byte,
                         [](std::uint32_t byte, const Mark& m) { return byte < m.span.end_byte; });
    std::uint32_t at = span.begin_byte;
    for (; mark != marks.end() && mark->span.begin_byte < span.end_byte; ++mark) {
      const ByteSpan part{std::max(mark->span.begin_byte, span.begin_byte),
                          std::min(mark->span.end_byte, span.end_byte)};
      words.add(part_of(text, {at, part.begin_byte}), Style::kPlain);
      const auto [open, close] = brackets_of(mark->edit);
      if (!options_.color) words.add(open, Style::kPlain);
      words.add(part_of(text, part), style_of(mark->edit, in_original));
      if (!options_.color) words.add(close, Style::kPlain);
      at = part.end_byte;
    }
    words.add(part_of(text, {at, span.end_byte}), Style::kPlain);
    return words.take();
  }

  void add_swaps() {
    const auto entries = list_swaps(comparison_, original_.text, suspect_.text);
    std::size_t inflected = 0;
    for (const Swap& swap : comparison_.substitutions) {
      inflected += swap.edit == Edit::kInflected;
    }
    const std::size_t swapped = comparison_.substitutions.size() - inflected;
    std::string heading = grouped(swapped) + (swapped == 1 ? " phrase" : " phrases") + " swapped";
    if (inflected > 0) heading += ", " + grouped(inflected) + " inflected";
    add_wrapped(heading + " (* a spinner\u2019s dictionary lists it)", Style::kFaint);
    // In reading order: down the left column, then down the right one.
    std::vector<WrappedLine> columns[2];
    const std::size_t half = two_columns_ ? (entries.size() + 1) / 2 : entries.size();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      for (WrappedLine& line : entry_lines(entries[i])) {
        columns[i < half ? 0 : 1].push_back(std::move(line));
      }
    }
    add_beside(columns[0], columns[1]);
  }

  std::vector<WrappedLine> entry_lines(const SwapEntry& entry) const {
    const std::string times = grouped(entry.places.size());
    WordMaker words(options_.color);
    words.add(entry.original, options_.color ? Style::kOriginal : Style::kPlain);
    words.add(" -> ", Style::kFaint);
    words.add(entry.suspect, style_of(entry.edit, false));
    if (entry.listed) words.add(" *", Style::kPlain);
    std::vector<WrappedLine> lines = wrap(words.take(), column_ - kTimesColumns - 2);
    for (WrappedLine& line : lines) {
      std::string before = &line == lines.data() ? "" : "  ";
      if (before.empty() && entry.places.size() > 1) before = times + " x ";
      const std::size_t width = kTimesColumns + (&line == lines.data() ? 0 : 2);
      before.insert(0, width - std::min(width, before.size()), ' ');
      line.text.insert(0, before);
      line.width += before.size();
    }
    return lines;
  }

  std::string faint(std::string text) const {
    return styled({std::move(text), Style::kFaint}, options_.color);
  }

  const Comparison& comparison_;
  const ComparedText& original_;
  const ComparedText& suspect_;
  const ComparisonOptions& options_;
  std::vector<Mark> original_marks_;
  std::vector<Mark> suspect_marks_;
  bool two_columns_;
  bool limited_ = false;
  std::size_t column_ = 0;
  std::string out_;
};

}  // namespace

std::string render(const Comparison& comparison, const ComparedText& original,
                   const ComparedText& suspect, const ComparisonOptions& options) {
  return Renderer(comparison, original, suspect, options).run();
}

}  // namespace despin::view
