// despin/source_index.h - finds the original of a suspect, spun or not, among millions
// of indexed articles.
//
//   auto writer = despin::IndexWriter::open("articles.index");   // made if missing
//   writer->add({.id = "42", .url = url, .title = title, .date = "2019-05-01", .text = text});
//   auto saved = writer->commit();
//
//   auto index = despin::SourceIndex::open("articles.index", *detector);
//   despin::SearchWorkspace scratch;                               // one per thread
//   auto matches = index->search({.text = suspect}, scratch);      // best first
//
// Units    Dates are ISO 8601, compared as far as both go. Scores are nats of evidence
//          that the suspect was copied (despin/aligner.h).
// Threads  A SourceIndex never changes: share it freely; one writer may add meanwhile, in
//          this process or another. A SearchWorkspace serves one call at a time.
// Errors   Returned, never printed; std::bad_alloc alone is thrown.
// Memory   Segments are mapped read-only. A writer holds WriterOptions::memory_bytes.
// Crash    What commit() reported as written stays; a process that dies at any moment
//          leaves the state of the last commit.
// Method   An inverted index of the words that a spinner may have left, queried with the
//          text as written and as restored; each candidate is aligned with the suspect
//          before it is reported. lib/index/README.md says what is stored and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/export.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// A document to be indexed. `id` must be there and is the document's name for good: one
// that is in the index already is not added again.
struct SourceDocument {
  std::string_view id = {};
  std::string_view url = {};
  std::string_view title = {};
  std::string_view date = {};
  std::string_view text = {};
};

// Done so far, out of how much; for a progress line.
using IndexProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct WriterOptions {
  // Documents are gathered in memory up to here, then committed as a segment.
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
};

// Adds documents to an index. One writer at a time: a second one is kLocked.
class DESPIN_EXPORT IndexWriter {
 public:
  // Errors: kNotFound (no such folder to make it in), kNotWritten, kLocked, kBadIndex,
  // kIndexTooNew.
  static Result<IndexWriter> open(const std::string& folder, const WriterOptions& options = {});
  ~IndexWriter();  // forgets what was not committed
  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;

  // False if a document of this id is there already. May commit, when memory is full.
  // Errors: kBadInput (no id, or id, url, title or date beyond 64 KiB), kBadUtf8, kTooLarge
  // (text beyond 16 MiB), kNotWritten.
  Result<bool> add(const SourceDocument& document);

  // Makes all that was added durable and visible to readers that open from now on.
  // Errors: kNotWritten; what was committed before is then still there.
  Result<void> commit();

  // Rewrites all segments as one: smaller, and faster to search. Commits first.
  // Errors: kNotWritten, kBadIndex (a damaged segment is named and left as it is).
  Result<void> merge(const IndexProgress& progress = {});

  std::uint64_t documents() const;  // committed

 private:
  struct Impl;
  explicit IndexWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// What an index holds and takes.
struct IndexStatistics {
  std::uint64_t documents = 0;
  std::uint64_t words = 0;  // of the documents as they were
  std::uint64_t bytes = 0;  // on disk
  struct Part {
    std::string name;  // "terms", "postings", "documents", "metadata", "ids"
    std::uint64_t bytes = 0;
  };
  std::vector<Part> parts;
  struct Segment {
    std::string file;
    std::uint64_t documents = 0;
    std::uint64_t bytes = 0;
    std::string damage;  // empty if whole
  };
  std::vector<Segment> segments;
};

// What an index of `documents` documents like those of `now` would take.
struct IndexEstimate {
  std::uint64_t disk_bytes = 0;
  std::uint64_t search_memory_bytes = 0;  // of one thread, beyond the mapped files
};
DESPIN_EXPORT IndexEstimate estimate(const IndexStatistics& now, std::uint64_t documents);

// A text whose source is wanted.
struct Suspect {
  std::string_view text = {};
  std::string_view id = {};    // an indexed document of this id is not a match
  std::string_view date = {};  // nor is one of a later date
};

struct SearchOptions {
  std::size_t max_matches = 10;
  bool later_sources = false;  // also documents of a later date than the suspect's
  // Passages that more than this many matches share are boilerplate or wire copy, and no
  // evidence of where the suspect was copied from; 0: they count as any other.
  std::size_t max_sharing = 8;
};

struct SourceMatch {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  double score = 0;   // nats, of the words no other source explains
  double copied = 0;  // shares of the suspect's words, as in Comparison
  double swapped = 0;
  Relation relation = Relation::kUnrelated;
  std::vector<ByteSpan> passages;  // of the suspect
};

// Reusable buffers of search(); movable, not copyable.
class DESPIN_EXPORT SearchWorkspace {
 public:
  SearchWorkspace();
  ~SearchWorkspace();
  SearchWorkspace(SearchWorkspace&&) noexcept;
  SearchWorkspace& operator=(SearchWorkspace&&) noexcept;

 private:
  friend class SourceIndex;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class DESPIN_EXPORT SourceIndex {
 public:
  // Opens the last committed state. Segments that do not open are left out and named in
  // statistics(); the rest is served.
  // Errors: kNotFound, kNotReadable, kBadIndex (no index, or its manifest is damaged),
  // kIndexTooNew.
  static Result<SourceIndex> open(const std::string& folder, const Detector& detector);

  // Documents that the suspect was copied from, best first; none if none is sure.
  // Errors: as Detector::analyze(); kBadIndex (damage met on the way; the segment named).
  Result<std::vector<SourceMatch>> search(const Suspect& suspect, SearchWorkspace& scratch,
                                          const SearchOptions& options = {}) const;

  const IndexStatistics& statistics() const;

 private:
  struct Impl;
  explicit SourceIndex(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

// As SourceIndex::statistics(), without a model.
DESPIN_EXPORT Result<IndexStatistics> index_statistics(const std::string& folder);

// Reads every byte of every segment; IndexStatistics::Segment::damage says what is wrong.
// Errors: as SourceIndex::open().
DESPIN_EXPORT Result<IndexStatistics> verify_index(const std::string& folder,
                                                   const IndexProgress& progress = {});

// The one JSON spelling of a search: one line, no newline, {"id": .., "matches": [..]}.
DESPIN_EXPORT std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id);

}  // namespace v1
}  // namespace despin
