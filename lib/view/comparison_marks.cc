#include "lib/view/comparison_marks.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <utility>

#include "lib/text/ascii.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

std::vector<Mark> marks(const Comparison& comparison, ByteSpan Swap::*of_swap,
                        ByteSpan AlignedRun::*of_run) {
  std::vector<Mark> all;
  for (std::size_t i = 0; i < comparison.substitutions.size(); ++i) {
    const Swap& swap = comparison.substitutions[i];
    all.push_back({swap.*of_swap, swap.edit, i});
  }
  for (const AlignedRun& run : comparison.runs) {
    if (run.edit == Edit::kSwapped || run.edit == Edit::kInflected) continue;  // as above
    all.push_back({run.*of_run, run.edit, kNoSwap});
  }
  std::stable_sort(all.begin(), all.end(), [](const Mark& a, const Mark& b) {
    return a.span.begin_byte < b.span.begin_byte;
  });
  std::vector<Mark> out;
  std::uint32_t end = 0;
  for (const Mark& mark : all) {
    if (mark.span.begin_byte < end || mark.span.begin_byte >= mark.span.end_byte) continue;
    out.push_back(mark);
    end = mark.span.end_byte;
  }
  return out;
}

std::string folded(std::string_view text) { return text::ascii_lower(printable(text)); }

std::size_t capitals(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), text::is_ascii_upper));
}

// 0.5 % must not show as 0 %, nor 99.7 % as 100 %.
std::string percent(double share) {
  if (share > 0 && share < 0.01) return "less than 1 %";
  if (share < 1 && share >= 0.995) return "more than 99 %";
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.0f %%", 100 * share);
  return buffer;
}

}  // namespace

std::vector<Mark> original_marks(const Comparison& comparison) {
  return marks(comparison, &Swap::original, &AlignedRun::original);
}

std::vector<Mark> suspect_marks(const Comparison& comparison) {
  return marks(comparison, &Swap::suspect, &AlignedRun::suspect);
}

std::string_view part_of(std::string_view text, ByteSpan span) {
  if (span.begin_byte > span.end_byte || span.end_byte > text.size()) return {};
  return text.substr(span.begin_byte, span.end_byte - span.begin_byte);
}

std::vector<SwapEntry> list_swaps(const Comparison& comparison, std::string_view original,
                                  std::string_view suspect) {
  std::vector<SwapEntry> entries;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (std::size_t i = 0; i < comparison.substitutions.size(); ++i) {
    const Swap& swap = comparison.substitutions[i];
    const std::string from = printable(part_of(original, swap.original));
    const std::string to = printable(part_of(suspect, swap.suspect));
    const auto [place, added] = known.try_emplace({folded(from), folded(to)}, entries.size());
    if (added) entries.push_back({from, to, swap.edit, swap.listed, {}});
    SwapEntry& entry = entries[place->second];
    // Prefers the spelling inside a sentence, if there is one.
    if (capitals(from) + capitals(to) < capitals(entry.original) + capitals(entry.suspect)) {
      entry.original = from;
      entry.suspect = to;
    }
    entry.listed = entry.listed || swap.listed;
    entry.places.push_back(i);
  }
  std::stable_sort(entries.begin(), entries.end(), [](const SwapEntry& a, const SwapEntry& b) {
    return a.places.size() > b.places.size();
  });
  return entries;
}

std::string_view verdict_words(Relation relation) {
  switch (relation) {
    case Relation::kSpun:
      return "spun copy";
    case Relation::kVerbatim:
      return "verbatim copy";
    case Relation::kReworded:
      return "reworded copy";
    case Relation::kIndependent:
    case Relation::kUnrelated:
      break;
  }
  return "not a copy";
}

std::string summary_words(const Comparison& comparison) {
  const std::string words =
      grouped(comparison.suspect_words) + (comparison.suspect_words == 1 ? " word" : " words");
  if (comparison.relation == Relation::kUnrelated) {
    return "The two share no more than expected by chance. (The suspect has " + words + ".)";
  }
  std::string out;
  if (comparison.relation == Relation::kIndependent) {
    out =
        "The two report the same event, with the same names or quotations, but were written "
        "independently. ";
  }
  std::string copied = percent(comparison.copied);
  copied[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(copied[0])));
  out += copied + " of the suspect\u2019s " + words + " were copied from the original";
  out += comparison.swapped > 0 ? "; " + percent(comparison.swapped) + " were swapped." : ".";
  if (!is_copy(comparison.relation)) return out;
  switch (comparison.direction) {
    case Direction::kOriginal:
      return out + " The original reads as the one written first.";
    case Direction::kSuspect:
      return out + " Mind the direction: the suspect reads as the one written first.";
    case Direction::kUnclear:
      break;
  }
  return out + " The words do not show which of the two was written first.";
}

}  // namespace despin::view
