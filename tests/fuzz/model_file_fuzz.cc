// Any bytes as a model file: a result or an Error, and every lookup inside it.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "lib/format/model_file.h"

namespace {

using despin::format::ModelFile;

void read_all(std::vector<std::byte> bytes) {
  auto file = ModelFile::from_bytes(std::move(bytes));
  if (!file) {
    if (file.error().message.empty()) std::abort();
    return;
  }
  for (const auto& info : file->sections()) {
    const auto section = file->find(info.tag);
    if (!section || section->size() != info.length) std::abort();
    unsigned sum = 0;
    for (const std::byte b : *section) sum += static_cast<unsigned>(b);
    if (sum > 255U * section->size()) std::abort();
  }
  if (auto ok = file->verify(); !ok && ok.error().message.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> bytes(begin, begin + size);
  read_all(bytes);
  // Once more with a fitting checksum, or nothing behind it is ever reached.
  if (size >= 64) {
    const std::uint64_t count = despin::base::load_le<std::uint32_t>(bytes.data() + 12);
    if (count <= (size - 64) / 32) {
      const std::span<const std::byte> all(bytes);
      despin::base::store_le(
          bytes.data() + 60,
          despin::base::crc32c(all.subspan(64, count * 32), despin::base::crc32c(all.first(60))));
      read_all(std::move(bytes));
    }
  }
  return 0;
}
