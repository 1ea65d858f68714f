// Any bytes as section FAML: refused, or every answer finite and every name printable.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "lib/channel/families.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto families = despin::channel::Families::view(std::as_bytes(std::span(data, size)));
  const auto check = [](bool good) {
    if (!good) std::abort();
  };
  if (!families) {
    check(!families.error().message.empty());
    return 0;
  }
  check(families->size() > 0 && families->size() <= despin::channel::kMaxFamilies);
  for (std::size_t f = 0; f < families->size(); ++f) {
    for (const char c : families->at(f).name) check(c >= ' ' && c <= '~');
    for (std::uint32_t row = 0; row < families->forms() && row < 1000; ++row) {
      check(std::isfinite(families->ratio_nats(row, f)));
    }
  }
  families->in_order();
  for (std::uint64_t hash = 1; hash != 0; hash <<= 1) {
    const auto row = families->find(hash);
    check(!row || *row < families->forms());
  }
  return 0;
}
