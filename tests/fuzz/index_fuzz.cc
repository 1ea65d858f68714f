// Any bytes as a segment or a manifest of an index: a result or an Error, and every
// lookup inside it.
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "lib/index/manifest.h"
#include "lib/index/segment_format.h"
#include "tests/fuzz/mutate_sections.h"
#include "tests/support/index_corruption.h"

namespace {

using namespace despin;

// A few documents are read in every way; verify_segment() reads the others.
constexpr std::uint32_t kDocuments = 8;

void read_segment(std::vector<std::byte> bytes) {
  auto segment = index::Segment::from_bytes(std::move(bytes));
  if (segment ? !corruption::exercise(**segment, kDocuments) : segment.error().message.empty()) {
    std::abort();
  }
}

void read_manifest(index::Bytes section) {
  const auto manifest = index::parse_manifest(section);
  if (!manifest && manifest.error().message.empty()) std::abort();
}

// What has been removed of a few segments.
void read_tombstones(index::Bytes section) {
  index::Manifest manifest;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    manifest.segments.push_back({.file = "s", .documents = 40 * i});
  }
  if (!index::parse_tombstones(section, manifest)) return;
  for (const index::SegmentEntry& entry : manifest.segments) {
    if (entry.removed() > entry.documents) std::abort();
    if (entry.removed() > 0 && entry.tombstones->documents().back() >= entry.documents) {
      std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> bytes(begin, begin + size);
  read_manifest(bytes);
  read_tombstones(bytes);
  // With fitting checksums, or nothing behind them is ever reached.
  std::vector<std::byte> sealed = bytes;
  corruption::reseal_all(sealed);
  if (sealed != bytes) {
    const auto segment = index::Segment::from_bytes(std::move(bytes));
    if (segment && (*segment)->file().verify()) std::abort();
  }
  if (const auto file = format::SectionFile::from_bytes(index::kManifestKind, sealed)) {
    if (const auto section = file->find(index::kManifestSection)) read_manifest(*section);
    if (const auto section = file->find(index::kTombstonesSection)) read_tombstones(*section);
  } else {
    read_segment(std::move(sealed));
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return fuzz::mutate(data, size, most, seed, fuzz::mutate_sections);
}
