// The restorer against the list of every reading, where its beam holds them all.
#include <algorithm>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "lib/decode/restorer.h"
#include "tests/reference/small_world.h"

namespace despin::reference {
namespace {

class Restore : public testing::TestWithParam<int> {};

TEST_P(Restore, RanksEveryReading) {
  SmallWorld world(static_cast<std::uint64_t>(GetParam()));
  const PlainDecoder plain(world.grams, world.forms, world.context);
  decode::RestoreOptions options;
  options.beam = std::numeric_limits<std::size_t>::max();
  options.meanings.max_listed = std::numeric_limits<std::size_t>::max();
  options.meanings.max_near = 0;
  for (std::size_t size = 1; size <= 5; ++size) {
    Words written = world.draw_words(size);
    if (world.draw(2) == 0) written = world.forms[world.draw(9)].words;
    const auto expected = plain.restore(written);
    const auto readings =
        decode::restore(written, world.lm, world.channel, expected.size() + 1, options);
    ASSERT_EQ(readings.size(), expected.size());
    double before = std::numeric_limits<double>::infinity();
    for (const decode::Reading& reading : readings) {
      const auto found = expected.find(reading.words);
      ASSERT_NE(found, expected.end());
      EXPECT_NEAR(reading.score_nats, found->second, 1e-6);
      EXPECT_LE(reading.score_nats, before) << "best first";
      before = reading.score_nats;
    }
    // Fewer are the first of them.
    const auto two = decode::restore(written, world.lm, world.channel, 2, options);
    ASSERT_EQ(two.size(), std::min<std::size_t>(2, readings.size()));
    for (std::size_t i = 0; i < two.size(); ++i) EXPECT_EQ(two[i].words, readings[i].words);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Restore, testing::Range(0, 60));

}  // namespace
}  // namespace despin::reference
