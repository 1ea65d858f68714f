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
#include <optional>
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

// A document to be indexed. `id` must be there and names it: one that is in the index already is
// not added again, but may be replaced or removed. IndexWriter::add() copies all fields. Content
// words and all fields but the text are stored: the text cannot be read back.
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
  // A document is not its own source: none of this id or address is a match, nor one that has the
  // one for the other.
  std::string_view id = {};
  // By who asks: a document of a later date is no match.
  std::string_view date = {};
  std::string_view url = {};
  // By the suspect itself, which may lie: they exclude nothing, but SourceMatch::later and
  // own_address are set, and such matches come last.
  std::string_view claimed_date = {};
  std::string_view claimed_url = {};
};

// The same without the text, of one that was read already.
struct SuspectInfo {
  std::string_view id = {};
  std::string_view date = {};
  std::string_view url = {};
  std::string_view claimed_date = {};
  std::string_view claimed_url = {};
};

// Documents that the suspect was copied from, or shares words with, and that are no matches.
struct Withheld {
  std::uint64_t common = 0;  // share what too many do (SearchOptions::max_sharing)
  std::uint64_t later = 0;   // of a later date than Suspect::date
  std::uint64_t itself = 0;  // of the suspect's own id or address
  std::uint64_t more = 0;    // beyond SearchOptions::max_matches
  std::uint64_t total() const noexcept { return common + later + itself + more; }
};

struct SearchOptions {
  std::size_t max_matches = 10;  // 0: none are returned
  bool later_sources = false;    // also documents of a later date than the suspect's
  // Boilerplate: where more than this many documents match, passages that more than this many of
  // them share are no evidence of where the suspect was copied from, and a document without other
  // evidence is withheld. Near copies of each other (revisions of a story, one article under many
  // addresses) are one document here, and one match with its copies. 0: every passage counts, and
  // each document is a match of its own.
  std::size_t max_sharing = 8;
  // max_findings does not apply; of a suspect that was read already nor do bytes and words.
  Limits limits = {};
  // Set to what limits.max_words left of the suspect, unless null.
  Truncation* truncated = nullptr;
  // Set to what was left out of the matches, unless null.
  Withheld* withheld = nullptr;
};

// A document that says about the same as a match.
struct SourceCopy {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
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
  bool later = false;  // than Suspect::claimed_date: the suspect says that it was there before
  bool own_address = false;  // its id or address is Suspect::claimed_url
  // Near copies of this one, from which the suspect may have been copied as well; best first.
  std::vector<SourceCopy> copies;
};

// What an index holds and takes: a snapshot of the commit that was opened.
struct IndexStatistics {
  std::uint64_t documents = 0;
  // Removed and no longer found, but on disk until their segment is merged: what a search counts of
  // terms (how rare they are) counts these until then.
  std::uint64_t removed = 0;
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
    std::uint64_t removed = 0;
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

// A document as an index holds it: as it was added, but for its text.
struct IndexedDocument {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  std::uint64_t words = 0;  // of its text
  std::string segment;      // the file that has it
  // All that is kept of the text: its words in their order, without function words and punctuation,
  // in lower case. Of find_document() alone.
  std::vector<std::string> terms;
};

// Calls `each` for every document that is not removed, in the order of the segments, until it
// returns false. No model is needed.
// Errors: as SourceIndex::open(); kBadIndex also for a segment that cannot be read, after the
// others' documents.
DESPIN_EXPORT Result<void> for_each_document(
    const std::string& folder, const std::function<bool(const IndexedDocument&)>& each);

// What is held of one document; none if the index has none of that id.
// Errors: as for_each_document().
DESPIN_EXPORT Result<std::optional<IndexedDocument>> find_document(const std::string& folder,
                                                                   std::string_view id);

// Makes a copy of the last commit in a folder that is empty or not there yet, to be kept as a
// backup: an index by itself, whole at any moment, whatever is written meanwhile. Segments are
// linked (hard links, which take no space) or, on another file system, copied. What is removed
// from the index later stays in its snapshots.
// Errors: as SourceIndex::open(); kNotWritten; kBadInput (something is there already); kBadIndex
// also for a segment that is corrupt. Then nothing of it is left.
DESPIN_EXPORT Result<IndexStatistics> snapshot_index(const std::string& folder,
                                                     const std::string& to);

// The one JSON spelling of a search: one line, no newline, {"id": .., "matches": [..]}
// (docs/json.md).
DESPIN_EXPORT std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id,
                                  const Withheld& withheld = {});

}  // namespace v1
}  // namespace despin
