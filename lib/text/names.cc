#include "lib/text/names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "lib/text/ascii.h"
#include "lib/text/bytes.h"

namespace despin::text {
namespace {

// More letters with stops are not initials.
constexpr int kMaxInitials = 12;

constexpr std::string_view kDegrees[] = {"b.ed",   "b.sc", "d.phil", "ed.d", "m.ed",
                                         "m.phil", "m.sc", "ph.d",   "sc.d"};

bool word_at(std::string_view s, std::size_t i) { return is(at(s, i), kWordByte); }
bool letter_at(std::string_view s, std::size_t i) { return is(at(s, i), kLetterByte); }

// Removes what belongs to the sentence: stops, and brackets that opened earlier.
std::string_view trim(std::string_view s) {
  static constexpr std::string_view kBrackets = "()[]{}";
  std::array<std::size_t, kBrackets.size()> left{};  // open brackets of each kind in `s`
  for (const char c : s) {
    const std::size_t kind = kBrackets.find(c);
    if (kind != std::string_view::npos) ++left[kind];
  }
  while (!s.empty()) {
    const char c = s.back();
    if (s.size() > 2 && ascii_lower(c) == 's' && is_apostrophe(s[s.size() - 2])) {  // a.example's
      s.remove_suffix(2);
      continue;
    }
    const std::size_t kind = kBrackets.find(c);
    if (kind != std::string_view::npos) {
      const bool pairs = kind % 2 == 1 && left[kind - 1] >= left[kind];
      if (pairs) break;
      --left[kind];
    } else if (std::string_view(".,;:!?*").find(c) == std::string_view::npos && !is_apostrophe(c)) {
      break;
    }
    s.remove_suffix(1);
  }
  return s;
}

bool is_url(std::string_view s) {
  const std::size_t scheme = s.find("://");
  if (scheme != std::string_view::npos) return scheme > 0 && scheme + 3 < s.size();
  return s.size() > 4 && ascii_lower(s[0]) == 'w' && ascii_lower(s[1]) == 'w' &&
         ascii_lower(s[2]) == 'w' && s[3] == '.' && word_at(s, 4);
}

// One separator between two word characters is enough.
bool has_code_mark(std::string_view s) {
  for (std::size_t i = 1; i + 1 < s.size(); ++i) {
    const bool after_word = is(s[i - 1], kWordByte);
    switch (s[i]) {
      case '_':
        // Underscores only count between two words, not as a blank to fill in.
        if (after_word && s.find_first_not_of('_', i) != std::string_view::npos &&
            word_at(s, s.find_first_not_of('_', i))) {
          return true;
        }
        break;
      case '=':
      case '\\':
        if (after_word && word_at(s, i + 1)) return true;
        break;
      case ':':
        if (after_word && s[i + 1] == ':' && word_at(s, i + 2)) return true;
        if (after_word && s[i + 1] == '\\') return true;
        break;
      case '(':
        if (after_word && s[i + 1] == ')') return true;
        break;
      default:
        break;
    }
  }
  const bool unary_call = s.size() > 3 && is(s[0], kUpperByte | kLowerByte) && s[1] == '(' &&
                          s.back() == ')' && is(s[2], kUpperByte | kLowerByte | kDigitByte);
  return unary_call && s.size() == 4;
}

bool is_mail_or_handle(std::string_view s) {
  const std::size_t sign = s.find('@');
  if (sign == std::string_view::npos || !word_at(s, sign + 1)) return false;
  return sign == 0 || (is(s[sign - 1], kWordByte) && s.find('.', sign) != std::string_view::npos);
}

bool is_path(std::string_view s) {
  if (s[0] == '~' || s[0] == '.') {
    const std::size_t slash = s.find('/');
    return slash != std::string_view::npos && slash <= 2 && slash + 1 < s.size();
  }
  if (s[0] != '/' || !word_at(s, 1)) return false;
  return s.find('/', 1) != std::string_view::npos;
}

// Whether the full stop at `dot`, between word characters, makes a name of them.
bool dot_names(std::string_view s, std::size_t dot) {
  std::size_t left = dot;
  while (left > 0 && is(s[left - 1], kWordByte)) --left;
  std::size_t right = dot + 1;
  while (right < s.size() && is(s[right], kWordByte)) ++right;
  const std::string_view before = s.substr(left, dot - left);
  const std::string_view after = s.substr(dot + 1, right - dot - 1);
  const auto all = [](std::string_view part, unsigned classes) {
    return std::all_of(part.begin(), part.end(), [&](char c) { return is(c, classes); });
  };
  if (is(before.back(), kHighByte) || is(after.front(), kHighByte)) return false;
  const bool clock = before.size() > 1 && is(before[before.size() - 2], kDigitByte);
  if (clock && is(before.back(), kLetterByte) && after.size() == 1) return false;  // 2:30p.m.
  if (all(before, kDigitByte | kHighByte)) return false;                           // 3.5, 10.am
  if (all(before, kLetterByte) && all(after, kDigitByte)) return false;            // No.5
  if (is(after.front(), kUpperByte)) {  // end.The, README.MD
    return all(before, kUpperByte) && all(after, kUpperByte) && after.size() > 1;
  }
  return before.size() > 1 || after.size() > 1;
}

bool has_dotted_name(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    if (!is(s[i], kWordByte)) {
      ++i;
      continue;
    }
    if (const std::size_t past = initials_end(s, i); past != i) {
      i = past;
      while (word_at(s, i)) ++i;  // a surname follows: "J.K.Rowling"
      continue;
    }
    while (word_at(s, i)) ++i;
    if (at(s, i) == '.' && word_at(s, i + 1)) {
      if (dot_names(s, i)) return true;
      ++i;
    }
  }
  return false;
}

}  // namespace

