// Any bytes as a model file: a result or an Error, every lookup inside it, and every section
// that a model has opened.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/detect/model.h"
#include "lib/format/model_file.h"
#include "tests/fuzz/mutate_sections.h"

namespace {

using despin::format::ModelFile;

void read_all(std::vector<std::byte> bytes, bool sealed) {
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
  const auto intact = file->verify();
  if (!intact && intact.error().message.empty()) std::abort();
  if (!sealed) return;
  const auto model = despin::detect::Model::view(std::move(*file));
  if (!model && model.error().message.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> bytes(begin, begin + size);
  // With a fitting checksum, or nothing behind it is ever reached.
  std::string sealed(reinterpret_cast<const char*>(data), size);
  if (size >= despin::format::kHeaderBytes) despin::fuzz::seal_header(sealed);
  const auto all = std::as_bytes(std::span(sealed));
  std::vector<std::byte> again(all.begin(), all.end());
  if (again != bytes) read_all(std::move(bytes), false);
  read_all(std::move(again), true);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return despin::fuzz::mutate(data, size, most, seed, despin::fuzz::mutate_sections);
}
