// despin/reader.h - documents out of the bytes of files: plain text, HTML pages,
// JSONL records.
//
//   auto page = despin::read_document(bytes, {.name = "story.html"});
//   if (!page) return fail(page.error());
//   auto report = detector.analyze(page->text, scratch);
//
// Units    Document::text is UTF-8; blocks (paragraphs, headings, lists, tables)
//          are divided by blank lines.
// Threads  Stateless.
// Errors   Returned, never printed; std::bad_alloc alone is thrown.
// Memory   A page takes at most kMaxPageMemory while it is read, whatever it holds.
// Method   HTML is parsed as HTML5 says; the main content is the smallest element
//          that holds most of the prose (lib/read/main_content.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/export.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

enum class DocumentKind : std::uint8_t { kText, kHtml };

// One document, ready for Detector::analyze(). What a page does not state is empty.
struct Document {
  DocumentKind kind = DocumentKind::kText;
  std::string text;
  std::string title;
  std::string url;       // canonical address
  std::string date;      // as the page writes it, usually ISO 8601
  std::string encoding;  // what the bytes were in, e.g. "UTF-8"
};

// What is known of a document besides its bytes; all of it may be left empty.
struct ReadHint {
  std::string_view name;          // file name or address; its extension tells HTML
  std::string_view content_type;  // as HTTP says: "text/html; charset=koi8-r"
};

// Largest inputs taken, in bytes.
inline constexpr std::size_t kMaxTextFileBytes = std::size_t{64} << 20;
inline constexpr std::size_t kMaxPageBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxPageMemory = std::size_t{256} << 20;
// Deepest nesting of elements taken; browsers flatten pages at the same depth.
inline constexpr int kMaxPageDepth = 512;

// Reads one document. It is HTML if the hint or its first bytes say so, else plain
// text. Byte order marks are honoured; bytes that are not UTF-8 are converted where a
// charset is declared or plainly detected.
// Errors: kBadInput (empty, binary, or a page without text), kBadUtf8 (names the
// first bad byte), kTooLarge (beyond the limits above).
DESPIN_EXPORT Result<Document> read_document(std::string_view bytes, const ReadHint& hint = {});

// A swap someone has listed: what the text says, what it said before.
struct Substitution {
  std::string written;
  std::string meant;
};

// One line of JSONL: a text and what is known of it, labelled or not. Only `text` must be
// there; a number or true/false in place of a string is taken as its spelling, other
// fields are ignored.
struct Record {
  std::string id;
  std::string text;
  std::string url;
  std::string title;
  std::string date;
  std::string label;
  std::string kind;
  std::vector<Substitution> substitutions;
};

// Reads one line of JSONL.
// Errors: kBadInput (not a JSON object, no text, or a field of the wrong type),
// kTooLarge (beyond kMaxTextFileBytes).
DESPIN_EXPORT Result<Record> read_record(std::string_view json_line);

}  // namespace v1
}  // namespace despin
