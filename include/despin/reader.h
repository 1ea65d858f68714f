// despin/reader.h - documents out of what a crawler left: HTML pages, plain text, JSON and JSONL,
// CSV and TSV, WARC and WET archives, RSS and Atom feeds, dumps of MediaWiki, mail and MHTML; plain
// or compressed.
//
//   auto page = despin::read_document(bytes, {.name = "story.html"});   // one document
//   if (!page) return fail(page.error());
//   auto report = detector.analyze(page->text, scratch);
//
//   auto reader = despin::Reader::open("crawl.warc.gz");                // many
//   if (!reader) return fail(reader.error());
//   for (despin::RawRecord record;;) {
//     auto more = reader->next(record);                     // cheap, in order
//     if (!more) { log(record.place, more.error()); continue; }
//     if (!*more) break;
//     auto document = despin::read_document(record);        // costly: on any thread
//   }
//
// Units    Document::text is UTF-8; blocks (paragraphs, headings, lists, tables)
//          are divided by blank lines.
// Threads  Functions are stateless. A Reader serves one thread; its RawRecords any.
// Errors   Returned, never printed; nothing is thrown (kOutOfMemory).
// Memory   A page takes at most kMaxPageMemory while it is read, whatever it holds. A
//          Reader holds one record (at most kMaxTextFileBytes) and its buffers, whatever
//          the size of its archive. Decompression is bounded by the same limits.
// Cost     O(bytes): some 1,100 pages of 200 KB a second on one core; 130,000 records of a
//          WARC, 17,000 if it is gzip.
// Files    A Reader has one descriptor open until it is destroyed and maps nothing: a file
//          truncated meanwhile gives kTruncated or an early end, no SIGBUS. An InputWalk has
//          none open between calls.
// Method   HTML is parsed as HTML5 says; how the main content is found is said in
//          lib/read/README.md. WARC: ISO 28500:2017.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/document.h"
#include "despin/export.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// The bytes of the input that hold text [begin, end): from its first byte that has a place
// there to its last, so that findings can be shown in the page itself. Empty if none has.
// O(log runs).
DESPIN_EXPORT ByteSpan input_span(const Document& document, ByteSpan text);

// What is known of a document besides its bytes; all of it may be left empty.
struct ReadHint {
  std::string_view name;          // file name or address; its extension tells HTML
  std::string_view content_type;  // as HTTP says: "text/html; charset=koi8-r"
};

// Largest inputs taken, in bytes.
inline constexpr std::size_t kMaxTextFileBytes = std::size_t{64} << 20;
inline constexpr std::size_t kMaxPageBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxPageMemory = std::size_t{256} << 20;
// Deepest nesting of elements; deeper ones are read as if beside those they are in, as in browsers.
inline constexpr int kMaxPageDepth = 512;

// Reads one document. It is HTML if the hint or its first bytes say so, else plain
// text. Byte order marks are honored; bytes that are not UTF-8 are converted where a
// charset is declared or plainly detected; a few malformed bytes are read as U+FFFD and counted.
// Errors: kBadInput (empty, binary, or a page without text), kUnsupported (a container that is not
// read; the message names it and what converts it), kBadUtf8 (names the first bad byte of many),
// kTooLarge (beyond the limits above).
DESPIN_EXPORT Result<Document> read_document(std::string_view bytes, const ReadHint& hint = {});

// Reads one line of JSONL.
// Errors: kBadInput (not a JSON object, no text, or a field of the wrong type),
// kTooLarge (beyond kMaxTextFileBytes).
DESPIN_EXPORT Result<Record> read_record(std::string_view json_line,
                                         const RecordFields& fields = {});

enum class InputFormat : std::uint8_t {
  kGuess,     // by name ("news.csv.gz") and by the first bytes
  kDocument,  // the whole input is one page or text
  kJsonl,
  kCsv,  // RFC 4180; the first row names the fields; divided by , ; | or tabs, as that row shows
  kTsv,
  kWarc,  // WARC 1.0 and 1.1; WET is WARC with "conversion" records
  kJson,  // an array of objects, or objects one after another, on any number of lines
  kFeed,  // RSS or Atom: its entries
  kWiki,  // XML dump of MediaWiki: its articles
  kMail,  // one message (.eml), or a page saved as MHTML
  kMbox,  // messages one after another, each after a line "From "
};

