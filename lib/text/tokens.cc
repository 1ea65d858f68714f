#include "lib/text/tokens.h"

#include <algorithm>
#include <string>

#include "lib/text/disguise.h"
#include "lib/text/plain.h"
#include "lib/text/scanner.h"
#include "lib/text/slow_tokens.h"
#include "lib/text/utf8.h"

namespace despin::text {
namespace {

Result<void> tokenize_by(bool always_rewrite, std::string_view utf8, Tokens& out) {
  out.forms.clear();
  out.list.clear();
  out.invisible = 0;
  out.lookalike = 0;
  out.odd_words = 0;
  if (utf8.size() > kMaxTextBytes) {
    return Error{ErrorCode::kTooLarge, "text of " + std::to_string(utf8.size()) +
                                           " bytes, at most " + std::to_string(kMaxTextBytes) +
                                           " are taken; split it"};
  }
  const Utf8Survey survey = survey_utf8(utf8);
  if (survey.bad_byte != kNoBadByte) {
    return Error{ErrorCode::kBadUtf8,
                 "byte " + std::to_string(survey.bad_byte) +
                     " is not the beginning of a UTF-8 character; convert the text to UTF-8"};
  }
  Plain plain;
  make_plain(utf8, survey, plain, always_rewrite);
  // English has about one word per six bytes; beyond a megabyte the vector grows as needed.
  constexpr std::size_t kMaxReserve = std::size_t{1} << 20;
  out.list.reserve(std::min(kMaxReserve, utf8.size() / 5 + 1));
  out.forms.reserve(std::min(kMaxReserve, utf8.size() + 8));
  Scanner scanner(plain, out);
  if (!scanner.run()) {
    return Error{ErrorCode::kTooLarge, "folded words beyond 4 GiB; split the text"};
  }
  out.invisible += plain.hidden;
  unmask(out);
  return {};
}

}  // namespace

Result<void> tokenize(std::string_view utf8, Tokens& out) { return tokenize_by(false, utf8, out); }

Result<void> tokenize_slowly(std::string_view utf8, Tokens& out) {
  return tokenize_by(true, utf8, out);
}

}  // namespace despin::text
