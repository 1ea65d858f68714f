#include "lib/text/marks.h"

#include <algorithm>

#include "lib/text/bytes.h"

namespace despin::text {
namespace {

// Most bytes between two marks. Quotations in news seldom exceed a hundred words; code in backticks
// stays on its line.
constexpr std::size_t kMaxQuotation = 800;
constexpr std::size_t kMaxCode = 200;

bool opens(std::string_view text, std::size_t i) {
  if (is(at(text, i + 1), kSpaceByte)) return false;
  if (text[i] == kLeftDouble) return true;
  const char before = i == 0 ? ' ' : text[i - 1];
  return is(before, kSpaceByte) ||
         std::string_view("([{-/'\x01\x03\x05\x06").find(before) != std::string_view::npos;
}

}  // namespace

bool Marks::closes(char opening, std::size_t i) const {
  const char c = text_[i];
  switch (opening) {
    case '"':
      return c == '"' && !is(text_[i - 1], kSpaceByte);
    case kLeftDouble:
      return c == kRightDouble;
    case kLeftSingle:
      return c == kRightSingle && !is(text_[i - 1], kSpaceByte) && !is(at(text_, i + 1), kWordByte);
    default:
      return c == '`';
  }
}

std::size_t Marks::close(std::size_t i) {
  const char opening = text_[i];
  const bool code = opening == '`';
  if (!code && !opens(text_, i)) return 0;
  const std::size_t kind = code ? 0 : opening == '"' ? 1 : opening == kLeftDouble ? 2 : 3;
  const std::size_t limit = std::min(text_.size(), i + (code ? kMaxCode : kMaxQuotation));
  std::size_t j = std::max(i + 1, none_before_[kind]);
  for (; j < limit; ++j) {
    if (closes(opening, j)) return j;
    if (text_[j] != '\n') continue;
    std::size_t k = j + 1;
    while (k < limit && text_[k] != '\n' && is(text_[k], kSpaceByte)) ++k;
    if (code || (k < limit && text_[k] == '\n')) break;
  }
  none_before_[kind] = std::max(none_before_[kind], j);
  return 0;
}

}  // namespace despin::text
