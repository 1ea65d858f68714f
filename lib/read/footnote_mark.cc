#include "lib/read/footnote_mark.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

// Words of two letters; other pairs are units and symbols: "km", "mc".
constexpr std::array<std::string_view, 27> kShortWords{
    "ad", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it",
    "me", "my", "no", "of", "oh", "on", "or", "so", "to", "up", "us", "we", "tv"};
// What formulas raise to a power.
constexpr std::array<std::string_view, 9> kFunctions{"sin", "cos", "tan", "cot", "sec",
                                                     "csc", "log", "exp", "det"};
// What formulas index, written out.
constexpr std::array<std::string_view, 12> kIndexed{"alpha", "beta",  "gamma",  "delta",
                                                    "theta", "kappa", "lambda", "sigma",
                                                    "omega", "min",   "max",    "vitamin"};
constexpr std::size_t kMaxDigits = 3;

// One or two characters, not all ASCII: a variable, as in \u03C0r<sup>2</sup>.
bool is_variable(std::string_view word) {
  const auto characters =
      std::count_if(word.begin(), word.end(), [](char c) { return (c & '\xC0') != '\x80'; });
  return characters <= 2 &&
         std::any_of(word.begin(), word.end(), [](char c) { return (c & '\x80') != 0; });
}

bool is_any(std::span<const std::string_view> words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view known) { return text::same_ascii(known, word); });
}

bool is_digits(std::string_view item) {
  return item.size() <= kMaxDigits && std::all_of(item.begin(), item.end(), text::is_ascii_digit);
}

bool is_letters(std::string_view item) {
  if (item.size() == 1) return text::is_ascii_lower(item[0]);
  return item.size() <= 4 && std::all_of(item.begin(), item.end(),
                                         [](char c) { return c == 'i' || c == 'v' || c == 'x'; });
}

bool is_symbols(std::string_view item) {
  constexpr std::string_view kSymbols = "*#\u2020\u2021\u00A7\u00B6\u2016";
  int count = 0;
  for (std::size_t at = 0; at < item.size(); ++count) {
    const std::size_t begin = at;
    text::next_checked_character(item, at);
    if (kSymbols.find(item.substr(begin, at - begin)) == std::string_view::npos) return false;
  }
  return count <= 3;
}

// The marks of `raised`, divided by commas, dashes or brackets.
bool is_marks(std::string_view raised) {
  constexpr std::string_view kDividers = " ,;-()[]";
  bool any = false;
  for (std::size_t at = 0; at < raised.size();) {
    if (kDividers.find(raised[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    if (raised.substr(at).starts_with("\u2013")) {
      at += 3;
      continue;
    }
    std::size_t end = at;
    while (end < raised.size() && kDividers.find(raised[end]) == std::string_view::npos &&
           !raised.substr(end).starts_with("\u2013")) {
      ++end;
    }
    const std::string_view item = raised.substr(at, end - at);
    if (!is_digits(item) && !is_letters(item) && !is_symbols(item)) return false;
    any = true;
    at = end;
  }
  return any;
}

// REQUIRES: is_marks(raised).
bool is_lowered_mark(std::string_view raised, std::string_view before, bool linked) {
  if (std::any_of(raised.begin(), raised.end(), text::is_ascii_letter)) return false;
  if (linked) return true;
  std::size_t begin = before.size();
  while (begin > 0 && text::is_ascii_letter(before[begin - 1])) --begin;
  const std::string_view word = before.substr(begin);
  if (word.empty()) return std::string_view(".,;:!?\"'").find(before.back()) != before.npos;
  const bool lower = std::all_of(word.begin() + 1, word.end(), text::is_ascii_lower);
  return word.size() > 2 && lower && !is_any(kFunctions, word) && !is_any(kIndexed, word);
}

}  // namespace

bool is_footnote_mark(std::string_view raised, std::string_view before, MarkPlace place) {
  if (before.empty()) return false;
  if (place.lowered) return is_marks(raised) && is_lowered_mark(raised, before, place.linked);
  if (raised == "TM" || raised == "SM" || raised == "\u00AE" || raised == "\u2122") return true;
  // A minus is a power's: 10<sup>-6</sup>, s<sup>-1</sup>.
  if (raised.starts_with('-') || raised.starts_with("\u2212") || !is_marks(raised)) return false;
  if (place.linked) return true;
  if (text::is_ascii_digit(before.back())) return false;
  std::size_t begin = before.size();
  while (begin > 0 && text::is_ascii_letter(before[begin - 1])) --begin;
  const std::string_view word = before.substr(begin);
  if (before.ends_with("\u00B5m") || before.ends_with("\u03BCm")) return false;
  if (is_variable(before) || (is_digits(raised) && is_any(kFunctions, before))) return false;
  if (word.size() > 2 || (begin > 0 && (before[begin - 1] & '\x80') != 0)) return true;
  if (word.empty()) return before.back() != ')' || !is_digits(raised);  // (a + b)2
  if (word.size() == 1) return word == "a" || word == "I";
  return is_any(kShortWords, word);
}

}  // namespace despin::read
