// Any numbers: what this CPU's functions make of them is what the portable ones do, bit for bit.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "lib/base/dot_rows.h"
#include "lib/cloze/cloze_net.h"
#include "lib/cloze/lstm_cells.h"
#include "tests/support/byte_feed.h"
#include "tests/support/cpu_features.h"
#include "tests/support/made_cloze.h"

namespace {

using namespace despin;
using fuzz::ByteFeed;

void expect(bool holds) {
  if (!holds) std::abort();
}

void compare_dot_rows(ByteFeed& feed) {
  const std::size_t columns = 1 + feed.below(70);
  const std::size_t rows = 1 + feed.below(10);
  const std::size_t vectors = 1 + feed.below(10);
  // No sum may exceed 32 bits: 2 * kept > log2(columns).
  const auto kept = static_cast<int>(std::bit_width(columns) / 2);
  const auto draw = [&](std::size_t n) {
    std::vector<std::int16_t> values(n);
    for (std::int16_t& value : values) {
      value = static_cast<std::int16_t>(feed.take<std::int16_t>() >> kept);
    }
    return values;
  };
  const std::vector<std::int16_t> vector = draw(vectors * columns);
  const std::vector<std::int16_t> matrix = draw(rows * columns);
  std::vector<std::int32_t> sums(rows * vectors);
  std::vector<std::int32_t> portable(sums.size());
  base::dot_rows(matrix, columns, vector, sums);
  {
    const PortableKernels none;
    base::dot_rows(matrix, columns, vector, portable);
  }
  expect(sums == portable);
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::bit_cast<std::uint32_t>(a[i]) != std::bit_cast<std::uint32_t>(b[i])) return false;
  }
  return a.size() == b.size();
}

void compare_step_cells(ByteFeed& feed) {
  const std::size_t n = 1 + feed.below(40);
  std::vector<float> gates(4 * n);
  std::vector<float> cells(n);
  for (float& gate : gates) {
    const auto value = feed.take<float>();
    gate = std::isnan(value) ? 0 : value;
  }
  for (float& cell : cells) {
    const auto value = feed.take<float>();
    cell = std::isfinite(value) ? value : 0;
  }
  std::vector<float> portable_cells = cells;
  std::vector<std::int16_t> state(n);
  std::vector<std::int16_t> portable_state(n);
  cloze::step_cells(gates, cells, state);
  {
    const PortableKernels none;
    cloze::step_cells(gates, portable_cells, portable_state);
  }
  expect(same_bits(cells, portable_cells) && state == portable_state);
}

void compare_network(ByteFeed& feed) {
  constexpr WordId kWords = 30;
  static const std::vector<std::byte> bytes =
      cloze::encode_cloze_net(made_cloze::random_parameters(kWords), 0, {0.7F, 0.5F, 0.5F, 0});
  static const cloze::ClozeNet net = *cloze::ClozeNet::view(bytes);
  static cloze::Cloze cloze;
  static cloze::Cloze portable;
  std::vector<WordId> words;
  for (std::size_t n = 3 + feed.below(20); n > 0; --n) words.push_back(feed.below(kWords + 1));
  net.read(words, cloze);
  {
    const PortableKernels none;
    net.read(words, portable);
  }
  expect(cloze.contexts == portable.contexts && same_bits(cloze.scales, portable.scales));
  expect(cloze.forward == portable.forward && cloze.backward == portable.backward);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteFeed feed(data, size);
  switch (feed.below(3)) {
    case 0:
      compare_dot_rows(feed);
      break;
    case 1:
      compare_step_cells(feed);
      break;
    default:
      compare_network(feed);
  }
  return 0;
}
