// lib/index/document_buffer.h - collects documents for a segment, compactly in memory.
//
//   DocumentBuffer buffer;
//   if (auto ok = buffer.add(document); !ok) return ok.error();
//   if (buffer.bytes() > limit) auto entry = buffer.write(folder, file, sort_bytes);
//
// Threads  Serves one call at a time.
// Errors   add(): kBadInput, kBadUtf8, kTooLarge; the buffer is unchanged. write(): kNotWritten;
//          the documents remain in the buffer.
// Memory   About 550 bytes per document of 400 words and 50 per distinct term; write() needs
//          another `sort_bytes` and some 30 bytes per term.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/index/document_codec.h"
#include "lib/index/metadata.h"
#include "lib/index/segment.h"
#include "lib/text/tokens.h"

namespace despin::index {

// Longest text accepted, in bytes: two or three million words.
inline constexpr std::uint64_t kMaxDocumentBytes = std::uint64_t{1} << 24;
// Longest id, url, title or date.
inline constexpr std::size_t kMaxMetadataBytes = std::size_t{1} << 16;

class DocumentBuffer {
 public:
  // Whatever fails, an exception for want of memory included, nothing has been added.
  // Errors: as check(), those of the budget. REQUIRES: find() gives nothing for its id, or what it
  // gives is removed next.
  Result<void> add(const SourceDocument& document, base::Budget* budget = nullptr);

  // The Error that add() would return.
  static Result<void> check(const SourceDocument& document);

  // The document with that id, if there is one that has not been removed.
  struct Found {
    std::uint32_t document = 0;
    std::uint64_t words = 0;
  };
  std::optional<Found> find(std::string_view id);
  // The document is written all the same, and has a tombstone from the start.
  void remove(const Found& found);
  void bring_back(const Found& found) noexcept;  // what was removed
  std::uint64_t documents() const noexcept { return ids_.size(); }
  std::uint64_t live_documents() const noexcept { return ids_.size() - removed_.size(); }
  std::uint64_t bytes() const noexcept;

  // `sort_bytes` limits the postings that are sorted at a time, in bytes.
  Result<SegmentEntry> write(const std::string& folder, const std::string& file,
                             std::uint64_t sort_bytes);

 private:
  // A term. Its provisional number is the order of its first occurrence.
  struct TermEntry {
    const char* text = nullptr;
    std::uint32_t size = 0;
    std::uint32_t documents = 0;
    std::uint32_t last_document = 0;  // from 1
    std::uint32_t last_place = 0;
  };
  // Memory that never moves. A growing vector would exist twice while it moves.
  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t used = 0;
    std::size_t size = 0;
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // from 1; 0 is a free slot
  };

  std::uint32_t number_of(std::string_view term);
  static std::byte* allocate_in(std::vector<Chunk>& chunks, std::size_t size, std::uint64_t& total);
  void encode_record();
  void count_terms() noexcept;
  void write_terms(class SegmentWriter& writer, const std::vector<std::uint32_t>& order,
                   const std::vector<TermId>& terms, std::uint64_t sort_bytes) const;
  void grow_terms();
  void make_place_for_id();
  void remember(std::string_view id) noexcept;
  template <class F>
  void for_each_document(F&& f) const;
  std::vector<std::uint32_t> alphabetical() const;

  std::vector<Chunk> records_;
  std::vector<Chunk> spellings_;
  std::vector<TermEntry> entries_;
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> ids_;       // id_entry()
  std::vector<std::uint32_t> id_slots_;  // document from 1; 0 is a free slot
  MetadataBuilder metadata_;
  DistanceCounts distances_{};
  Tombstones removed_;
  std::uint64_t words_ = 0;
  std::uint64_t chunk_bytes_ = 0;

  // Scratch of one call.
  text::Tokens tokens_;
  std::vector<std::uint32_t> terms_;
  std::vector<std::byte> record_;
  Metadata row_;
  MetadataScratch scratch_;
};

}  // namespace despin::index
