// lib/index/metadata.h
// What a document is called: its id, address, title, date and number of words, in
// compressed blocks.
//
//   MetadataBuilder builder;
//   builder.add({.id = "42", .url = url, .title = title, .date = date, .words = 391});
//   builder.append_to(section);
//
//   MetadataTable table;
//   if (!MetadataTable::view(section, documents, table)) return damaged();
//   MetadataScratch scratch;                     // one per thread
//   table.read(7, scratch, metadata);
//
// Threads  A table is immutable once viewed; a builder and a scratch serve one call
//          at a time.
// Cost     A block holds at most 128 documents or some 16 KiB; read() takes one apart,
//          10 to 20 microseconds.
// Errors   In bounds on any bytes; read() is false where they are no metadata.
// Method   Columns, each value less what it begins alike with the one before; zstd.
// Layout   FORMAT.md, section META.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/index/bits.h"

namespace despin::index {

struct Metadata {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  std::uint64_t words = 0;  // of the document as it was
};

class MetadataScratch {
 public:
  MetadataScratch();
  ~MetadataScratch();
  MetadataScratch(MetadataScratch&&) noexcept;
  MetadataScratch& operator=(MetadataScratch&&) noexcept;

 private:
  friend class MetadataTable;
  friend class MetadataBuilder;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class MetadataTable {
 public:
  static bool view(Bytes section, std::uint64_t documents, MetadataTable& table);

  // REQUIRES: document < documents.
  bool read(std::uint32_t document, MetadataScratch& scratch, Metadata& out) const;

  std::uint64_t blocks() const noexcept { return blocks_; }
  // All of a block, in order; replaces what `out` held. REQUIRES: block < blocks().
  bool read_block(std::uint64_t block, MetadataScratch& scratch, std::vector<Metadata>& out) const;

 private:
  std::uint32_t first(std::uint64_t block) const;
  bool unpack(std::uint64_t block, MetadataScratch& scratch) const;

  std::uint64_t documents_ = 0;
  std::uint64_t blocks_ = 0;
  Bytes packed_;
  const std::byte* firsts_ = nullptr;  // u32 of each block: its first document
  const std::byte* ends_ = nullptr;    // u64 of each block, in packed_
};

class MetadataBuilder {
 public:
  MetadataBuilder();
  ~MetadataBuilder();
  MetadataBuilder(MetadataBuilder&&) noexcept;
  MetadataBuilder& operator=(MetadataBuilder&&) noexcept;

  void add(const Metadata& metadata);
  std::uint64_t documents() const noexcept { return documents_; }
  std::uint64_t bytes() const noexcept { return packed_.size() + open_bytes_; }

  // One of those added before take() was called. REQUIRES: document < documents().
  bool read(std::uint32_t document, MetadataScratch& scratch, Metadata& out) const;

  // Moves away what is packed so far, for a section that is written as it grows.
  std::vector<std::byte> take();
  // The rest of the section: what was not taken, and its table.
  void append_to(std::vector<std::byte>& out);

 private:
  void pack();

  std::uint64_t documents_ = 0;
  std::uint64_t open_bytes_ = 0;
  std::uint64_t taken_ = 0;
  std::vector<Metadata> open_;  // of the block that is not full yet
  std::vector<std::byte> packed_;
  std::vector<std::byte> raw_;
  std::vector<std::uint32_t> firsts_;
  std::vector<std::uint64_t> ends_;
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
};

}  // namespace despin::index
