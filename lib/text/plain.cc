#include "lib/text/plain.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <new>
#include <vector>

#include "lib/text/blanks.h"
#include "lib/text/bytes.h"
#include "lib/text/utf8.h"

namespace despin::text {
namespace {

// Longer clusters are cut: ordering marks is quadratic, and no writing system stacks so many (UAX
// 15 limits them to 30).
constexpr int kMaxCluster = 32;
constexpr char32_t kRightToLeft = 0x202E;
constexpr char32_t kPopDirection = 0x202C;

// The byte that represents `c`, or 0.
char stand_in(char32_t c) {
  switch (c) {
    case 0x2018:
    case 0x201A:
    case 0x201B:
    case 0x2039:  // clang-format off
      return kLeftSingle;
    case 0x2019: case 0x203A: case 0x02BC: case 0x00B4: case 0x2032:
      return kRightSingle;
    case 0x201C: case 0x201E: case 0x201F: case 0x00AB:
      return kLeftDouble;
    case 0x201D: case 0x00BB:
      return kRightDouble;
    case 0x2012: case 0x2013: case 0x2212:
      return kEnDash;
    case 0x2014: case 0x2015: case 0x2E3A: case 0x2E3B:
      return kEmDash;
    case 0x2010: case 0x2011:
      return '-';
    case 0x2026:
      return kEllipsis;
    case 0x2022: case 0x2023: case 0x25A0: case 0x25AA: case 0x25CB: case 0x25CF: case 0x25E6:
    case 0x25BA: case 0x27A2: case 0x00B7: case 0x2043:
      return kBullet;
    case 0x0085: case 0x2028: case 0x2029:
      return '\n';
    case 0x2122: case 0x2120: case 0x00A9: case 0x00AE:  // would else join the word before
      return ' ';
    default:  // clang-format on
      return 0;
  }
}

class Rewriter {
 public:
  Rewriter(std::string_view source, Plain& out) : source_(source), out_(out) {
    UErrorCode status = U_ZERO_ERROR;
    nfkc_ = icu::Normalizer2::getNFKCInstance(status);
    check_memory(status);
    if (U_FAILURE(status)) nfkc_ = nullptr;  // ICU has no data: letters stay as written
  }

  void run(bool one_by_one, base::Budget* budget) {
    constexpr std::size_t kAskedBytes = 4096;
    std::size_t next_ask = kAskedBytes;
    while (i_ < source_.size()) {
      if (i_ >= next_ask) {
        next_ask = i_ + kAskedBytes;
        if (!base::may_go_on(budget, kAskedBytes / 8)) return;
      }
      if (byte_class(source_[i_]) != kHighByte && !is_low(source_[i_])) {
        const std::size_t begin = i_++;
        while (!one_by_one && i_ < source_.size() && !is(source_[i_], kHighByte) &&
               !is_low(source_[i_])) {
          ++i_;
        }
        append(Piece::Kind::kVerbatim, begin, source_.substr(begin, i_ - begin));
      } else {
        character();
      }
    }
  }

