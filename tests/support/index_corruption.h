// tests/support/index_corruption.h - a small whole segment to be corrupt, and a reader that
// touches everything in it; shared with the fuzz target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "lib/index/id_table.h"
#include "lib/index/segment.h"
#include "lib/index/segment_format.h"
#include "lib/index/verify.h"

namespace despin::corruption {

using Buffer = std::vector<std::byte>;

// Makes the header's checksum fit again, so that what it guards gets its turn.
inline bool reseal(Buffer& bytes) {
  if (bytes.size() < format::kHeaderBytes) return false;
  const std::uint64_t count = base::load_le<std::uint32_t>(bytes.data() + 12);
  const std::uint64_t table = count * format::kSectionEntryBytes;
  if (table > bytes.size() - format::kHeaderBytes) return false;
  const std::span<const std::byte> all(bytes);
  base::store_le(bytes.data() + 60, base::crc32c(all.subspan(format::kHeaderBytes, table),
                                                 base::crc32c(all.first(60))));
  return true;
}

// The same, and the checksum of each section that lies in the file.
inline bool reseal_all(Buffer& bytes) {
  if (!reseal(bytes)) return false;
  const std::span<const std::byte> all(bytes);
  const auto count = base::load_le<std::uint32_t>(bytes.data() + 12);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::byte* entry = bytes.data() + format::kHeaderBytes + i * format::kSectionEntryBytes;
    const auto offset = base::load_le<std::uint64_t>(entry + 8);
    const auto length = base::load_le<std::uint64_t>(entry + 16);
    if (!base::in_range(offset, length, bytes.size())) continue;
    base::store_le(entry + 24, base::crc32c(all.subspan(offset, length)));
  }
  return reseal(bytes);
}

// Every lookup that a segment allows, over the first documents and terms; true if what
// came out is within what the segment says of itself. Under a sanitizer any step outside
// is fatal.
inline bool exercise(const index::Segment& segment, std::uint32_t first = 300) {
  const std::uint32_t documents = std::min(segment.documents(), first);
  bool fine = true;
  std::vector<index::TermId> terms;
  std::string spelling;
  index::Term term;
  index::MetadataScratch scratch;
  for (std::uint32_t document = 0; document < documents; ++document) {
    if (segment.terms_of(document, terms)) {
      for (const index::TermId id : terms) fine = fine && id < segment.terms();
      if (!terms.empty() && segment.spelling(terms.front(), spelling)) {
        fine = fine && spelling.size() <= index::kMaxTermBytes;
      }
    }
    if (auto metadata = segment.metadata(document, scratch)) {
      (void)segment.find_id(metadata->id, scratch);
    }
  }
  const auto read_postings = [&](const index::Term& found) {
    fine = fine && found.documents > 0 && found.documents <= segment.documents();
    if (!segment.has_postings(found)) return;
    (void)segment.for_each_posting(
        found, [&](std::uint32_t document) { fine = fine && document < segment.documents(); });
  };
  for (index::TermId id = 0; id < std::min(segment.terms(), first) + 2; ++id) {
    if (segment.term(id, term)) read_postings(term);
  }
  for (const char* word : {"", "badenno", "coral", "zzz", "4711"}) {
    if (segment.find(word, term)) read_postings(term);
  }
  (void)segment.find_id("doc-3", scratch);
  const auto whole = index::verify_segment(segment, [](std::uint32_t) {});
  return fine && (whole || !whole.error().message.empty());
}

}  // namespace despin::corruption
