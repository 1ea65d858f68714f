// tests/unit/search/retrieved_background_test.cc - stock phrases count for little, copies for all.
#include "lib/search/retrieved_background.h"

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace despin::search {
namespace {

// A word for each letter.
std::vector<align::Word> words(std::string_view letters) {
  std::vector<align::Word> out(letters.size());
  for (std::size_t i = 0; i < letters.size(); ++i) {
    out[i].key = static_cast<std::uint64_t>(letters[i]);
  }
  return out;
}

// All words kept, one for one.
align::Alignment all_kept(std::uint32_t size) {
  align::Alignment alignment;
  for (std::uint32_t i = 0; i < size; ++i) {
    align::WordPair pair;
    pair.original = {i, i + 1};
    pair.suspect = {i, i + 1};
    alignment.pairs.push_back(pair);
  }
  return alignment;
}

constexpr float kFree = std::numeric_limits<float>::max();

TEST(RetrievedBackground, AWordThatOthersHaveInTheSamePlaceIsWorthItsRarityAmongThem) {
  RetrievedBackground background;
  background.set_suspect(words("abcdefgh"));
  background.add_candidate(words("abcdefgh"));  // the one aligned
  background.add_candidate(words("xabcx"));
  background.add_candidate(words("bcyyyyyy"));
  background.add_candidate(words("zzzzzzzz"));
  std::vector<float> caps;
  background.cap_nats(all_kept(8), 0, 0.5, caps);
  ASSERT_EQ(caps.size(), 8u);
  EXPECT_EQ(caps[0], kFree);                 // nothing stands before it
  EXPECT_FLOAT_EQ(caps[1], std::log(4.0F));  // "ab" in one of three
  EXPECT_FLOAT_EQ(caps[2], std::log(2.0F));  // "bc" in two
  for (std::size_t i = 3; i < 8; ++i) EXPECT_EQ(caps[i], kFree) << i;
}

TEST(RetrievedBackground, OtherCopiesAreNoStrangers) {
  RetrievedBackground background;
  background.set_suspect(words("abcdefgh"));
  background.add_candidate(words("abcdefgh"));
  background.add_candidate(words("abcdefg!"));
  background.add_candidate(words("zzzzzzzz"));
  std::vector<float> caps;
  background.cap_nats(all_kept(8), 0, 0.5, caps);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(caps[i], kFree) << i;
}

TEST(RetrievedBackground, KeysMayChangeBetweenCandidates) {
  RetrievedBackground background;
  background.set_suspect(words("abcdefgh"));
  background.add_candidate(words("abcdefgh"));
  background.set_suspect(words("ABCDEFGH"));
  background.add_candidate(words("ABzzzzzz"));
  std::vector<float> caps;
  background.cap_nats(all_kept(8), 0, 0.5, caps);
  EXPECT_FLOAT_EQ(caps[1], std::log(2.0F));
  EXPECT_EQ(caps[2], kFree);
}

TEST(RetrievedBackground, ClearForgetsThem) {
  RetrievedBackground background;
  background.set_suspect(words("abcdefgh"));
  background.add_candidate(words("abzzzzzz"));
  background.clear();
  background.add_candidate(words("abcdefgh"));
  std::vector<float> caps;
  background.cap_nats(all_kept(8), 0, 0.5, caps);
  EXPECT_EQ(caps[1], kFree);
}

}  // namespace
}  // namespace despin::search