struct ReaderOptions {
  InputFormat format = InputFormat::kGuess;
  RecordFields fields{};
  // Of a record, decompressed, as Limits::max_bytes of its text: kTooLarge beyond. At most
  // kMaxTextFileBytes are read, whatever it says.
  std::uint64_t max_bytes = kMaxTextFileBytes;
};

// Reads the document of a record: undoes HTTP's chunks and content encoding, parses JSON,
// takes the main content out of HTML. Pure: the same record gives the same document.
// Document::date is what the page states; the crawl date is never reported as publication date.
// Errors: as read_document() and read_record(); kBadInput names a corrupt encoding.
DESPIN_EXPORT Result<Document> read_document(const RawRecord& record,
                                             const RecordFields& fields = {});

// Reads a line of JSONL, or a row of a table, as labeled data.
// Errors: as read_record(); kUnsupported for records of other kinds.
DESPIN_EXPORT Result<Record> read_record(const RawRecord& record, const RecordFields& fields = {});

// Counts of a Reader. Skipped are the records that it does not return: requests, redirects, images.
struct ReaderCounts {
  std::uint64_t records = 0;  // given out
  std::uint64_t corrupt = 0;  // each returned as an Error
  std::uint64_t skipped = 0;  // not HTML or text, or no successful response
  // Behind the only member of a compressed input, and no member themselves; of the file as stored.
  std::uint64_t ignored_bytes = 0;
};

// Streams the records of one file, of standard input ("-") or of a pipe. gzip (one member
// or one a record), zstd, bzip2 and xz are undone on the way.
class DESPIN_EXPORT Reader {
 public:
  // Errors: kNotFound, kNotReadable; kBadInput if the input is not in the format asked for.
  static Result<Reader> open(const std::string& path, const ReaderOptions& options = {});

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // Puts the next record into `record`, reusing its memory; false at the end. After an Error, which
  // concerns the record at record.place, call again: reading resumes after the corrupt region at
  // the next record that can be found; false if there is none. The loop ends on any bytes. A byte
  // offset in a message is one of the file as stored: in compressed input, of the member that
  // holds the record.
  // Errors, which have the line of a record that has one (Error::line): kBadInput, kTruncated
  // (corrupt, with the byte offset), kTooLarge, kNotReadable (the device failed, or a signal ended
  // the wait for a pipe).
  Result<bool> next(RawRecord& record);

  // Goes to a place that next() gave, of the same input: the next record is that one again.
  // O(1) if place.byte is not 0 and the input is a regular file; otherwise all records before it
  // are read and skipped.
  // REQUIRES: before the first next().
  Result<void> resume_at(const RecordPlace& place);

  ReaderCounts counts() const;
  std::uint64_t bytes_read() const;   // of the file as stored
  std::uint64_t bytes_total() const;  // 0 if unknown, as of a pipe

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Files of folders that a walk leaves out, so that nothing is passed by in silence.
struct LeftOut {
  std::uint64_t files = 0;
  // By kind: the ending of the name (".php"), "no ending", "link".
  std::map<std::string, std::uint64_t, std::less<>> kinds;
};

struct WalkOptions {
  bool all_files = false;  // take every file of a folder; what cannot be read is then an Error
};

// The inputs behind names on a command line: files as they are, patterns ("pages/*.html")
// and folders opened out, in the order of their names. Links in folders are not followed, so a walk
// ends and stays in its folder.
// In folders all files are taken whose names end as a format of Reader does (.html, .htm,
// .xhtml, .txt, .md, .jsonl, .ndjson, .json, .csv, .tsv, .warc, .wet, .rss, .atom, .eml, .mbox,
// .mht, .mhtml, with or without .gz, .zst, .bz2 or .xz), and of the others those whose first bytes
// are HTML, a feed, a dump of MediaWiki, mail, or, without an ending that tells another kind, text.
// Threads  Single.
// Memory   The names in the folders from the first down to where it is.
class DESPIN_EXPORT InputWalk {
 public:
  explicit InputWalk(std::vector<std::string> names, const WalkOptions& options = {});
  InputWalk(InputWalk&&) noexcept;
  InputWalk& operator=(InputWalk&&) noexcept;
  ~InputWalk();

  // Puts the next path into `path`; false at the end. After an Error, which concerns
  // `path`, call again.
  // Errors: kNotFound (no such file; a folder or pattern without inputs), kNotReadable.
  Result<bool> next(std::string& path);

  // So far.
  const LeftOut& left_out() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace v1
}  // namespace despin
