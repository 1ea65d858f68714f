// The part of the scanner that reads words, numbers and names and writes tokens.
#include <unicode/uchar.h>

#include <algorithm>
#include <limits>

#include "lib/text/ascii.h"
#include "lib/text/bytes.h"
#include "lib/text/names.h"
#include "lib/text/scanner.h"
#include "lib/text/utf8.h"
#include "lib/text/word_form.h"

namespace despin::text {
namespace {

// Longer runs are cut. The longest English words have fewer than 50 letters; scripts without
// spaces, and noise, can have runs of any length.
constexpr std::size_t kMaxWord = 200;

bool is_mark(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0; }

bool only_numbers(std::string_view run) {
  for (std::size_t i = 0; i < run.size();) {
    const char32_t c = next_character(run, i);
    if (!is_number_character(c) && !is_mark(c)) return false;
  }
  return true;
}

}  // namespace

bool Scanner::word_character_at(std::size_t i) const {
  if (!is(at(text_, i), kHighByte)) return is(at(text_, i), kWordByte);
  return is_word_character(next_character(text_, i));
}

bool Scanner::is_possessive(std::size_t i) const {
  return ascii_lower(at(text_, i + 1)) == 's' && !word_character_at(i + 2);
}

std::size_t Scanner::run_end(std::size_t i, unsigned& classes) const {
  const std::size_t limit = std::min(text_.size(), i + kMaxWord);
  std::size_t j = i;
  while (j < limit) {
    const unsigned c = byte_class(text_[j]);
    if ((c & (kUpperByte | kLowerByte | kDigitByte)) != 0) {
      classes |= c;
      ++j;
    } else if ((c & kHighByte) != 0) {
      std::size_t next = j;
      const char32_t character = next_character(text_, next);
      if (!is_word_character(character) || (j == i && is_mark(character))) break;
      classes |= kHighByte;
      j = next;
    } else if (j > i && is_apostrophe(text_[j]) && is(at(text_, j + 1), kLetterByte) &&
               word_character_at(j + 1) && !is_possessive(j)) {
      ++j;
    } else {
      break;
    }
  }
  return j;
}

// The end of the digits and separators from `i` on, which is after a digit.
std::size_t Scanner::number_end(std::size_t i) const {
  while (i < text_.size()) {
    const char c = text_[i];
    if (is(c, kDigitByte)) {
      ++i;
    } else if ((c == '.' || c == ',' || c == ':') && is(at(text_, i + 1), kDigitByte)) {
      i += 2;
    } else {
      break;
    }
  }
  return at(text_, i) == '%' ? i + 1 : i;
}

// "$12", "$1.5bn": the unit (bn) belongs to the number.
std::size_t Scanner::add_price(std::size_t sign, std::size_t digits) {
  std::size_t end = number_end(digits);
  std::size_t unit = end;
  while (unit < end + 3 && is(at(text_, unit), kUpperByte | kLowerByte)) ++unit;
  if (!is(at(text_, unit), kWordByte)) end = unit;
  add(TokenKind::kNumber, sign, end);
  return end;
}

std::size_t Scanner::code(std::size_t i) {
  std::size_t end = i;
  unsigned classes = 0;
  while (end < text_.size() && !is(text_[end], kEdgeByte)) classes |= byte_class(text_[end++]);
  chunk_end_ = end;
  if ((classes & kHintByte) == 0) return i;
  const std::size_t length = code_end(text_.substr(i, end - i));
  if (length != 0) add(TokenKind::kCode, i, i + length);
  return i + length;
}

std::size_t Scanner::word_or_number(std::size_t i) {
  unsigned classes = 0;
  std::size_t end = run_end(i, classes);
  if (end == i) {  // a symbol, not a letter
    const bool currency =
        u_charType(static_cast<UChar32>(next_character(text_, end))) == U_CURRENCY_SYMBOL;
    return currency && is(at(text_, end), kDigitByte) ? add_price(i, end) : end;
  }
  const std::string_view run = text_.substr(i, end - i);
  if (classes == kDigitByte) {
    end = number_end(end);
    add(TokenKind::kNumber, i, end);
    return end;
  }
  out_.odd_words += (classes & (kHighByte | kDigitByte)) != 0 ? 1 : 0;
  if ((classes & kHighByte) != 0) {
    add(only_numbers(run) ? TokenKind::kNumber : TokenKind::kWord, i, end);
    return end;
  }
  const char after = at(text_, end);
  if (after == '.' && run.size() <= 2) {
    if (const std::size_t past = initials_end(text_, i); past != i) {
      add(TokenKind::kWord, i, past);
      if (text_[past - 1] == '.' && last_end_ == past) {
        stop_ = full_stop_after(out_.form(out_.list.back()));
      }
      return past;
    }
  }
  if (after == '&' && classes == kUpperByte && is(at(text_, end + 1), kUpperByte)) {
    std::size_t past = end + 1;  // AT&T
    while (is(at(text_, past), kUpperByte) && past - i < kMaxWord) ++past;
    if (!is(at(text_, past), kWordByte)) end = past;
  }
  const bool camel = (classes & kUpperByte) != 0 && is(run[0], kLowerByte) && is_camel_case(run);
  add(camel ? TokenKind::kCode : TokenKind::kWord, i, end);
  return end;
}

std::uint16_t Scanner::flags_at(std::size_t i) const {
  return static_cast<std::uint16_t>(line_flags_ | (i < quote_end_ ? kQuoted : 0) |
                                    (i < code_end_ ? kInCode : 0));
}

bool Scanner::touches_last() const {
  // A tab between cells is both a token and white space.
  return !out_.list.empty() && last_space_ <= last_end_ && !is(text_[last_end_ - 1], kSpaceByte);
}

std::size_t Scanner::add_break(std::size_t begin, std::size_t end) {
  if (break_.end == 0) {
    const bool joined = touches_last();
    break_.begin = begin;
    break_.flags = static_cast<std::uint16_t>(flags_at(begin) | (joined ? kJoined : 0));
  }
  break_.end = end;
  return end;
}

bool Scanner::starts_sentence(TokenKind kind, std::size_t begin, std::size_t end,
                              std::string_view form) const {
  if (sentence_ || stop_ == Stop::kNone) return sentence_;
  AfterStop next;
  next.form = form;
  next.number = kind == TokenKind::kNumber;
  next.new_line = new_line_;
  next.initial = kind == TokenKind::kWord && form.size() == 1 && at(text_, end) == '.';
  if (kind == TokenKind::kWord) {
    next.small_letter = u_isULowercase(static_cast<UChar32>(next_character(text_, begin))) != 0;
  }
  return ends_sentence(stop_, next);
}

void Scanner::add(TokenKind kind, std::size_t begin, std::size_t end) {
  Token token;
  token.kind = kind;
  token.shape = Shape::kNone;
  const std::size_t form_begin = out_.forms.size();
  if (kind == TokenKind::kWord) {
    const WordForm form = append_form(text_.substr(begin, end - begin), out_.forms);
    token.shape = form.shape;
    out_.lookalike += form.lookalikes;
    if (form.lookalikes != 0) token.flags |= kLookalike;
    if (out_.forms.size() == form_begin) return;
    // Initials keep all their stops: "U.S" becomes "u.s.".
    if (end - begin <= 32 && out_.forms.find('.', form_begin) != std::string::npos &&
        out_.forms.back() != '.') {
      out_.forms += '.';
    }
  } else {
    out_.forms += kind == TokenKind::kNumber ? "<num>" : "<code>";
  }
  token.form_begin = static_cast<std::uint32_t>(form_begin);
  token.form_size = static_cast<std::uint16_t>(out_.forms.size() - form_begin);
  const bool sentence = starts_sentence(kind, begin, end, out_.form(token));
  if (sentence) {
    token.flags |= kSentenceStart;
    if (paragraph_) token.flags |= kParagraphStart;
  } else if (break_.end != 0) {
    Token comma;
    comma.kind = TokenKind::kBreak;
    comma.shape = Shape::kNone;
    comma.flags = break_.flags;
    comma.form_begin = static_cast<std::uint32_t>(out_.forms.size());
    comma.form_size = 1;
    out_.forms += ',';
    write(comma, break_.begin, break_.end);
  }
  const bool joined = touches_last();
  token.flags = static_cast<std::uint16_t>(token.flags | flags_at(begin) | (joined ? kJoined : 0));
  write(token, begin, end);
  break_ = {};
  stop_ = Stop::kNone;
  sentence_ = paragraph_ = new_line_ = false;
}

void Scanner::write(Token token, std::size_t begin, std::size_t end) {
  const SourceSpan span = map_.source(begin, end);
  // A word that is split inside one source character assigns it to its first part.
  token.begin_byte = std::max(span.begin, last_source_end_);
  token.end_byte = span.end;
  if (token.begin_byte >= token.end_byte) return;
  if (token.kind != TokenKind::kBreak && words_++ == options_.max_words) {
    left_words_ = done_ = true;
    return;
  }
  if (token.kind == TokenKind::kWord && span.removed != 0) {
    token.flags |= kInvisible;
    out_.invisible += span.removed;
  }
  out_.list.push_back(token);
  last_end_ = end;
  last_source_end_ = span.end;
  full_ = full_ || out_.forms.size() > std::numeric_limits<std::uint32_t>::max();
  done_ = done_ || full_;
}

}  // namespace despin::text
