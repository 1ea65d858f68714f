// lib/index/segment.h - one memory-mapped segment of an index: its terms, their postings, the terms
// of each document in order, and the metadata of each document.
//
//   Term term;
//   if (segment->find("harbour", term) && segment->has_postings(term)) {
//     segment->for_each_posting(term, [&](std::uint32_t document) { ++score[document]; });
//   }
//   std::vector<TermId> terms;
//   if (auto ok = segment->terms_of(document, terms); !ok) return ok.error();
//
// Units    Documents are numbered from 0 in each segment, in the order they were added; TermIds are
//          local to the segment, in alphabetical order. Terms are text::term_of() of tokens that
//          are neither breaks nor function words.
// Threads  Immutable: share it.
// Errors   kBadIndex, naming the file. In bounds on any bytes; only OpenOptions::verify and
//          verify_index() check the checksums.
// Memory   Maps the file; a few kilobytes more.
// Cost     find() 1 us; for_each_posting() 2 ns per document; terms_of() 40 ns per term; spelling()
//          0.2 us; metadata() 1 to 7 us (tests/bench/index_bench.cc).
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/result.h"
#include "lib/format/section_file.h"
#include "lib/index/document_codec.h"
#include "lib/index/document_store.h"
#include "lib/index/id_table.h"
#include "lib/index/lexicon.h"
#include "lib/index/metadata.h"
#include "lib/index/postings.h"
#include "lib/index/tombstones.h"

namespace despin::index {

// A segment as its manifest lists it.
struct SegmentEntry {
  std::string file;             // name in the index's folder
  std::uint64_t documents = 0;  // in the file, those that have been removed included
  std::uint64_t bytes = 0;
  std::uint32_t crc = 0;                                   // of header and section table
  std::shared_ptr<const Tombstones> tombstones = nullptr;  // null: none

  std::uint64_t removed() const { return tombstones ? tombstones->size() : 0; }
  std::uint64_t live() const { return documents - std::min(documents, removed()); }
  bool same_file(const SegmentEntry& other) const {
    return file == other.file && documents == other.documents && bytes == other.bytes &&
           crc == other.crc;
  }
};

class Segment final : public DocumentStore {
 public:
  // Errors: kNotFound, kNotReadable, kBadIndex, kIndexTooNew; messages name the file.
  static Result<std::shared_ptr<const Segment>> open(const std::string& folder,
                                                     const SegmentEntry& entry,
                                                     const OpenOptions& options = {});
  static Result<std::shared_ptr<const Segment>> from_bytes(std::vector<std::byte> bytes);
  // The same file with other tombstones (null: none). REQUIRES: of its documents.
  std::shared_ptr<const Segment> with(std::shared_ptr<const Tombstones> tombstones) const;

  const std::string& name() const noexcept { return name_; }
  // All that is in the file; figures, terms and postings count these.
  std::uint32_t documents() const noexcept { return documents_; }
  bool is_removed(std::uint32_t document) const noexcept {
    return tombstones_ != nullptr && tombstones_->holds(document);
  }
  const Tombstones* tombstones() const noexcept { return tombstones_.get(); }  // null: none
  std::uint64_t live_documents() const noexcept {
    return documents_ - (tombstones_ ? tombstones_->size() : 0);
  }
  std::uint64_t words() const noexcept { return words_; }  // in the texts that were added
  std::uint64_t stored_terms() const noexcept { return stored_terms_; }  // of all documents
  std::uint32_t terms() const noexcept { return static_cast<std::uint32_t>(lexicon_.size()); }

  // Any spelling; long ones are truncated as they were when stored.
  bool find(std::string_view term, Term& out) const;
  bool number(std::string_view term, TermId& out) const override;
  bool has_postings(const Term& term) const noexcept { return lexicon_.has_postings(term); }

  // REQUIRES: has_postings(). Returns false, after fewer calls of f, if the list is corrupt.
  template <class F>
  bool for_each_posting(const Term& term, F&& f) const {
    if (term.documents == 0 || term.documents > documents_) return false;
    return index::for_each_posting(postings_, term.postings_bit,
                                   PostingShape(term.documents, documents_), std::forward<F>(f));
  }

  // The document's terms in order; replaces what `out` held. REQUIRES: document < documents().
  Result<void> terms_of(std::uint32_t document, std::vector<TermId>& out) const override;

  // The number of its terms; arbitrary if the document is corrupt. REQUIRES: document <
  // documents().
  std::uint64_t term_count(std::uint32_t document) const noexcept {
    return document_table_.terms_in(document);
  }

  // By TermId, as returned by terms_of(). False if there is no such term.
  bool term(TermId id, Term& out) const { return lexicon_.at(id, out, nullptr); }
  bool spelling(TermId id, std::string& out) const override;

  // REQUIRES: document < documents().
  Result<Metadata> metadata(std::uint32_t document, MetadataScratch& scratch) const override;

  // The document with that id, if there is one that has not been removed.
  Result<std::optional<std::uint32_t>> find_id(std::string_view id, MetadataScratch& scratch) const;

  // The parts, for callers that read all of the segment.
  const format::SectionFile& file() const noexcept { return file_; }
  const Lexicon& lexicon() const noexcept { return lexicon_; }
  const DocumentTable& document_table() const noexcept { return document_table_; }
  const MetadataTable& metadata_table() const noexcept { return metadata_table_; }
  const IdTable& ids() const noexcept { return ids_; }
  Error corruption(const char* part) const override;

 private:
  explicit Segment(format::SectionFile file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}
  static Result<std::shared_ptr<const Segment>> from_file(format::SectionFile file,
                                                          std::string name);
  Result<void> view();

  format::SectionFile file_;
  std::string name_;
  std::uint32_t documents_ = 0;
  std::uint64_t words_ = 0;
  std::uint64_t stored_terms_ = 0;
  Bytes postings_;
  Lexicon lexicon_;
  DocumentTable document_table_;
  MetadataTable metadata_table_;
  IdTable ids_;
  std::shared_ptr<const Tombstones> tombstones_;
};

}  // namespace despin::index
