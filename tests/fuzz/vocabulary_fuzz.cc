// Any bytes as section VOCB: lookups stay inside and give sane answers.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/format/vocabulary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  auto v = despin::format::Vocabulary::view(bytes);
  if (!v) return 0;
  for (despin::WordId id = 0; id <= v->size() && id < 200; ++id) {
    const std::string_view word = v->word(id);
    if (v->find(word) >= v->size()) std::abort();
    if (!std::isfinite(v->log_frequency(id))) std::abort();
  }
  const std::string_view tail(reinterpret_cast<const char*>(data + size - size / 4), size / 4);
  if (v->find(tail) >= v->size()) std::abort();
  return 0;
}
