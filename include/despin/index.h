// despin/index.h - what goes into an index of originals, what a search gives, and what an
// index holds.
//
//   auto statistics = despin::index_statistics("articles.index");   // no model needed
//
// Units    Dates are ISO 8601, compared as far as both go. Scores are nats of evidence that
//          the suspect was copied (despin/comparison.h).
// Threads  Plain values; the functions are stateless.
// Errors   Returned, never printed; nothing is thrown (kOutOfMemory).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/comparison.h"
#include "despin/export.h"
#include "despin/limits.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// A document to be indexed. `id` must be there and names the document for good: one that is in the
// index already is not added again, and none can be changed or removed. IndexWriter::add() copies
// all fields. Content words and all fields but the text are stored: the text cannot be read back.
struct SourceDocument {
  std::string_view id = {};
  std::string_view url = {};
  std::string_view title = {};
  std::string_view date = {};
  std::string_view text = {};
};

// Done so far, out of how much; for a progress line.
using IndexProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// A text whose source is wanted; views that need only live for the call. Dates may be of any
// precision (2019 and 2019-05 are equal); one that is missing is never later.
struct Suspect {
  std::string_view text = {};
  std::string_view id = {};    // an indexed document of this id is not a match
  std::string_view date = {};  // nor is one of a later date
};

// The same without the text, of one that was read already.
struct SuspectInfo {
  std::string_view id = {};
  std::string_view date = {};
};

struct SearchOptions {
  std::size_t max_matches = 10;  // 0: none are returned
  bool later_sources = false;    // also documents of a later date than the suspect's
  // Boilerplate and wire copy: where more than this many documents match, passages that more than
  // this many of them share are no evidence of where the suspect was copied from, and a document
  // without other evidence is dropped. 0: every passage counts.
  std::size_t max_sharing = 8;
  // max_findings does not apply; of a suspect that was read already nor do bytes and words.
  Limits limits = {};
  // Set to what limits.max_words left of the suspect, unless null.
  Truncation* truncated = nullptr;
};

struct SourceMatch {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  // Nats that the topic and the other candidates do not explain; comparable between the matches of
  // one search only.
  double score = 0;
  double copied = 0;   // shares of all words of the suspect, as in Comparison; function words count
  double swapped = 0;  // by the content words around them
  Relation relation = Relation::kUnrelated;  // kVerbatim, kSpun or kReworded
  // Of the suspect, by place, disjoint; what several documents share is in each of them.
  std::vector<ByteSpan> passages;
};

// What an index holds and takes: a snapshot of the commit that was opened.
struct IndexStatistics {
  std::uint64_t documents = 0;
  std::uint64_t words = 0;  // of the documents as they were
  std::uint64_t bytes = 0;  // on disk: manifest and segments, corrupt ones included
  struct Part {
    std::string name;  // "terms", "postings", "documents", "metadata", "ids"
    std::uint64_t bytes = 0;
  };
  std::vector<Part> parts;
  struct Segment {
    std::string file;
    std::uint64_t documents = 0;
    std::uint64_t bytes = 0;
    std::string corruption;  // empty if whole
  };
  std::vector<Segment> segments;
};

// What an index of `documents` documents like those of `now` would take; like documents of 400
// words if `now` is empty. Distinct terms grow by Heaps' law, all else about linearly. A merge
// needs as much disk again while it runs.
struct IndexEstimate {
  std::uint64_t disk_bytes = 0;
  std::uint64_t search_memory_bytes = 0;  // of one thread, beyond the mapped files
};
DESPIN_EXPORT IndexEstimate estimate(const IndexStatistics& now, std::uint64_t documents);

// As SourceIndex::statistics(), without a model.
DESPIN_EXPORT Result<IndexStatistics> index_statistics(const std::string& folder);

// Reads every byte of every segment, front to back; IndexStatistics::Segment::corruption says what
// is wrong. May run beside readers and a writer; it sees the last commit.
// Errors: as SourceIndex::open(); kDeadline and kCanceled (limits).
DESPIN_EXPORT Result<IndexStatistics> verify_index(const std::string& folder,
                                                   const IndexProgress& progress = {},
                                                   const Limits& limits = {});

// The one JSON spelling of a search: one line, no newline, {"id": .., "matches": [..]}
// (docs/json.md).
DESPIN_EXPORT std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id);

}  // namespace v1
}  // namespace despin
