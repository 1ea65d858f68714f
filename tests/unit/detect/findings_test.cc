#include "lib/detect/findings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

using small_model::SmallModel;

class Findings : public testing::Test {
 protected:
  void read(std::string_view text) {
    ASSERT_TRUE(text::tokenize(text, tokens_));
    decoding_.clear();
  }
  std::vector<Finding> findings() const {
    return to_findings(tokens_, decoding_, posterior_log_odds(decoding_), {channel_, vocabulary_});
  }
  void add_span(std::uint32_t begin, std::uint32_t end, float posterior,
                const std::vector<const char*>& meant) {
    decode::SwapSpan span{begin, end, posterior, posterior * 10, 0, 0};
    span.first_candidate = static_cast<std::uint32_t>(decoding_.candidates.size());
    for (const char* words : meant) {
      decoding_.candidates.push_back({entry_of(words), 0.5F});
    }
    span.last_candidate = static_cast<std::uint32_t>(decoding_.candidates.size());
    decoding_.spans.push_back(span);
  }

  // Any entry that means it: of which form does not matter here.
  std::uint32_t entry_of(const char* words) const {
    for (std::uint32_t entry = 0;; ++entry) {
      const channel::Meant meant = channel_.meant(entry);
      if (std::ranges::equal(meant.view(), model_.ids(words))) return entry;
    }
  }

  SmallModel model_;
  std::vector<channel::WrittenForm> forms_ = {{model_.ids("bash"),
                                               2,
                                               -2,
                                               {{model_.ids("party"), -1},
                                                {model_.ids("old"), -1},
                                                {model_.ids("met"), -1},
                                                {model_.ids("in"), -1}}}};
  std::vector<std::byte> channel_bytes_ = channel::encode_channel(forms_, {1, 0.5F});
  channel::Channel channel_ = *channel::Channel::view(channel_bytes_);
  std::vector<std::byte> bytes_ = model_.vocabulary();
  format::Vocabulary vocabulary_ = *format::Vocabulary::view(bytes_);
  text::Tokens tokens_;
  decode::Decoding decoding_;
};

TEST_F(Findings, SayWhereAndWhat) {
  read("The ruling Bash won -- they get together.");
  add_span(2, 3, 0.75F, {"party", "old"});
  add_span(6, 8, 0.9F, {"party"});
  const auto found = findings();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].begin_byte, 11U);
  EXPECT_EQ(found[0].end_byte, 15U);
  EXPECT_EQ(found[0].evidence_nats, 7.5F);
  EXPECT_EQ(found[0].likely_originals, (std::vector<std::string>{"party", "old"}));
  EXPECT_EQ(found[1].begin_byte, 28U);
  EXPECT_EQ(found[1].end_byte, 40U);
}

TEST_F(Findings, SpareNamesWithoutACaseAgainstThem) {
  read("Old Bash won. Met in Party City. They get together.");
  add_span(0, 1, 0.6F, {"old"});  // begins a sentence
  add_span(1, 2, 0.9F, {"party"});
  add_span(3, 4, 0.6F, {"old"});  // begins a sentence
  add_span(5, 6, 0.6F, {"met"});
  add_span(5, 7, 0.55F, {"met"});  // more than a word
  add_span(9, 10, 0.6F, {"in"});   // no capital
  std::vector<double> odds = posterior_log_odds(decoding_);
  spare_names(tokens_, decoding_, {6.5, 6.5}, odds);
  std::vector<bool> spared;
  for (const double o : odds) spared.push_back(std::isinf(o));
  EXPECT_EQ(spared, (std::vector<bool>{false, false, false, true, false, false}));
}

TEST_F(Findings, SpareWhatTheTextUsesAsAName) {
  read("So said Mayor Joanna Reyes. The Old Party met Reyes. Then the Party won Bash.");
  add_span(4, 5, 0.9F, {"old"});    // Reyes, 9 nats
  add_span(9, 10, 0.9F, {"met"});   // again
  add_span(12, 13, 0.9F, {"old"});  // the Party
  add_span(14, 15, 0.9F, {"old"});  // Bash, nowhere else
  std::vector<double> odds = posterior_log_odds(decoding_);
  spare_names(tokens_, decoding_, {1, 9.5}, odds);
  std::vector<bool> spared;
  for (const double o : odds) spared.push_back(std::isinf(o));
  EXPECT_EQ(spared, (std::vector<bool>{true, true, false, false}));
}

TEST_F(Findings, SpareAcronymsButNotLinesInCapitals) {
  read("The CNN and RNNs of GloVe.\nOLD PARTY NEWS\nThe party met");
  for (const std::uint32_t word : {1U, 3U, 5U, 7U, 10U}) {
    add_span(word, word + 1, 0.99F, {"party"});
  }
  std::vector<double> odds = posterior_log_odds(decoding_);
  spare_names(tokens_, decoding_, {}, odds);
  std::vector<bool> spared;
  for (const double o : odds) spared.push_back(std::isinf(o));
  EXPECT_EQ(spared, (std::vector<bool>{true, true, true, false, false}));
}

TEST_F(Findings, ShowWhatIsLikelierThanNot) {
  read("The party won");
  add_span(0, 1, 0.49F, {"old"});
  add_span(1, 2, 0.5F, {"old"});
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin_byte, 4U);
}

TEST_F(Findings, PreferTheLikelierOfTwoThatOverlap) {
  read("They get together in the hall");
  add_span(1, 2, 0.5F, {"met"});
  add_span(1, 3, 0.55F, {"party"});
  add_span(2, 3, 0.5F, {"in"});
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin_byte, 5U);
  EXPECT_EQ(found[0].end_byte, 17U);
}

TEST_F(Findings, AreDisjointAndInOrderWhateverTheSpans) {
  std::mt19937_64 random(6);
  read("the party won the vote in the capital and the leaders met in the old hall");
  const auto size = static_cast<std::uint32_t>(tokens_.list.size());
  for (int round = 0; round < 500; ++round) {
    decoding_.clear();
    for (std::uint64_t n = random() % 12; n > 0; --n) {
      const auto begin = static_cast<std::uint32_t>(random() % size);
      const auto end = std::min(size, begin + 1 + static_cast<std::uint32_t>(random() % 4));
      add_span(begin, end, static_cast<float>(random() % 100) / 100, {"old"});
    }
    std::uint32_t before = 0;
    for (const Finding& f : findings()) {
      EXPECT_LT(f.begin_byte, f.end_byte);
      EXPECT_GE(f.begin_byte, before);
      before = f.end_byte;
    }
  }
}

TEST_F(Findings, SpellPhrasesAsOnPaper) {
  EXPECT_EQ(spell(model_.ids("ruling party"), vocabulary_), "ruling party");
  EXPECT_EQ(spell({}, vocabulary_), "");
  const std::vector<WordId> beyond{4000000000U};
  EXPECT_EQ(spell(beyond, vocabulary_), "<unk>");
}

}  // namespace
}  // namespace despin::detect
