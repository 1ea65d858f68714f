#include "lib/channel/channel.h"

#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "models/build/encode/channel_encoder.h"

namespace despin::channel {
namespace {

using Bytes = std::vector<std::byte>;
using Words = std::vector<WordId>;

constexpr std::size_t kScaleAt = 20;  // lm_scale and discount in the header
constexpr std::size_t kSlotsAt = 12;

std::vector<WrittenForm> some_forms() {
  return {
      {{10}, 1.5F, -2, {{{20}, -3}, {{21, 22}, -1}, {{23, 24, 25}, -2}}},
      {{10, 11}, -0.5F, 0.25F, {{{26}, -0.125F}}},
      {{12, 13, 14, 15}, 0, 0, {{{27}, -1}, {{28}, -1}}},
      {{16}, 3, 1, {}},
  };
}

Words meant_words(const Channel& channel, std::uint32_t entry) {
  const Meant meant = channel.meant(entry);
  const auto view = meant.view();
  return {view.begin(), view.end()};
}

// All that a reader may ask, on whatever the bytes are.
void touch_everything(const Channel& channel) {
  const std::uint32_t forms = std::min(channel.written_forms(), 2000U);
  for (WrittenIndex w = 0; w < forms; ++w) {
    EXPECT_TRUE(std::isfinite(channel.swap_ratio_nats(w)));
    EXPECT_TRUE(std::isfinite(channel.keep_nats(w)));
    EXPECT_LE(channel.last_entry(w), channel.entries());
    for (auto e = channel.first_entry(w); e < channel.last_entry(w) && e < 5000; ++e) {
      EXPECT_GE(channel.meant(e).size, 1);
      EXPECT_LE(channel.meant(e).size, kMaxMeantWords);
      EXPECT_TRUE(std::isfinite(channel.weight_nats(e)));
    }
  }
  for (WordId word = 0; word < 40; ++word) {
    EXPECT_LE(channel.longest_from(word), kMaxWrittenWords);
    for (const Words& words : {Words{word}, Words{word, word + 1}, Words{word, 2, 3, 4}}) {
      if (const auto found = channel.find(words)) {
        EXPECT_LT(*found, channel.written_forms());
      }
    }
  }
  channel.longest_from(std::numeric_limits<WordId>::max());
}

TEST(Channel, GivesBackWhatWasEncoded) {
  const Bytes bytes = encode_channel(some_forms(), {0.75F, 0.25F});
  const auto channel = Channel::view(bytes);
  ASSERT_TRUE(channel);
  EXPECT_EQ(channel->written_forms(), 4U);
  EXPECT_EQ(channel->entries(), 6U);
  EXPECT_EQ(channel->context().lm_scale, 0.75F);
  EXPECT_EQ(channel->context().discount, 0.25F);
  const auto form = channel->find(Words{10});
  ASSERT_TRUE(form);
  EXPECT_EQ(channel->swap_ratio_nats(*form), 1.5F);
  EXPECT_EQ(channel->keep_nats(*form), -2);
  // In the order given.
  const std::uint32_t first = channel->first_entry(*form);
  ASSERT_EQ(channel->last_entry(*form) - first, 3U);
  EXPECT_EQ(meant_words(*channel, first), (Words{20}));
  EXPECT_EQ(meant_words(*channel, first + 1), (Words{21, 22}));
  EXPECT_EQ(meant_words(*channel, first + 2), (Words{23, 24, 25}));
  EXPECT_EQ(channel->weight_nats(first), -3);
  EXPECT_EQ(channel->weight_nats(first + 1), -1);
  EXPECT_EQ(channel->weight_nats(first + 2), -2);
}

TEST(Channel, StoresAPhraseThatIsMeantTwiceOnce) {
  std::vector<WrittenForm> forms = some_forms();
  const std::size_t before = encode_channel(forms, {}).size();
  forms[1].entries.push_back({{21, 22}, -0.5F});
  EXPECT_EQ(encode_channel(forms, {}).size(), before + 4);
}

TEST(Channel, FindsWholeFormsOnly) {
  const Bytes bytes = encode_channel(some_forms(), {});
  const auto channel = Channel::view(bytes);
  EXPECT_TRUE(channel->find(Words{10, 11}));
  EXPECT_TRUE(channel->find(Words{16}));
  EXPECT_FALSE(channel->find(Words{11, 10}));
  EXPECT_FALSE(channel->find(Words{12, 13, 14}));
  EXPECT_FALSE(channel->find(Words{12, 13, 14, 15, 16}));
  EXPECT_FALSE(channel->find(Words{}));
  EXPECT_EQ(channel->longest_from(10), 2U);
  EXPECT_EQ(channel->longest_from(12), 4U);
  EXPECT_EQ(channel->longest_from(16), 1U);
  EXPECT_EQ(channel->longest_from(11), 0U);
  EXPECT_EQ(channel->longest_from(4000000000U), 0U);
}

TEST(Channel, KeepsNatsWithinItsRange) {
  const Bytes bytes =
      encode_channel(std::vector<WrittenForm>{{{9}, 1000, -1000, {{{20}, 5}, {{21}, -1000}}}}, {});
  const auto channel = Channel::view(bytes);
  EXPECT_NEAR(channel->swap_ratio_nats(0), 32, 0.01);
  EXPECT_NEAR(channel->keep_nats(0), -32, 0.01);
  EXPECT_EQ(channel->weight_nats(0), 0) << "a share is at most 1";
  EXPECT_NEAR(channel->weight_nats(1), -16, 0.1);
}

TEST(Channel, MayBeEmpty) {
  const Bytes bytes = encode_channel({}, {});
  const auto channel = Channel::view(bytes);
  ASSERT_TRUE(channel);
  EXPECT_EQ(channel->written_forms(), 0U);
  EXPECT_FALSE(channel->find(Words{9}));
  EXPECT_EQ(channel->longest_from(0), 0U);
}

TEST(Channel, FindsEachOfManyForms) {
  std::mt19937_64 random(3);
  std::set<Words> written;
  while (written.size() < 5000) {
    Words words;
    for (std::size_t n = 1 + random() % kMaxWrittenWords; n > 0; --n) {
      words.push_back(static_cast<WordId>(6 + random() % 900));
    }
    written.insert(words);
  }
  std::vector<WrittenForm> forms;
  for (const Words& words : written) {
    forms.push_back({words, 0, 0, {{{static_cast<WordId>(forms.size())}, -1}}});
  }
  const Bytes bytes = encode_channel(forms, {});
  const auto channel = Channel::view(bytes);
  ASSERT_TRUE(channel);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto found = channel->find(forms[i].words);
    ASSERT_TRUE(found);
    EXPECT_EQ(meant_words(*channel, channel->first_entry(*found)), (Words{static_cast<WordId>(i)}));
    EXPECT_GE(channel->longest_from(forms[i].words[0]), forms[i].words.size());
  }
  for (int i = 0; i < 5000; ++i) {
    const Words words{static_cast<WordId>(random() % 900), static_cast<WordId>(random() % 900)};
    EXPECT_EQ(channel->find(words).has_value(), written.contains(words));
  }
}

TEST(Channel, RefusesEveryOtherLength) {
  const Bytes whole = encode_channel(some_forms(), {});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = Channel::view(std::span(whole).first(size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, ErrorCode::kBadModel);
  }
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(Channel::view(longer));
}

TEST(Channel, RefusesContextWeightsThatWouldBreakScores) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity(), 1e6F, -1e6F}) {
    EXPECT_FALSE(Channel::view(encode_channel(some_forms(), {bad, 0.5F})));
    EXPECT_FALSE(Channel::view(encode_channel(some_forms(), {1, bad})));
  }
  Bytes bytes = encode_channel(some_forms(), {});
  EXPECT_TRUE(Channel::view(bytes));
  base::store_le(bytes.data() + kScaleAt, std::uint32_t{0x7FC00000});  // NaN
  EXPECT_FALSE(Channel::view(bytes));
}

TEST(Channel, RefusesSlotsThatAreNoPowerOfTwo) {
  Bytes bytes = encode_channel(some_forms(), {});
  for (const std::uint32_t count : {0U, 3U, 5U, 0xFFFFFFFFU}) {
    base::store_le(bytes.data() + kSlotsAt, count);
    EXPECT_FALSE(Channel::view(bytes));
  }
}

TEST(Channel, StaysInBoundsOnAnyBytes) {
  std::mt19937_64 random(4);
  const Bytes whole = encode_channel(some_forms(), {});
  int opened = 0;
  for (int round = 0; round < 20000; ++round) {
    Bytes bytes = whole;
    // The header of a true section, and anything behind it.
    const std::size_t from = round % 4 == 0 ? 0 : 32;
    for (std::size_t n = 1 + random() % 24; n > 0; --n) {
      bytes[from + random() % (bytes.size() - from)] = static_cast<std::byte>(random());
    }
    const auto channel = Channel::view(bytes);
    if (!channel) continue;
    ++opened;
    touch_everything(*channel);
  }
  EXPECT_GT(opened, 10000);
}

}  // namespace
}  // namespace despin::channel
