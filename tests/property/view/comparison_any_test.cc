// Whatever a comparison says of two texts, what is shown of it is whole: every word once,
// every swap once, every line within its columns.
#include <algorithm>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/view/comparison_page.h"
#include "lib/view/comparison_rows.h"
#include "lib/view/comparison_text.h"
#include "lib/view/terminal.h"
#include "tests/support/made_comparison.h"

namespace despin::view {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t n) { return random() % n; }

std::string any_words(Random& random) {
  static const std::string kParts[] = {
      "The",    "sea", "storm.",  "“Quoted", "it’s,",    "12,000", "<b>&",      "\n\nNew", "\nline",
      "— dash", "(a)", "Ünïcödé", "漢字",    "\x01\x1b", "x y z",  "Mr. Reyes", "\"",      "😀"};
  std::string out;
  for (std::size_t n = 1 + below(random, 12); n > 0; --n) {
    if (!out.empty()) out += ' ';
    out += kParts[below(random, std::size(kParts))];
  }
  return out;
}

// Runs in the suspect's order; those of the original may be anywhere, and more than once.
Made any_comparison(Random& random) {
  std::vector<AlignedPiece> pieces;
  for (std::size_t n = below(random, 40); n > 0; --n) {
    const auto edit = static_cast<Edit>(below(random, 6));
    const std::string words = any_words(random);
    const bool same = edit == Edit::kKept || edit == Edit::kMoved;
    pieces.push_back({edit, edit == Edit::kAdded ? "" : words,
                      edit == Edit::kDropped ? ""
                      : same                 ? words
                                             : any_words(random),
                      below(random, 2) == 0});
  }
  Made made(pieces);
  Comparison& c = made.comparison;
  c.passages.clear();
  for (std::size_t i = 0; i < c.runs.size(); ++i) {
    AlignedRun& run = c.runs[i];
    if (below(random, 8) == 0) run.original = c.runs[below(random, c.runs.size())].original;
    if (run.suspect.begin_byte == run.suspect.end_byte || below(random, 3) == 0) continue;
    c.passages.push_back({run.original, run.suspect, 1, below(random, 2) == 0});
  }
  return made;
}

// All of the text that is no space lies in the spans, which are in order.
void expect_whole(std::string_view text, const std::vector<ComparisonRow>& rows,
                  ByteSpan ComparisonRow::*side) {
  std::size_t at = 0;
  for (const ComparisonRow& row : rows) {
    const ByteSpan span = row.*side;
    if (span.begin_byte == span.end_byte) continue;
    ASSERT_LE(at, span.begin_byte);
    ASSERT_EQ(text.substr(at, span.begin_byte - at).find_first_not_of(" \n"), text.npos);
    at = span.end_byte;
  }
  ASSERT_EQ(text.substr(at).find_first_not_of(" \n"), text.npos);
}

TEST(AnyComparison, IsShownWhole) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const Made made = any_comparison(random);
    const auto rows = rows_in_order(made.comparison, made.original, made.suspect);
    if (rows.empty()) continue;  // no words
    expect_whole(made.original, rows, &ComparisonRow::original);
    expect_whole(made.suspect, rows, &ComparisonRow::suspect);
    for (const ComparisonRow& row : rows_by_passage(made.comparison, made.original, made.suspect)) {
      ASSERT_LE(row.original.begin_byte, row.original.end_byte);
      ASSERT_LE(row.suspect.begin_byte, row.suspect.end_byte);
      ASSERT_LE(row.original.end_byte, made.original.size());
      ASSERT_LE(row.suspect.end_byte, made.suspect.size());
    }
  }
}

TEST(AnyComparison, HasEverySwapOnceOnItsPage) {
  const std::regex swap("<a class=\"[wi]\" id=\"s([0-9]+)\"");
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const Made made = any_comparison(random);
    const std::string page = comparison_page(made.comparison, {"a", {}, {}, {}, made.original},
                                             {"b", {}, {}, {}, made.suspect});
    std::size_t next = 0;
    for (std::sregex_iterator it(page.begin(), page.end(), swap), end; it != end; ++it) {
      ASSERT_EQ((*it)[1], std::to_string(next++));
    }
    ASSERT_EQ(next, made.comparison.substitutions.size());
  }
}

TEST(AnyComparison, StaysWithinItsColumns) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const Made made = any_comparison(random);
    const std::size_t columns = 40 + below(random, 100);
    const std::string out =
        render(made.comparison, {"a", {}, {}, {}, made.original}, {"b", {}, {}, {}, made.suspect},
               {.columns = columns, .color = false, .max_passages = below(random, 3)});
    for (std::size_t at = 0; at < out.size();) {
      const std::size_t end = out.find('\n', at);
      ASSERT_LE(display_width(out.substr(at, end - at)), columns) << out.substr(at, end - at);
      at = end + 1;
    }
  }
}

}  // namespace
}  // namespace despin::view
