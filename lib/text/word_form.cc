#include "lib/text/word_form.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstddef>

#include "lib/text/ascii.h"
#include "lib/text/bytes.h"
#include "lib/text/lookalike.h"
#include "lib/text/utf8.h"

namespace despin::text {
namespace {

Shape shape_of(std::size_t uppers, std::size_t lowers, bool begins_upper) {
  if (uppers == 0) return lowers == 0 ? Shape::kNone : Shape::kLower;
  if (uppers == 1 && begins_upper) return Shape::kTitle;
  return lowers == 0 ? Shape::kUpper : Shape::kMixed;
}

struct Letters {
  std::size_t latin = 0;
  std::size_t lookalike = 0;
  std::size_t foreign = 0;  // neither Latin nor homoglyph
  std::size_t uppers = 0;
  std::size_t lowers = 0;
  std::size_t latin_lowers = 0;
  bool small_greek = false;  // one of the homoglyphs is a small Greek letter
  bool begins_upper = false;

  // Small Greek letters are normal next to capitals and digits (as in TNF-alpha written with one).
  bool obfuscated() const {
    return latin > 0 && lookalike > 0 && foreign == 0 && (!small_greek || latin_lowers >= 2);
  }
};

Letters count_letters(std::string_view word) {
  Letters letters;
  for (std::size_t i = 0; i < word.size();) {
    const bool first = i == 0;
    const char32_t c = next_character(word, i);
    const auto point = static_cast<UChar32>(c);
    const bool upper = u_isUUppercase(point) != 0 || u_istitle(point) != 0;
    letters.uppers += upper ? 1 : 0;
    const bool lower_case = u_isULowercase(point) != 0;
    letters.lowers += lower_case ? 1 : 0;
    if (first) letters.begins_upper = upper;
    if (u_isalpha(point) == 0) continue;
    if (latin_lookalike(c) != 0) {
      ++letters.lookalike;
      letters.small_greek = letters.small_greek || (lower_case && c >= 0x370 && c < 0x400);
    } else {
      UErrorCode status = U_ZERO_ERROR;
      const bool latin = uscript_getScript(point, &status) == USCRIPT_LATIN;
      ++(latin ? letters.latin : letters.foreign);
      letters.latin_lowers += latin && lower_case ? 1 : 0;
    }
  }
  return letters;
}

void append_utf8(char32_t c, std::string& out) {
  char bytes[4];
  out.append(bytes, put_character(c, bytes));
}

std::string fold_case(const std::string& letters) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  std::string folded;
  icu::StringByteSink<std::string> folded_sink(&folded);
  icu::CaseMap::utf8Fold(0, icu::StringPiece(letters.data(), static_cast<int>(letters.size())),
                         folded_sink, nullptr, status);
  std::string normal;
  icu::StringByteSink<std::string> normal_sink(&normal);
  if (U_SUCCESS(status)) {
    nfc->normalizeUTF8(0, icu::StringPiece(folded.data(), static_cast<int>(folded.size())),
                       normal_sink, nullptr, status);
  }
  return U_SUCCESS(status) ? normal : letters;
}

}  // namespace

WordForm append_form_slowly(std::string_view word, std::string& forms) {
  const Letters letters = count_letters(word);
  const bool obfuscated = letters.obfuscated();
  std::string spelled;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = next_character(word, i);
    const char latin = obfuscated ? latin_lookalike(c) : '\0';
    append_utf8(latin != 0                                        ? static_cast<char32_t>(latin)
                : c < 0x80 && is_apostrophe(static_cast<char>(c)) ? U'\''
                                                                  : c,
                spelled);
  }
  forms += fold_case(spelled);
  return {shape_of(letters.uppers, letters.lowers, letters.begins_upper),
          obfuscated ? static_cast<std::uint32_t>(letters.lookalike) : 0};
}

WordForm append_form(std::string_view word, std::string& forms) {
  const std::size_t begin = forms.size();
  forms.resize(begin + word.size());
  char* out = forms.data() + begin;
  unsigned all = 0;
  std::size_t uppers = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const unsigned classes = byte_class(word[i]);
    all |= classes;
    uppers += classes & kUpperByte;
    const char c = word[i];
    out[i] = is_apostrophe(c) ? '\'' : ascii_lower(c);
  }
  if ((all & kHighByte) != 0) {
    forms.resize(begin);
    return append_form_slowly(word, forms);
  }
  return {shape_of(uppers, (all & kLowerByte) != 0 ? 1 : 0, is(word[0], kUpperByte)), 0};
}

}  // namespace despin::text
