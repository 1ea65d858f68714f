// despin/index.h - what goes into an index of originals, what a search gives, and what an
// index holds.
//
//   auto statistics = despin::index_statistics("articles.index");   // no model needed
//
// Units    Dates are ISO 8601, compared as far as both go. Scores are nats of evidence that
//          the suspect was copied (despin/comparison.h).
// Threads  Plain values; the functions are stateless.
// Errors   Returned, never printed; std::bad_alloc alone is thrown.
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

// A text whose source is wanted.
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
    std::string corruption;  // empty if whole
  };
  std::vector<Segment> segments;
};

// What an index of `documents` documents like those of `now` would take.
struct IndexEstimate {
  std::uint64_t disk_bytes = 0;
  std::uint64_t search_memory_bytes = 0;  // of one thread, beyond the mapped files
};
DESPIN_EXPORT IndexEstimate estimate(const IndexStatistics& now, std::uint64_t documents);

// As SourceIndex::statistics(), without a model.
DESPIN_EXPORT Result<IndexStatistics> index_statistics(const std::string& folder);

// Reads every byte of every segment; IndexStatistics::Segment::corruption says what is wrong.
// Errors: as SourceIndex::open().
DESPIN_EXPORT Result<IndexStatistics> verify_index(const std::string& folder,
                                                   const IndexProgress& progress = {});

// The one JSON spelling of a search: one line, no newline, {"id": .., "matches": [..]}.
DESPIN_EXPORT std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id);

}  // namespace v1
}  // namespace despin
