// lib/text/plain.h - the caller's text as the scanner reads it, with a way back.
//
//   Plain plain;
//   make_plain(utf8, survey_utf8(utf8), plain);
//   SourceMap map(plain);
//   const SourceSpan span = map.source(begin, end); // bytes of the caller's text
//
// Plain text is NFKC, has no invisible and no control characters but tab and
// newline, and spells each curly quote, dash, ellipsis and bullet as one byte
// (lib/text/bytes.h). Capitals are kept. ASCII text is read where it lies.
// Units    Byte offsets; spans are half-open.
// Threads  Plain is constant once made; a SourceMap serves one reader.
// Cost     O(bytes); a run of combining marks is cut so that ordering it stays so.
// Method   Normalization Form KC by ICU, between characters that start anew
//          (Unicode Standard Annex 15, section 9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/utf8.h"

namespace despin::text {

// A stretch of plain text and where it came from.
struct Piece {
  enum class Kind : std::uint8_t {
    kVerbatim,   // byte for byte
    kRewritten,  // came as a whole from the source up to the next piece
    kRemoved,    // an invisible character: no plain bytes
  };
  std::uint32_t plain_begin;
  std::uint32_t source_begin;
  Kind kind;
};

struct Plain {
  std::string_view text;  // `buffer`, or the caller's own bytes
  std::string buffer;
  std::vector<Piece> pieces;  // empty: text is the source itself
  std::uint32_t source_size = 0;
};

// Replaces what `out` held; `out.text` lives as long as `out` and `utf8`.
// `always_rewrite` sends ASCII the long way too: the twin of the short one.
// REQUIRES `survey` to be that of `utf8`, without a bad byte.
void make_plain(std::string_view utf8, const Utf8Survey& survey, Plain& out,
                bool always_rewrite = false);

struct SourceSpan {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t removed;  // invisible characters inside
};

// Reads spans in ascending order.
class SourceMap {
 public:
  explicit SourceMap(const Plain& plain) : plain_(plain) {}

  // REQUIRES begin < end, and begin not before that of the last call.
  SourceSpan source(std::size_t begin, std::size_t end);

 private:
  const Plain& plain_;
  std::size_t piece_ = 0;
};

}  // namespace despin::text
