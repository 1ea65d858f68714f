// lib/index/id_table.h - maps the id of a document to its number: returns a few candidates, to be
// confirmed by the metadata.
//
//   std::vector<std::uint64_t> entries;          // id_entry() of each document
//   append_id_table(entries, section);
//   ...
//   IdTable table;
//   if (!IdTable::view(section, documents, table)) return corrupt();
//   table.for_each_candidate("42", [](std::uint32_t document) { .. return true; });
//
// Threads  Immutable once viewed.
// Memory   About 10 bits of hash and a document number per document.
// Errors   In bounds on any bytes.
// Layout   FORMAT.md, section IDNT.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/base/hash.h"
#include "lib/index/bits.h"
#include "lib/index/elias_fano.h"

namespace despin::index {

// Upper half: the upper half of the id's hash; lower half: the document.
inline std::uint64_t id_entry(std::string_view id, std::uint32_t document) {
  return (base::hash_bytes(id) >> 32 << 32) | document;
}

// Hash bits at which an id collides with one of n documents in one of 256 cases.
constexpr unsigned id_hash_bits(std::uint64_t n) { return std::min(32U, width_below(n) + 8); }

// Sorts the entries. REQUIRES: documents 0 to n - 1 once each, n > 0.
void append_id_table(std::vector<std::uint64_t>& entries, std::vector<std::byte>& out);

class IdTable {
 public:
  static bool view(Bytes section, std::uint64_t documents, IdTable& table);

  // Calls f(document) until it returns false.
  template <class F>
  void for_each_candidate(std::string_view id, F&& f) const {
    const unsigned hash_bits = id_hash_bits(documents_);
    const unsigned width = width_below(documents_);
    const std::uint64_t hash = base::hash_bytes(id) >> (64 - hash_bits);
    for (std::uint64_t i = hashes_.lower_bound(hash); i < hashes_.size(); ++i) {
      if (hashes_.select(i) != hash) return;
      const std::uint64_t document = load_bits(numbers_, i * width) & low_mask(width);
      if (document < documents_ && !f(static_cast<std::uint32_t>(document))) return;
    }
  }

 private:
  std::uint64_t documents_ = 0;
  EliasFano hashes_;
  Bytes numbers_;
};

}  // namespace despin::index
