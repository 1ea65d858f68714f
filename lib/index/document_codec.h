// lib/index/document_codec.h - stores the terms of each document in order, in about 12 bits per
// term.
//
//   DocumentEncoder encoder(frequencies, distances);   // documents that hold each term
//   encoder.encode(terms, record);
//   ...
//   encoder.append_tables(record_bytes, sizes, section);
//
//   DocumentTable table;
//   if (!DocumentTable::view(section, terms, table)) return corrupt();
//   table.read(document, terms);
//
// The first occurrence of a term in a document is coded by its class (terms of similar frequency)
// and its place in the class; later ones by the distance to the previous occurrence.
// Threads  A DocumentTable is immutable; an encoder serves one call at a time.
// Errors   In bounds on any bytes; read() is false if they are not a document.
// Method   Classes are half octaves of the rank by frequency; the place in the class is stored as
//          plain bits, which under Zipf's law loses 0.01 bits per term. Classes and octaves of
//          distances share one prefix code. Figures:
//          models/cards/notes/2026-11-30-index-storage.md.
// Layout   FORMAT.md, section DOCS.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/index/bits.h"
#include "lib/index/elias_fano.h"
#include "lib/index/prefix_code.h"

namespace despin::index {

// Index of a term in the alphabetical list of its segment's terms.
using TermId = std::uint32_t;

inline constexpr std::size_t kTermClasses = 64;
inline constexpr std::size_t kDistanceClasses = 32;
inline constexpr std::size_t kDocumentSymbols = kTermClasses + kDistanceClasses;

using DistanceCounts = std::array<std::uint64_t, kDistanceClasses>;

// Octave of a distance. REQUIRES: distance > 0.
constexpr unsigned distance_class(std::uint32_t distance) {
  return static_cast<unsigned>(std::bit_width(distance)) - 1;
}

class DocumentEncoder {
 public:
  // `frequencies`: by term, the documents that hold it; `distances`: roughly how often a term was
  // at each distance from its previous occurrence.
  DocumentEncoder(std::span<const std::uint32_t> frequencies, const DistanceCounts& distances);

  // Appends a record. REQUIRES: every term < number of terms.
  void encode(std::span<const TermId> terms, std::vector<std::byte>& out);

  // Appends the tables that follow the records; `sizes` are the records' bytes in order.
  void append_tables(std::span<const std::uint32_t> sizes, std::vector<std::byte>& out) const;

 private:
  std::vector<std::uint32_t> rank_;  // by term
  std::vector<std::uint64_t> last_;  // by term: record << 32 | place
  std::vector<TermId> by_rank_;
  CodeLengths lengths_;
  std::vector<std::uint16_t> codes_;
  DistanceCounts distances_;
  std::uint64_t records_ = 0;
};

class DocumentTable {
 public:
  // Views a whole section of a segment with `terms` terms.
  static bool view(Bytes section, std::uint64_t terms, DocumentTable& table);

  std::uint64_t documents() const noexcept { return starts_.size(); }
  const DistanceCounts& distances() const noexcept { return distances_; }
  // Replaces what `terms` held. REQUIRES: document < documents().
  bool read(std::uint32_t document, std::vector<TermId>& terms) const;
  // The number of terms that the document's record states. REQUIRES: document < documents().
  std::uint64_t terms_in(std::uint32_t document) const noexcept;

 private:
  Bytes record_of(std::uint32_t document) const noexcept;  // empty if corrupt

  Bytes records_;
  EliasFano starts_;
  std::array<EliasFano, kTermClasses> classes_;
  DistanceCounts distances_{};
  PrefixDecoder decoder_;
};

}  // namespace despin::index