std::size_t code_end(std::string_view chunk) {
  const std::string_view s = trim(chunk);
  if (s.size() < 2) return 0;
  const bool code =
      is_url(s) || is_mail_or_handle(s) || has_code_mark(s) || is_path(s) || has_dotted_name(s);
  return code ? s.size() : 0;
}

bool is_camel_case(std::string_view word) {
  std::size_t small = 0;
  while (small < word.size() && is(word[small], kLowerByte)) ++small;
  if (small < 2 || small == word.size()) return false;
  int humps = 0;
  bool long_hump = false;
  for (std::size_t i = small; i < word.size(); ++i) {
    if (is_apostrophe(word[i])) return false;  // dell'Arte
    if (!is(word[i], kUpperByte) || !is(at(word, i + 1), kLowerByte)) continue;
    ++humps;
    long_hump = long_hump || (i >= 3 && is(at(word, i + 2), kLowerByte));
  }
  return humps >= 2 || long_hump;
}

std::size_t initials_end(std::string_view text, std::size_t begin) {
  for (const std::string_view degree : kDegrees) {
    const std::size_t end = begin + degree.size();
    const auto same = [](char a, char b) { return a == ascii_lower(b); };
    if (std::equal(degree.begin(), degree.end(), text.begin() + static_cast<std::ptrdiff_t>(begin),
                   text.begin() + static_cast<std::ptrdiff_t>(std::min(end, text.size())), same) &&
        !word_at(text, end)) {
      return end + (at(text, end) == '.' ? 1 : 0);
    }
  }
  std::size_t i = begin;
  int letters = 0;
  while (letters < kMaxInitials && is(at(text, i), kUpperByte | kLowerByte) &&
         at(text, i + 1) == '.') {
    i += 2;
    ++letters;
  }
  // The last letter may lack its stop, or be the first of a longer word.
  if (letters > 0 && letter_at(text, i) && !word_at(text, i + 1)) return i + 1;
  return letters >= 2 ? i : begin;
}

}  // namespace despin::text
