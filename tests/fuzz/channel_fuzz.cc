// Any bytes as section CHAN: every answer is finite and no look-up leaves them.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "lib/channel/channel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using despin::WordId;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  const auto channel = despin::channel::Channel::view(bytes);
  if (!channel) return 0;
  const auto check = [](bool good) {
    if (!good) std::abort();
  };
  for (std::uint32_t w = 0; w < channel->written_forms() && w < 1000; ++w) {
    check(std::isfinite(channel->swap_ratio_nats(w)) && std::isfinite(channel->keep_nats(w)));
    const std::uint32_t first = channel->first_entry(w);
    for (std::uint32_t e = first; e < channel->last_entry(w) && e - first < 100; ++e) {
      check(std::isfinite(channel->weight_nats(e)));
      check(channel->meant(e).size > 0);
    }
  }
  for (WordId word = 0; word < 100; ++word) {
    const WordId words[] = {word, word + 1, word * 2654435761U, 7};
    const std::uint32_t reach = channel->longest_from(word);
    check(reach <= despin::channel::kMaxWrittenWords);
    for (std::size_t n = 1; n <= std::size(words); ++n) {
      const auto form = channel->find(std::span(words).first(n));
      check(!form || *form < channel->written_forms());
    }
  }
  return 0;
}
