// Any bytes as a line of a labeled file: a Record or an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "despin/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto record =
      despin::read_record(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!record && record.error().message.empty()) std::abort();
  return 0;
}
