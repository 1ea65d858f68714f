// lib/index/segment_writer.h - writes a segment incrementally, in this order:
//
//   auto writer = SegmentWriter::create(folder, file, plan);      // all terms' frequencies
//   if (!writer) return writer.error();
//   for (..) (*writer)->add_document(terms);                         // all documents
//   if (auto* corrupt = (*writer)->copy_metadata(sources, progress)) ...
//   for (..) (*writer)->add_term(spelling, postings);                // all terms, ascending
//   auto entry = (*writer)->finish();
//
// Threads  Serves one call at a time.
// Errors   kNotWritten, returned by create() and finish(); the calls in between are safe after a
//          failure.
// Memory   About 40 bytes per term and 12 per document; the rest is written to the file.
// Layout   FORMAT.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/format/section_writer.h"
#include "lib/index/document_codec.h"
#include "lib/index/lexicon.h"
#include "lib/index/metadata.h"
#include "lib/index/segment.h"

namespace despin::index {

struct SegmentPlan {
  std::uint64_t documents = 0;             // at least one
  std::uint64_t words = 0;                 // in the texts that were added
  std::vector<std::uint32_t> frequencies;  // by term: documents that hold it
  DistanceCounts distances{};
};

class SegmentWriter {
 public:
  static Result<std::unique_ptr<SegmentWriter>> create(const std::string& folder,
                                                       const std::string& file,
                                                       const SegmentPlan& plan);

  void add_document(std::span<const TermId> terms);
  // Copies the metadata of all documents that have not been removed, in order; `progress` is called
  // after each block. Returns null, or the table that is corrupt.
  const MetadataTable* copy_metadata(std::span<const MetadataSource> sources,
                                     const std::function<void(std::uint64_t rows)>& progress);
  // REQUIRES: as many postings as the plan states, or none if wants_postings() is false.
  void add_term(std::string_view spelling, std::span<const std::uint32_t> postings);
  bool wants_postings(TermId term) const { return frequencies_[term] <= cap_; }
  Result<SegmentEntry> finish();

 private:
  SegmentWriter(format::SectionWriter file, std::string name, const SegmentPlan& plan);
  void write();
  void write_if_large();

  format::SectionWriter file_;
  std::string name_;
  std::uint64_t documents_;
  std::uint64_t words_;
  std::uint64_t cap_;
  std::uint64_t stored_terms_ = 0;
  std::vector<std::uint32_t> frequencies_;
  DocumentEncoder encoder_;
  LexiconBuilder lexicon_;
  TermId next_term_ = 0;
  std::vector<std::uint32_t> record_bytes_;
  std::vector<std::byte> bytes_;  // of the current section, not yet written
  BitWriter bits_{bytes_};
  std::vector<std::uint64_t> ids_;  // id_entry()
};

}  // namespace despin::index
