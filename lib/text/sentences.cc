#include "lib/text/sentences.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/text/sorted_words.h"

namespace despin::text {
namespace {

constexpr auto kTitles = std::to_array<WordView>({
    "adm",  "brig", "capt", "cf",   "cmdr", "col", "cpl",    "dr",  "drs", "e.g.", "esp", "gen",
    "gov",  "hon",  "i.e.", "insp", "lt",   "maj", "messrs", "mme", "mr",  "mrs",  "ms",  "mt",
    "pres", "prof", "rep",  "reps", "rev",  "sen", "sens",   "sgt", "st",  "supt", "viz", "vs",
});
static_assert(ascending(kTitles));

constexpr auto kBeforeNumbers = std::to_array<WordView>({
    "apr", "art", "aug", "ch",  "chap", "dec", "eq", "eqs", "feb", "fig",  "figs", "jan",  "jul",
    "jun", "no",  "nos", "nov", "oct",  "p",   "pp", "sec", "sep", "sept", "vol",  "vols",
});
static_assert(ascending(kBeforeNumbers));

constexpr auto kShortened = std::to_array<WordView>({
    "al",   "approx", "assn", "assoc", "ave", "blvd", "bros", "ca",   "co",   "corp", "dept",
    "dist", "ed",     "eds",  "est",   "etc", "ext",  "ft",   "govt", "hwy",  "inc",  "intl",
    "jr",   "ltd",    "misc", "natl",  "org", "rd",   "ref",  "sr",   "univ",
});
static_assert(ascending(kShortened));

constexpr auto kStarters = std::to_array<WordView>({
    "a",           "after",     "all",      "although", "among", "an",     "and",   "another",
    "as",          "at",        "because",  "before",   "both",  "but",    "by",    "despite",
    "during",      "each",      "even",     "finally",  "first", "for",    "from",  "further",
    "furthermore", "given",     "he",       "her",      "here",  "his",    "how",   "however",
    "i",           "if",        "in",       "instead",  "it",    "its",    "last",  "later",
    "many",        "meanwhile", "moreover", "most",     "my",    "no",     "not",   "now",
    "on",          "once",      "one",      "only",     "other", "others", "our",   "over",
    "she",         "since",     "so",       "some",     "still", "such",   "that",  "the",
    "their",       "then",      "there",    "these",    "they",  "this",   "those", "though",
    "through",     "thus",      "to",       "today",    "under", "unlike", "until", "we",
    "what",        "when",      "where",    "whether",  "which", "while",  "who",   "why",
    "with",        "yet",       "you",      "your",
});
static_assert(ascending(kStarters));

}  // namespace

Stop full_stop_after(std::string_view form) {
  if (form.empty() || form.size() > 6)
    return form.find('.') == WordView::npos ? Stop::kFull : Stop::kIfStarter;
  if (has(kTitles, form)) return Stop::kNever;
  if (has(kBeforeNumbers, form)) return Stop::kUnlessNumber;
  if (has(kShortened, form) || form.size() == 1 || form.find('.') != WordView::npos) {
    return Stop::kIfStarter;
  }
  return Stop::kFull;
}

bool ends_sentence(Stop stop, const AfterStop& next) {
  switch (stop) {
    case Stop::kNone:
    case Stop::kNever:
      return false;
    case Stop::kDots:
    case Stop::kLoud:
      return !next.small_letter || (stop == Stop::kLoud && next.new_line);
    case Stop::kFull:
      return !next.small_letter || next.new_line;
    case Stop::kUnlessNumber:
      return !next.small_letter && !next.number;
    case Stop::kIfStarter:
      return !next.small_letter && !next.initial && has(kStarters, next.form);
  }
  return false;
}

}  // namespace despin::text