 private:
  // ICU reports what others throw; a word must not stay as written for want of memory.
  static void check_memory(UErrorCode status) {
    if (status == U_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  }

  static bool is_low(char c) { return static_cast<unsigned char>(c) < 9; }

  void character() {
    const std::size_t begin = i_;
    const char32_t c = next_character(source_, i_);
    if (c < 9) return append(Piece::Kind::kRewritten, begin, " ");
    if (is_blank_letter(c) && !in_hangul(source_, begin, i_)) return blank_letter(begin);
    out_.hidden += is_override(c) ? 1 : 0;
    // Within a word it is to hide the word; what follows would not be legible.
    const bool in_word = begin > 0 && is(source_[begin - 1], kWordByte);
    if (c == kRightToLeft && !in_word) return reversed(begin);
    if (is_invisible(c) || (is_enclosing_mark(c) && follows_letter(begin))) {
      return append(Piece::Kind::kRemoved, begin, {});
    }
    if (is_raised_digit(c) && follows_word(begin)) {
      return append(Piece::Kind::kRewritten, begin, " ");
    }
    if (const char stand = stand_in(c); stand != 0) {
      return append(Piece::Kind::kRewritten, begin, std::string_view(&stand, 1));
    }
    const auto point = static_cast<UChar32>(c);
    const bool normal =
        nfkc_ == nullptr || (u_getCombiningClass(point) == 0 &&
                             u_getIntPropertyValue(point, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES);
    if (normal) {
      append(Piece::Kind::kVerbatim, begin, source_.substr(begin, i_ - begin));
    } else {
      cluster(begin, point);
    }
  }

  // What U+202E draws from right to left, up to the end of the line, in the order that a reader
  // reads. Its characters keep their places one by one: the last stands where the first one does.
  void reversed(std::size_t begin) {
    append(Piece::Kind::kRemoved, begin, {});
    std::vector<std::size_t> places;
    while (i_ < source_.size() && source_[i_] != '\n') {
      std::size_t next = i_;
      const char32_t c = next_character(source_, next);
      if (is_override(c) || c == kPopDirection) break;
      places.push_back(i_);
      i_ = next;
    }
    for (std::size_t k = 0; k < places.size(); ++k) {
      std::size_t at = places[places.size() - 1 - k];
      const std::size_t from = at;
      const char32_t c = next_character(source_, at);
      const char stand = c < 9 ? ' ' : stand_in(c);
      append(Piece::Kind::kRewritten, places[k],
             stand != 0 ? std::string_view(&stand, 1) : source_.substr(from, at - from));
    }
  }

  void blank_letter(std::size_t begin) {
    if (blanks_ == Blanks::kUnknown) blanks_ = role_of_blanks(source_);
    if (blanks_ == Blanks::kInWords) return append(Piece::Kind::kRemoved, begin, {});
    ++out_.hidden;
    append(Piece::Kind::kRewritten, begin, " ");
  }

  // Whether a word stands directly before, or before other raised digits: "said\u00B9\u00B2". Two
  // letters are a unit, as in "km\u00B2".
  bool follows_word(std::size_t end) const {
    while (end > 0) {
      std::size_t begin = end - 1;
      while (begin > 0 && is_continuation(source_[begin])) --begin;
      std::size_t at = begin;
      if (!is_raised_digit(next_character(source_, at))) break;
      end = begin;
    }
    const auto is_letter = [&](std::size_t i) { return is(source_[i], kUpperByte | kLowerByte); };
    return end >= 3 && is_letter(end - 1) && is_letter(end - 2) && is_letter(end - 3);
  }

  // Whether what is enclosed is a letter, not a digit as on a key ("1\uFE0F\u20E3").
  bool follows_letter(std::size_t end) const {
    while (end > 0) {
      std::size_t begin = end - 1;
      while (begin > 0 && is_continuation(source_[begin])) --begin;
      std::size_t at = begin;
      const char32_t c = next_character(source_, at);
      if (u_isalpha(static_cast<UChar32>(c)) != 0) return true;
      if (!is_invisible(c) && !is_enclosing_mark(c)) return false;
      end = begin;
    }
    return false;
  }

  // Normalizes the cluster of the character at `begin`: the marks after it and, if it is a mark
  // itself, the letter before it.
  void cluster(std::size_t begin, UChar32 point, bool reach_back = true) {
    const std::size_t first = begin;
    const std::size_t second = i_;
    if (reach_back && nfkc_->hasBoundaryBefore(point) == 0) begin = take_back(begin);
    for (int count = 1; count < kMaxCluster && i_ < source_.size(); ++count) {
      std::size_t next = i_;
      const char32_t c = next_character(source_, next);
      if (c < 0x80 || is_invisible(c) || stand_in(c) != 0 ||
          nfkc_->hasBoundaryBefore(static_cast<UChar32>(c)) != 0) {
        break;
      }
      i_ = next;
    }
    const std::string_view original = source_.substr(begin, i_ - begin);
    normal_.clear();
    UErrorCode status = U_ZERO_ERROR;
    icu::StringByteSink<std::string> sink(&normal_);
    nfkc_->normalizeUTF8(0, icu::StringPiece(original.data(), static_cast<int>(original.size())),
                         sink, nullptr, status);
    check_memory(status);
    if (normal_ == original) {
      append(Piece::Kind::kVerbatim, begin, original);
    } else if (U_FAILURE(status) || !welcome(original)) {
      // One character stays as written; the rest is tried without it.
      i_ = second;
      const std::size_t end = begin == first ? second : first;
      append(Piece::Kind::kVerbatim, begin, source_.substr(begin, end - begin));
      if (end == first) cluster(first, point, false);
    } else {
      append(Piece::Kind::kRewritten, begin, normal_);
    }
  }

  // Takes back the last letter if it is a verbatim piece at the end of the output, for a mark to
  // combine with. Returns where the cluster begins.
  std::size_t take_back(std::size_t begin) {
    if (out_.pieces.empty() || out_.pieces.back().kind != Piece::Kind::kVerbatim) return begin;
    const std::size_t written = out_.buffer.size() - out_.pieces.back().plain_begin;
    std::size_t length = 0;
    do {
      if (length == written) return begin;
      ++length;
    } while ((source_[begin - length] & '\xC0') == '\x80');
    if (!is(source_[begin - length], kWordByte)) return begin;
    out_.buffer.resize(out_.buffer.size() - length);
    if (length == written) out_.pieces.pop_back();
    return begin - length;
  }

  // Whether to use the normalized form. A sign that expands to several tokens ("a.m.", or day and
  // month in one character) stays as it is, because its parts have no bytes of their own; so does
  // anything that would become more than three times as long.
  bool welcome(std::string_view original) const {
    if (normal_.empty() || normal_.size() > 3 * original.size()) return false;
    std::size_t i = 0;
    int characters = 0;
    int numbers = 0;
    bool all_words = true;
    while (i < normal_.size()) {
      const char32_t c = next_character(normal_, i);
      if (c < 0x20) return false;
      all_words = all_words && is_word_character(c);
      numbers += is_number_character(c) ? 1 : 0;
      ++characters;
    }
    return characters == 1 || (all_words && (numbers == 0 || numbers == characters));
  }

  void append(Piece::Kind kind, std::size_t source_begin, std::string_view plain) {
    const auto plain_begin = static_cast<std::uint32_t>(out_.buffer.size());
    const auto source_offset = static_cast<std::uint32_t>(source_begin);
    const Piece* last = out_.pieces.empty() ? nullptr : &out_.pieces.back();
    const bool goes_on = kind == Piece::Kind::kVerbatim && last != nullptr && last->kind == kind &&
                         plain_begin - last->plain_begin == source_offset - last->source_begin;
    if (!goes_on) out_.pieces.push_back({plain_begin, source_offset, kind});
    out_.buffer.append(plain);
  }

  std::string_view source_;
  Plain& out_;
  const icu::Normalizer2* nfkc_ = nullptr;
  Blanks blanks_ = Blanks::kUnknown;
  std::size_t i_ = 0;
  std::string normal_;
};

}  // namespace

void make_plain(std::string_view utf8, const Utf8Survey& survey, Plain& out, bool always_rewrite,
                base::Budget* budget) {
  out.buffer.clear();
  out.pieces.clear();
  out.source_size = static_cast<std::uint32_t>(utf8.size());
  out.hidden = 0;
  if (survey.ascii && !survey.control && !always_rewrite) {
    out.text = utf8;
    return;
  }
  out.buffer.reserve(utf8.size());
  Rewriter(utf8, out).run(always_rewrite, budget);
  out.text = out.buffer;
}

SourceSpan SourceMap::source(std::size_t begin, std::size_t end) {
  const std::vector<Piece>& pieces = plain_.pieces;
  if (pieces.empty()) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), 0};
  }
  // A removed piece begins where the next one does and belongs to the text before it, so the first
  // piece that holds `begin` is the last that starts there.
  while (piece_ + 1 < pieces.size() && pieces[piece_ + 1].plain_begin <= begin) ++piece_;
  const auto offset = [&](const Piece& piece, std::size_t plain) {
    return piece.source_begin + static_cast<std::uint32_t>(plain - piece.plain_begin);
  };
  SourceSpan span{};
  const Piece& first = pieces[piece_];
  span.begin = first.kind == Piece::Kind::kVerbatim ? offset(first, begin) : first.source_begin;
  std::size_t k = piece_;
  std::uint32_t removed = 0;
  for (; k + 1 < pieces.size() && pieces[k + 1].plain_begin < end; ++k) {
    removed += pieces[k + 1].kind == Piece::Kind::kRemoved ? 1 : 0;
  }
  // Stops at the last piece that starts before `end`; it either has plain bytes or is a removed
  // character after the span.
  span.removed = removed;
  if (pieces[k].kind == Piece::Kind::kVerbatim) {
    span.end = offset(pieces[k], end);
  } else {
    span.end = k + 1 < pieces.size() ? pieces[k + 1].source_begin : plain_.source_size;
  }
  return span;
}

}  // namespace despin::text
