#include "lib/text/blanks.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "lib/text/utf8.h"

namespace despin::text {
namespace {

// Two English words have 8 to 10 letters, the halves of one 4 to 5 on average.
constexpr double kLettersOfTwoWords = 6.3;

bool is_hangul(char32_t c) {
  if (c < 0x1100 || is_blank_letter(c)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
  return script == USCRIPT_HANGUL || script == USCRIPT_BRAILLE;
}

}  // namespace

bool in_hangul(std::string_view text, std::size_t begin, std::size_t end) {
  if (end < text.size() && is_hangul(next_character(text, end))) return true;
  if (begin == 0) return false;
  do {
    --begin;
  } while (begin > 0 && is_continuation(text[begin]));
  return is_hangul(next_character(text, begin));
}

Blanks role_of_blanks(std::string_view text) {
  std::size_t blanks = 0;
  std::size_t letters = 0;  // beside blanks, on both sides
  std::size_t run = 0;      // letters since the last gap
  bool behind_blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    const bool blank = is_blank_letter(c);
    if (!blank && is_word_character(c)) {
      ++run;
      continue;
    }
    if (!blank && is_invisible(c)) continue;
    if (behind_blank) letters += run;
    if (blank) {
      ++blanks;
      letters += run;
    }
    behind_blank = blank;
    run = 0;
  }
  if (behind_blank) letters += run;
  const double mean = static_cast<double>(letters) / static_cast<double>(blanks == 0 ? 1 : blanks);
  return mean >= kLettersOfTwoWords ? Blanks::kSpaces : Blanks::kInWords;
}

}  // namespace despin::text
