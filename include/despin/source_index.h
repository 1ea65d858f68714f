// despin/source_index.h - finds the original of a suspect, spun or not, among millions
// of indexed articles.
//
//   auto writer = despin::IndexWriter::open("articles.index");   // made if missing
//   writer->add({.id = "42", .url = url, .title = title, .date = "2019-05-01", .text = text});
//   auto saved = writer->commit();
//
//   auto index = despin::SourceIndex::open("articles.index", *detector);
//   despin::Workspace scratch;                                     // one per thread
//   auto matches = index->search({.text = suspect}, scratch);      // best first
//
// Units    Dates are ISO 8601, compared as far as both go. Scores are nats of evidence
//          that the suspect was copied (despin/aligner.h).
// Threads  A SourceIndex is immutable: share it freely, copies too; one writer may add
//          meanwhile, in this process or another. A Workspace serves one call at a
//          time: two calls at once on one are undefined and not detected.
// Commits  A SourceIndex is a snapshot of the commit that it opened; what is committed or
//          merged later is seen by opening again. Its files stay readable until its last
//          copy is gone, even if a merge has removed them: their disk is freed then.
// Errors   Returned, never printed; nothing is thrown (kOutOfMemory). The workspace can be used
//          again after any.
// Memory   Segments are mapped read-only and shared by processes. A Workspace takes four
//          bytes for each document of the largest segment and some megabytes: 12 MB in all at
//          a million documents.
// Cost     A search: 9 ms for an article, 5 ms for a paragraph (medians, a million documents
//          in one segment). Linear in the words of the suspect, which n-grams alone read,
//          never the network; each window of 1,000 tokens reads at most 200,000 postings and
//          scans four bytes a document. Opening reads headers and tables alone.
// Files    No descriptor stays open. Truncating or overwriting a mapped segment raises SIGBUS
//          (despin/open_options.h; `copy` prevents it); nothing but IndexWriter may change files
//          of the folder. To copy an index, use snapshot_index() (despin/index.h).
// Method   An inverted index of the words that a spinner may have left, queried with the
//          text as written and as restored; each candidate is aligned with the suspect
//          before it is reported. lib/index/README.md says what is stored and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/export.h"
#include "despin/index.h"
#include "despin/index_writer.h"
#include "despin/open_options.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// Its name while search() had buffers of its own.
using SearchWorkspace = Workspace;

// An opened index. Copies are cheap and share it and the model. A service sees new documents by
// assigning a newly opened one. A moved-from SourceIndex may only be assigned to or destroyed.
class DESPIN_EXPORT SourceIndex {
 public:
  // Opens the last committed state. Segments that do not open, or whose checksums do not fit
  // (OpenOptions::verify), are left out and named in statistics(); the rest is served.
  // Errors: kNotFound, kNotReadable, kBadIndex (no index, or its manifest is corrupt),
  // kIndexTooNew.
  static Result<SourceIndex> open(const std::string& folder, const Detector& detector,
                                  const OpenOptions& options = {});

  // The index as it is committed now: this one if nothing was committed since it was opened, which
  // costs a look at the manifest; else with the segments that are new, opened by the same options,
  // beside those that it has. Those who search this one go on with it.
  //   if (auto now = index.refreshed()) index = *std::move(now);
  // Errors: as open().
  Result<SourceIndex> refreshed() const;

  // Documents that the suspect was copied from, best first; none if none is sure. Candidates are at
  // most 512; each is aligned with the suspect before it is reported. Same suspect, index and model
  // give the same matches on every CPU and thread.
  // Errors: as Detector::analyze(); kBadIndex (corruption met on the way; the segment named).
  Result<std::vector<SourceMatch>> search(const Suspect& suspect, Workspace& scratch,
                                          const SearchOptions& options = {}) const;
  // The same of a text that was read for Detector::analyze() already.
  // Errors: kBadIndex, kDeadline, kCanceled, kOutOfMemory; kBadInput unless `suspect` was read by
  // the index's Detector or a copy.
  Result<std::vector<SourceMatch>> search(const Reading& suspect, const SuspectInfo& info,
                                          Workspace& scratch,
                                          const SearchOptions& options = {}) const;

  const IndexStatistics& statistics() const;

  // As despin::for_each_document() and find_document(), of this snapshot.
  Result<void> for_each_document(const std::function<bool(const IndexedDocument&)>& each) const;
  Result<std::optional<IndexedDocument>> find_document(std::string_view id) const;

  // An index that is too large for one machine lies in shards, each an index on a machine of its
  // own; these three calls give the answer of one index, bit for bit: of one that has the segments
  // of the first shard, then those of the second, and so on. An id must be in one shard alone.
  //
  //   for (shard) add(*shard.count_terms(text, scratch), counts);     // number by number
  //   for (shard) copies.push_back(*shard.candidates(text, counts, segments_before, scratch));
  //   auto matches = SourceIndex::search_candidates(detector, {.text = text}, counts, copies,
  //                                                 scratch);
  //
  // Memory: counts take 16 bytes a word of the suspect, candidates some 2 KB a document: 32 of
  // each shard for a suspect of up to 1,000 words, 512 at most.
  // Cost: a look-up of each word in each segment; a search without its alignments; these, once.

  // How often words of the suspect are here: as many numbers from each shard.
  // Errors: as search().
  Result<std::vector<std::uint64_t>> count_terms(std::string_view suspect, Workspace& scratch,
                                                 const Limits& limits = {}) const;
  // The documents that may be the best of all, with what is needed to align them. `counts` are the
  // sums over all shards, `segments_before` is how many segments the shards before this one have.
  // Errors: as search(); kBadInput for counts of another suspect.
  Result<std::string> candidates(std::string_view suspect, const std::vector<std::uint64_t>& counts,
                                 std::uint32_t segments_before, Workspace& scratch,
                                 const Limits& limits = {}) const;
  // Of the candidates of all shards, in any order.
  // Errors: as search(); kBadInput for candidates that no shard has given.
  static Result<std::vector<SourceMatch>> search_candidates(
      const Detector& detector, const Suspect& suspect, const std::vector<std::uint64_t>& counts,
      const std::vector<std::string_view>& candidates, Workspace& scratch,
      const SearchOptions& options = {});

 private:
  struct Impl;
  explicit SourceIndex(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace v1
}  // namespace despin
