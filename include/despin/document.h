// despin/document.h - one document as it was read, and the record it came in.
//
//   file or stream --- Reader::next ---> RawRecord --- read_document ---> Document
//     "-", .jsonl, .csv, .warc(.gz), ...   bytes of one record, at a        text, title, url, ...
//                                          RecordPlace, of a RecordKind
//   one line of JSONL ---------------- read_record --------------------> Record (labeled data)
//
// RecordFields names the columns or keys of a record.
// Units    Document::text is valid UTF-8; blocks (paragraphs, headings, lists, tables) are
//          divided by blank lines. Offsets are 32 bits: an input of a Document is at most
//          kMaxTextFileBytes (despin/reader.h).
// Threads  Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/export.h"

namespace despin {
inline namespace v1 {

enum class DocumentKind : std::uint8_t { kText, kHtml };

// Where a page's text was found. All but the first are looked into only if what the page itself
// shows is no text, or next to none.
enum class TextOrigin : std::uint8_t {
  kPage,         // what a reader sees
  kArticleBody,  // the description for search engines (JSON-LD), as where a script builds the page
  kControls,     // buttons and text fields
  kFrames,       // pages that stand in an attribute of a frame (srcdoc)
  kNoscript,     // what is shown where no scripts run
  kHidden,       // elements said to be hidden: a style sheet may show them
};

// What of a page was not read as it is written; all are 0 for nearly every page.
struct PageOmissions {
  std::uint32_t flattened = 0;   // elements nested too deep or too many: their text alone is read
  std::uint32_t attributes = 0;  // not read, of tags with more than people write
  std::uint32_t unhidden = 0;    // elements said to be hidden, read since a style sheet shows them
};

// A stretch of Document::text and the bytes of the input it was read from: the same bytes
// where both are of one length, else one for the other as a whole ("&amp;" for "&").
struct InputRun {
  ByteSpan text;
  ByteSpan input;
};

// One document, ready for Detector::analyze(). What a page does not state is empty.
struct Document {
  DocumentKind kind = DocumentKind::kText;
  std::string text;
  std::string title;
  std::string author;
  std::string url;  // where it was found: of its record, else canonical_url
  // The address that a page states for itself (rel=canonical, og:url), in full; not to be trusted.
  std::string canonical_url;
  std::string date;                  // of publication, as the page writes it, usually ISO 8601
  std::string language;              // as declared, BCP 47: "en-GB"
  std::string encoding;              // what the bytes were in, e.g. "UTF-8"
  std::string id;                    // of its record; empty for a page by itself
  std::uint64_t replaced_bytes = 0;  // malformed sequences that were read as U+FFFD
  TextOrigin text_from = TextOrigin::kPage;
  PageOmissions omissions;
  // By place in the text, disjoint; what lies between two runs (bullets, blank lines) has
  // no bytes of its own in the input. Empty where text is the input, byte for byte, and where
  // text_from is kArticleBody or kFrames: such a text has no bytes of its own at all.
  std::vector<InputRun> input_map;
};

// A swap someone has listed: what the text says, what it said before.
struct LabeledSwap {
  std::string written;
  std::string meant;
};

// One line of JSONL: a text and what is known of it, labeled or not. Only `text` must be
// there; a number or true/false in place of a string is taken as its spelling, other
// fields are ignored. label, kind, substitutions and sources are for labeled data (despin eval):
// what a text is known to be, its kind of writing, the swaps a reader listed, and of which
// documents of an index it is a copy, by their ids (field "source", one or a list).
struct Record {
  std::string id;
  std::string text;
  std::string url;
  std::string title;
  std::string date;
  std::string label;
  std::string kind;
  std::vector<LabeledSwap> substitutions;
  std::uint64_t replaced_bytes = 0;  // malformed sequences and lone surrogates, read as U+FFFD
  std::vector<std::string> sources;
};

// How a record's fields are called in JSONL and in the first row of CSV and TSV.
struct RecordFields {
  std::string id = "id";
  std::string text = "text";
  std::string url = "url";
  std::string title = "title";
  std::string date = "date";
};

// Where a record begins, so that a scan can be resumed there.
struct RecordPlace {
  std::uint64_t number = 0;  // in its input, from 1; corrupt ones count, skipped ones do not
  // Offset in the file as stored. Uncompressed input: of the record. Compressed: of the gzip member
  // or zstd frame that begins with this record, as in .warc.gz; 0 for a record inside a member.
  std::uint64_t byte = 0;
  std::uint64_t line = 0;  // of JSON, CSV, TSV and mbox: counted from 1; else 0
};

enum class RecordKind : std::uint8_t {
  kBytes,     // a page or text of its own
  kHttp,      // a response of a server: header, then a page or text
  kJsonLine,  // one object
  kRow,       // text of CSV or TSV, its other fields already below
  kEntry,     // <item> or <entry> of a feed
  kWiki,      // <page> of a dump of MediaWiki
  kMail,      // a message of RFC 5322 with its header; MHTML
};

// One record before it is read: what next() found, cheap to hand to another thread.
struct RawRecord {
  RecordKind kind = RecordKind::kBytes;
  RecordPlace place;
  std::string bytes;
  std::string id;            // WARC-Record-ID, or the field of a row
  std::string url;           // WARC-Target-URI, or the field of a row
  std::string title;         // the field of a row
  std::string date;          // WARC-Date (of the crawl), or the field of a row
  std::string name;          // of the input, as opened
  std::string content_type;  // of the record's payload
  std::string label;         // of a row of labeled data, as in Record
  std::string label_kind;    // Record::kind of such a row
  std::string label_source;  // the one of Record::sources of such a row
};

}  // namespace v1
}  // namespace despin
