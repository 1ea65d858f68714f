#include "lib/index/id_table.h"

#include <cassert>

namespace despin::index {

void append_id_table(std::vector<std::uint64_t>& entries, std::vector<std::byte>& out) {
  assert(!entries.empty());
  std::sort(entries.begin(), entries.end());
  const unsigned hash_bits = id_hash_bits(entries.size());
  EliasFanoBuilder hashes(entries.size(), std::uint64_t{1} << hash_bits);
  for (const std::uint64_t entry : entries) hashes.add(entry >> (64 - hash_bits));
  hashes.append_to(out);
  BitWriter numbers(out);
  const unsigned width = width_below(entries.size());
  for (const std::uint64_t entry : entries) numbers.put(entry & 0xFFFFFFFF, width);
  numbers.align();
}

bool IdTable::view(Bytes section, std::uint64_t documents, IdTable& table) {
  IdTable t;
  t.documents_ = documents;
  if (!EliasFano::view(section, t.hashes_)) return false;
  if (t.hashes_.size() != documents) return false;
  if (t.hashes_.universe() != std::uint64_t{1} << id_hash_bits(documents)) return false;
  t.numbers_ = section;
  if (t.numbers_.size() != (documents * width_below(documents) + 7) / 8) return false;
  table = t;
  return true;
}

}  // namespace despin::index
