// lib/text/plain.h - normalizes a text for the scanner and maps it back to the caller's bytes.
//
//   Plain plain;
//   make_plain(utf8, survey_utf8(utf8), plain);
//   SourceMap map(plain);
//   const SourceSpan span = map.source(begin, end); // bytes of the caller's text
//
// Letters that are drawn blank become spaces, or are removed if they stand in the middle of words.
// Raised digits behind a word, as of footnotes, become a space.
// Plain text is NFKC, has no invisible characters, no control characters except tab and newline,
// and represents each curly quote, dash, ellipsis and bullet by one byte (lib/text/bytes.h).
// Capitals are kept. ASCII text is used in place.
// Units    Byte offsets; spans are half-open.
// Threads  Plain is immutable once made; a SourceMap is Single.
// Cost     O(bytes); runs of combining marks are cut, since ordering them is not linear.
// Method   Normalization Form KC by ICU, between normalization boundaries (Unicode Standard Annex
//          15, section 9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/budget.h"
#include "lib/text/utf8.h"

namespace despin::text {

// A stretch of plain text and its place in the source.
struct Piece {
  enum class Kind : std::uint8_t {
    kVerbatim,   // byte for byte
    kRewritten,  // made from the whole source up to the next piece
    kRemoved,    // an invisible character: no plain bytes
  };
  std::uint32_t plain_begin;
  std::uint32_t source_begin;
  Kind kind;
};

struct Plain {
  std::string_view text;  // `buffer`, or the caller's bytes
  std::string buffer;
  std::vector<Piece> pieces;  // empty: text is the source itself
  std::uint32_t source_size = 0;
  // Characters that hide words without being in one: blank letters in place of spaces, and those
  // that turn the direction of what follows.
  std::uint32_t hidden = 0;
};

// Replaces what `out` held; `out.text` is valid as long as `out` and `utf8`. `always_rewrite` sends
// ASCII through the general path too, as the reference for tests. REQUIRES: `survey` is that of
// `utf8` and has no bad byte. Where the budget ends, `out` is of no use.
void make_plain(std::string_view utf8, const Utf8Survey& survey, Plain& out,
                bool always_rewrite = false, base::Budget* budget = nullptr);

struct SourceSpan {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t removed;  // invisible characters inside
};

// Maps spans in ascending order.
class SourceMap {
 public:
  explicit SourceMap(const Plain& plain) : plain_(plain) {}

  // REQUIRES: begin < end; begin is not before that of the last call.
  SourceSpan source(std::size_t begin, std::size_t end);

 private:
  const Plain& plain_;
  std::size_t piece_ = 0;
};

}  // namespace despin::text
