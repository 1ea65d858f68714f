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
// Threads  A SourceIndex never changes: share it freely; one writer may add meanwhile, in
//          this process or another. A Workspace serves one call at a time.
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
#include "despin/index.h"
#include "despin/index_writer.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// Its name while search() had buffers of its own.
using SearchWorkspace = Workspace;

class DESPIN_EXPORT SourceIndex {
 public:
  // Opens the last committed state. Segments that do not open are left out and named in
  // statistics(); the rest is served.
  // Errors: kNotFound, kNotReadable, kBadIndex (no index, or its manifest is corrupt),
  // kIndexTooNew.
  static Result<SourceIndex> open(const std::string& folder, const Detector& detector);

  // Documents that the suspect was copied from, best first; none if none is sure.
  // Errors: as Detector::analyze(); kBadIndex (damage met on the way; the segment named).
  Result<std::vector<SourceMatch>> search(const Suspect& suspect, Workspace& scratch,
                                          const SearchOptions& options = {}) const;
  // The same of a text that was read for Detector::analyze() already.
  // Errors: kBadIndex; kBadInput unless `suspect` was read by the index's Detector or a copy.
  Result<std::vector<SourceMatch>> search(const Reading& suspect, const SuspectInfo& info,
                                          Workspace& scratch,
                                          const SearchOptions& options = {}) const;

  const IndexStatistics& statistics() const;

 private:
  struct Impl;
  explicit SourceIndex(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace v1
}  // namespace despin
