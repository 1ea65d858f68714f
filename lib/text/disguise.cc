#include "lib/text/disguise.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/text/ascii.h"
#include "lib/text/lookalike.h"
#include "lib/text/terms.h"
#include "lib/text/utf8.h"

namespace despin::text {
namespace {

// Shorter texts say too little about themselves.
constexpr std::size_t kMinTokens = 30;
// Names of other languages make a tenth of the words of some English texts, but no names are
// function words, of which disguised ones have their share; of a third of all words none has to be
// one.
constexpr std::size_t kOneInOdd = 10;
constexpr std::size_t kOneInPlainlyOdd = 2;
constexpr double kMinHiddenFunctionShare = 0.15;
// English has about .45, a list of headlines .3, other languages under .1 by chance.
constexpr double kMinFunctionShare = 0.25;

struct CloseChecker {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

// The ASCII letters that characters look like.
class Skeletons {
 public:
  Skeletons() {
    UErrorCode status = U_ZERO_ERROR;
    nfd_ = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) nfd_ = nullptr;
    checker_.reset(uspoof_open(&status));
    if (U_FAILURE(status)) checker_ = nullptr;
  }

  // 0 if it looks like none.
  char letter(char32_t c) {
    const auto known = letters_.find(c);
    if (known != letters_.end()) return known->second;
    return letters_.emplace(c, find(c)).first->second;
  }

 private:
  char find(char32_t c) const {
    if (const char capital = small_capital(c); capital != '\0') return capital;
    if (const char latin = latin_lookalike(c); latin != '\0') return ascii_lower(latin);
    const icu::UnicodeString written(static_cast<UChar32>(c));
    if (const char base = base_of(written); base != '\0') return base;
    if (checker_ == nullptr) return '\0';
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString skeleton;
    uspoof_getSkeletonUnicodeString(checker_.get(), 0, written, skeleton, &status);
    return U_SUCCESS(status) ? base_of(skeleton) : '\0';
  }

  // The ASCII letter that bears the marks of `text`, in lower case.
  char base_of(const icu::UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString apart = nfd_ == nullptr ? text : nfd_->normalize(text, status);
    if (U_FAILURE(status) || apart.isEmpty() || apart[0] >= 0x80) return '\0';
    const auto base = static_cast<char>(apart[0]);
    for (int32_t i = 1; i < apart.length(); ++i) {
      if (u_charType(apart[i]) != U_NON_SPACING_MARK) return '\0';
    }
    return is_ascii_letter(base) ? ascii_lower(base) : '\0';
  }

  static char small_capital(char32_t c) {
    constexpr std::pair<char32_t, char> kSmallCapitals[] = {
        {0x1D00, 'a'}, {0x0299, 'b'}, {0x1D04, 'c'}, {0x1D05, 'd'}, {0x1D07, 'e'},
        {0xA730, 'f'}, {0x0262, 'g'}, {0x029C, 'h'}, {0x026A, 'i'}, {0x1D0A, 'j'},
        {0x1D0B, 'k'}, {0x029F, 'l'}, {0x1D0D, 'm'}, {0x0274, 'n'}, {0x1D0F, 'o'},
        {0x1D18, 'p'}, {0xA7AF, 'q'}, {0x0280, 'r'}, {0xA731, 's'}, {0x1D1B, 't'},
        {0x1D1C, 'u'}, {0x1D20, 'v'}, {0x1D21, 'w'}, {0x028F, 'y'}, {0x1D22, 'z'}};
    for (const auto& [letter, plain] : kSmallCapitals) {
      if (letter == c) return plain;
    }
    return '\0';
  }

  const icu::Normalizer2* nfd_ = nullptr;
  std::unique_ptr<USpoofChecker, CloseChecker> checker_;
  std::unordered_map<char32_t, char> letters_;
};

struct Revealed {
  std::string form;            // as ASCII
  std::uint32_t replaced = 0;  // 0: the word is no disguised one
  bool sure = false;           // more letters than digits: no "A10"
};

// Whether 0 and 1 are the only digits, beside letters.
bool may_be_letters(std::string_view form) {
  const auto other = [](char c) { return is_ascii_digit(c) && c > '1'; };
  return std::none_of(form.begin(), form.end(), other) &&
         !std::all_of(form.begin(), form.end(), is_ascii_digit);
}

Revealed reveal(std::string_view form, Skeletons& skeletons) {
  Revealed out;
  const bool letters = may_be_letters(form);
  std::size_t digits = 0;
  for (std::size_t at = 0; at < form.size();) {
    const char32_t c = next_character(form, at);
    char plain = static_cast<char>(c);
    if (c >= 0x80) {
      ++out.replaced;
      if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) continue;
      plain = skeletons.letter(c);
      if (plain == '\0') return {};
    } else if (letters && is_ascii_digit(plain)) {
      ++out.replaced;
      ++digits;
      plain = plain == '0' ? 'o' : 'l';
    }
    out.form += plain;
  }
  if (out.form.empty()) return {};
  out.sure = 2 * digits <= out.form.size();
  return out;
}

}  // namespace

void unmask(Tokens& tokens) {
  std::vector<Token>& list = tokens.list;
  if (list.size() < kMinTokens || tokens.odd_words < list.size() / kOneInOdd) return;
  Skeletons skeletons;
  std::vector<std::pair<std::size_t, Revealed>> odd;
  std::size_t words = 0;
  std::size_t hidden_words = 0;
  std::size_t functions = 0;
  std::size_t hidden_functions = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].kind != TokenKind::kWord) continue;
    ++words;
    const std::string_view form = tokens.form(list[i]);
    Revealed revealed = reveal(form, skeletons);
    const bool hidden =
        (revealed.replaced > 0 && revealed.sure) || (list[i].flags & kLookalike) != 0;
    const bool function = is_function_word(revealed.replaced > 0 ? revealed.form : form);
    hidden_words += hidden ? 1 : 0;
    functions += function ? 1 : 0;
    hidden_functions += function && hidden ? 1 : 0;
    if (revealed.replaced > 0) odd.emplace_back(i, std::move(revealed));
  }
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  if (hidden_words < words / kOneInOdd || share(functions, words) < kMinFunctionShare ||
      (hidden_words < words / kOneInPlainlyOdd &&
       share(hidden_functions, hidden_words) < kMinHiddenFunctionShare)) {
    return;
  }
  for (const auto& [index, revealed] : odd) {
    Token& token = list[index];
    // A character takes at least as many bytes as the letter it looks like.
    tokens.forms.replace(token.form_begin, revealed.form.size(), revealed.form);
    token.form_size = static_cast<std::uint16_t>(revealed.form.size());
    token.flags |= kLookalike;
    tokens.lookalike += revealed.replaced;
  }
}

}  // namespace despin::text
