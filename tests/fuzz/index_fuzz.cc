// Any bytes as a segment or a manifest of an index: a result or an Error, and every
// lookup inside it.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "lib/index/manifest.h"
#include "tests/support/index_corruption.h"

namespace {

void read_all(std::vector<std::byte> bytes) {
  auto segment = despin::index::Segment::from_bytes(std::move(bytes));
  if (segment ? !despin::corruption::exercise(**segment) : segment.error().message.empty()) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> bytes(begin, begin + size);
  (void)despin::index::parse_manifest(bytes);
  read_all(bytes);
  // Once more with a fitting checksum, or nothing behind it is ever reached.
  if (despin::corruption::reseal(bytes)) read_all(std::move(bytes));
  return 0;
}
