#include "lib/text/scanner.h"

#include "lib/text/bytes.h"

namespace despin::text {

bool Scanner::run() {
  Line above;
  Line last;
  Line line = read_line(text_, 0);
  while (line.begin < text_.size() && !done_) {
    const Line next = read_line(text_, line.end + 1);
    last_space_ = line.begin;
    new_line_ = stop_ != Stop::kNone;
    if (line.begin >= fence_end_) {
      const std::size_t fence = line.blank ? 0 : fence_end(text_, line);
      if (fence == 0) {
        ordinary(above, last, line, next);
      } else {
        fence_end_ = fence;  // the rest of the fence's line can only name a language
        markdown_ = true;
      }
    } else {
      fenced(line);
    }
    above = last;
    last = line;
    line = next;
  }
  return !full_;
}

void Scanner::fenced(const Line& line) {
  sentence_ = paragraph_ = true;
  if (line.end + 1 >= fence_end_) return;  // the closing fence
  line_flags_ = kInCode;
  row_ = false;
  scan(line.begin, line.end);
  sentence_ = true;
}

void Scanner::ordinary(const Line& above, const Line& last, const Line& line, const Line& next) {
  const LineEnd end = line_end(above, last, line);
  if (end != LineEnd::kSpace) sentence_ = true;
  if (end == LineEnd::kParagraph) {
    paragraph_ = true;
    // Marks never extend across paragraphs; a long line may be a paragraph without a blank line
    // next to it.
    quote_end_ = code_end_ = 0;
  }
  if (line.blank) return;
  indented_code_ = markdown_ && line.indented && !line.item && (last.blank || indented_code_);
  row_ = is_row(last, line, next);
  line_flags_ = static_cast<std::uint16_t>((line.item ? kInList : 0) | (row_ ? kInTable : 0) |
                                           (indented_code_ ? kInCode : 0));
  last_space_ = line.content;
  scan(line.content, line.end);
}

void Scanner::scan(std::size_t begin, std::size_t end) {
  constexpr std::size_t kAskedBytes = 4096;
  for (std::size_t i = begin; i < end && !done_;) {
    if (i >= next_ask_) {
      next_ask_ = i + kAskedBytes;
      done_ = !base::may_go_on(options_.budget, kAskedBytes / 64);
    }
    const unsigned classes = byte_class(text_[i]);
    if ((classes & kSpaceByte) != 0) {
      last_space_ = ++i;
      if (row_ && text_[i - 1] == '\t') add_break(i - 1, i);
    } else if ((classes & kWordByte) != 0) {
      const std::size_t past = i >= chunk_end_ ? code(i) : i;
      i = past != i ? past : word_or_number(i);
    } else {
      i = punctuation(i);
    }
  }
}

bool Scanner::space_before(std::size_t i) const {
  return i == last_space_ || is(text_[i - 1], kSpaceByte);
}

std::size_t Scanner::punctuation(std::size_t i) {
  const char c = text_[i];
  const char next = at(text_, i + 1);
  switch (c) {
    case '.':
      return full_stop(i);
    case '!':
    case '?':
      stop_ = Stop::kLoud;
      return i + 1;
    case kEllipsis:
      stop_ = Stop::kDots;
      return add_break(i, i + 1);
    case ',':
    case ';':
    case ':':
      stop_ = Stop::kNone;  // "etc., The": the sentence continues
      return add_break(i, i + 1);
    case '(':
    case '[':
      return bracket(i);
    case ')':
    case ']':
    case '{':
    case '}':
    case '|':
    case kEmDash:
    case kBullet:
      return add_break(i, i + 1);
    case '-':
    case kEnDash:
      return hyphen(i);
    case '\'':
    case kRightSingle:
    case kLeftSingle:
      return apostrophe(i);
    case '"':
    case kLeftDouble:
    case '`':
      return open_mark(i);
    case '/':
      if (space_before(i) && is(next, kSpaceByte)) return add_break(i, i + 1);
      [[fallthrough]];
    case '@':
    case '~': {
      const std::size_t past = i >= chunk_end_ && !is(next, kSpaceByte) ? code(i) : i;
      return past != i ? past : i + 1;
    }
    case '$':
      return is(next, kDigitByte) ? add_price(i, i + 1) : i + 1;
    default:
      return i + 1;
  }
}

std::size_t Scanner::full_stop(std::size_t i) {
  std::size_t end = i;
  while (at(text_, end) == '.') ++end;
  if (end - i >= 3) {
    stop_ = Stop::kDots;
    return add_break(i, end);
  }
  if (space_before(i) && is(at(text_, end), kWordByte)) return end;  // .5, .NET
  const bool behind_word =
      !out_.list.empty() && last_end_ == i && out_.list.back().kind == TokenKind::kWord;
  stop_ = behind_word ? full_stop_after(out_.form(out_.list.back())) : Stop::kFull;
  return end;
}

std::size_t Scanner::hyphen(std::size_t i) {
  const char c = text_[i];
  std::size_t end = i;
  while (at(text_, end) == c) ++end;
  const char next = at(text_, end);
  const bool before = space_before(i);
  if (end - i == 1) {
    if (!before && is(next, kWordByte)) return end;                      // well-known
    if (before && is(next, kDigitByte)) return end;                      // -5
    if (!before && c == '-' && is(text_[i - 1], kWordByte)) return end;  // pre- and
  }
  return add_break(i, end);
}

std::size_t Scanner::apostrophe(std::size_t i) {
  if (is_possessive(i)) {
    add(TokenKind::kWord, i, i + 2);
    return i + 2;
  }
  return text_[i] == kLeftSingle ? open_mark(i) : i + 1;
}

std::size_t Scanner::bracket(std::size_t i) {
  const std::string_view rest = text_.substr(i, 6);
  if (text_[i] == '(' && i > 0 && is(text_[i - 1], kLetterByte)) {  // word(s)
    if (rest.substr(0, 3) == "(s)" && !is(at(rest, 3), kWordByte)) return i + 3;
    if (rest.substr(0, 4) == "(es)" && !is(at(rest, 4), kWordByte)) return i + 4;
  }
  if (text_[i] == '[') {  // [12], a reference mark
    std::size_t j = 1;
    while (j <= 3 && is(at(rest, j), kDigitByte)) ++j;
    if (j > 1 && at(rest, j) == ']') return i + j + 1;
  }
  return add_break(i, i + 1);
}

std::size_t Scanner::open_mark(std::size_t i) {
  const bool code = text_[i] == '`';
  if (code && at(text_, i + 1) == '`' && at(text_, i + 2) != '`') return i + 2;  // ``TeX''
  if (i < (code ? code_end_ : quote_end_) || i < code_end_) return i + 1;
  const std::size_t close = marks_.close(i);
  // A closing backtick would else open what stands between two pieces of code.
  if (close != 0) (code ? code_end_ : quote_end_) = close + (code ? 1 : 0);
  return i + 1;
}

}  // namespace despin::text
