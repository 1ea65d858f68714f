// lib/index/metadata.h - id, address, title, date and number of words of each document, in
// compressed blocks.
//
//   MetadataBuilder builder(train_dictionary(sources));
//   builder.add({.id = "42", .url = url, .title = title, .date = date, .words = 391});
//   builder.append_to(section);
//
//   MetadataTable table;
//   if (!MetadataTable::view(section, documents, table)) return corrupt();
//   MetadataScratch scratch;                     // one per thread
//   table.read(7, scratch, metadata);
//
// Threads  A table is immutable once viewed; a builder and a scratch serve one call at a time.
// Cost     A block holds at most 64 documents or about 4 KiB; read() decompresses one, 1 to 7
//          microseconds.
// Errors   In bounds on any bytes; read() is false if they are not metadata.
// Method   Columns with front coding (each value omits the prefix it shares with the one before);
//          zstd with a dictionary trained per segment.
// Layout   FORMAT.md, section META.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/index/bits.h"
#include "lib/index/tombstones.h"

namespace despin::index {

struct Metadata {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  std::uint64_t words = 0;  // of the document as it was added
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
  friend std::vector<std::byte> train_dictionary(std::span<const struct MetadataSource>);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class MetadataTable {
 public:
  static bool view(Bytes section, std::uint64_t documents, MetadataTable& table);

  // REQUIRES: document < documents.
  bool read(std::uint32_t document, MetadataScratch& scratch, Metadata& out) const;

  std::uint64_t blocks() const noexcept { return blocks_; }
  // The rows of a block are those of the documents from here to the next.
  std::uint32_t first(std::uint64_t block) const;
  // All rows of a block, in order; replaces what `out` held. REQUIRES: block < blocks().
  bool read_block(std::uint64_t block, MetadataScratch& scratch, std::vector<Metadata>& out) const;

 private:
  bool decompress(std::uint64_t block, MetadataScratch& scratch) const;
  friend std::vector<std::byte> train_dictionary(std::span<const struct MetadataSource>);

  std::uint64_t documents_ = 0;
  std::uint64_t blocks_ = 0;
  struct Dictionary;
  std::shared_ptr<const Dictionary> dictionary_;  // null if there is none
  std::uint64_t begin_ = 0;                       // of the first block, after the dictionary
  Bytes compressed_;
  const std::byte* firsts_ = nullptr;  // u32 per block: its first document
  const std::byte* ends_ = nullptr;    // u64 per block: its end in packed_
};

// A table, and which of its rows are not to be copied (null: all are).
struct MetadataSource {
  const MetadataTable* table = nullptr;
  const Tombstones* removed = nullptr;
};

// Trains a dictionary on blocks of such rows; empty if there are too few for it to pay. Of removed
// rows nothing gets into it.
std::vector<std::byte> train_dictionary(std::span<const MetadataSource> sources);

class MetadataBuilder {
 public:
  MetadataBuilder();  // fast compression, for rows that stay in memory for a while
  explicit MetadataBuilder(std::vector<std::byte> dictionary);
  ~MetadataBuilder();
  MetadataBuilder(MetadataBuilder&&) noexcept;
  MetadataBuilder& operator=(MetadataBuilder&&) noexcept;

  // Where memory runs out, nothing has been added.
  void add(const Metadata& metadata);
  std::uint64_t documents() const noexcept { return documents_; }
  std::uint64_t bytes() const noexcept { return compressed_.size() + open_bytes_; }

  // REQUIRES: created without a dictionary, take() never called; document < documents().
  bool read(std::uint32_t document, MetadataScratch& scratch, Metadata& out) const;

  // Moves out the bytes compressed so far, for a section that is written as it grows.
  std::vector<std::byte> take();
  // Appends the rest of the section: what take() did not return, and its table.
  void append_to(std::vector<std::byte>& out);

 private:
  void pack();

  std::uint64_t documents_ = 0;
  std::uint64_t open_bytes_ = 0;
  std::uint64_t dictionary_bytes_ = 0;
  std::uint64_t taken_ = 0;
  std::vector<Metadata> open_;  // of the block that is not full yet
  std::vector<std::byte> compressed_;
  std::vector<std::byte> raw_;
  std::vector<std::uint32_t> firsts_;
  std::vector<std::uint64_t> ends_;
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
};

}  // namespace despin::index
