// Any bytes as a line of a labeled file: a Record or an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "despin/reader.h"
#include "tests/fuzz/mutate_lines.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto record =
      despin::read_record(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!record && record.error().message.empty()) std::abort();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return despin::fuzz::mutate(data, size, most, seed, despin::fuzz::mutate_lines);
}
