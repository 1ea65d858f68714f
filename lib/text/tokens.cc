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

// Gives back what a long list grew too far: tokens stay while all else is made of them.
template <class List>
void fit(List& list) {
  constexpr std::size_t kMinSize = std::size_t{1} << 14;
  if (list.capacity() > kMinSize && list.capacity() > list.size() + list.size() / 8) {
    list.shrink_to_fit();
  }
}

// Without the rest of a character that is cut through.
std::string_view cut(std::string_view utf8, std::uint64_t size) {
  if (size >= utf8.size()) return utf8;
  for (int tail = 0; tail < 3 && size > 0 && (utf8[size] & '\xC0') == '\x80'; ++tail) --size;
  return utf8.substr(0, size);
}

Result<void> tokenize_by(bool always_rewrite, std::string_view whole, Tokens& out,
                         const TokenizeOptions& options) {
  out.forms.clear();
  out.list.clear();
  out.invisible = 0;
  out.lookalike = 0;
  out.truncated = {};
  out.odd_words = 0;
  if (whole.size() > kMaxTextBytes) {
    return Error{ErrorCode::kTooLarge, "text of " + std::to_string(whole.size()) +
                                           " bytes, at most " + std::to_string(kMaxTextBytes) +
                                           " are taken; split it"};
  }
  const std::string_view utf8 = cut(whole, options.max_words * kMaxBytesPerWord);
  const Utf8Survey survey = survey_utf8(utf8);
  if (survey.bad_byte != kNoBadByte) {
    return Error{ErrorCode::kBadUtf8,
                 "byte " + std::to_string(survey.bad_byte) +
                     " is not the beginning of a UTF-8 character; convert the text to UTF-8",
                 survey.bad_byte};
  }
  Plain plain;
  make_plain(utf8, survey, plain, always_rewrite, options.budget);
  if (base::ended(options.budget)) return options.budget->error();
  // English has about one word per six bytes; beyond a megabyte the vector grows as needed.
  constexpr std::size_t kMaxReserve = std::size_t{1} << 20;
  out.list.reserve(std::min(kMaxReserve, utf8.size() / 5 + 1));
  out.forms.reserve(std::min(kMaxReserve, utf8.size() + 8));
  Scanner scanner(plain, options, out);
  const bool fits = scanner.run();
  if (base::ended(options.budget)) return options.budget->error();
  if (!fits) {
    return Error{ErrorCode::kTooLarge, "folded words beyond 4 GiB; split the text"};
  }
  if (scanner.left_words() || utf8.size() < whole.size()) {
    const std::uint64_t read = scanner.left_words() ? scanner.read_bytes() : utf8.size();
    out.truncated = {read, whole.size() - read};
  }
  out.invisible += plain.hidden;
  unmask(out);
  fit(out.list);
  fit(out.forms);
  return {};
}

}  // namespace

Result<void> tokenize(std::string_view utf8, Tokens& out, const TokenizeOptions& options) {
  return tokenize_by(false, utf8, out, options);
}

Result<void> tokenize_slowly(std::string_view utf8, Tokens& out) {
  return tokenize_by(true, utf8, out, {});
}

}  // namespace despin::text
