// Invariants of every decoding, with the default pruning.
#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "lib/decode/decoder.h"
#include "tests/support/small_world.h"

namespace despin::decode {
namespace {

constexpr double kClose = 1e-6;

class Decodings : public testing::TestWithParam<int> {
 protected:
  std::vector<InputWord> draw_text() { return world_.draw_input_words(world_.draw(150)); }

  reference::SmallWorld world_{static_cast<std::uint64_t>(1000 + GetParam())};
  Decoder decoder_{world_.lm, world_.channel};
  DecodeScratch scratch_;
  Decoding decoding_;
};

TEST_P(Decodings, AreProbabilities) {
  const auto input_words = draw_text();
  decoder_.decode(input_words, scratch_, decoding_);
  ASSERT_EQ(decoding_.words.size(), input_words.size());
  EXPECT_GE(decoding_.evidence_nats, 0);
  std::vector<double> covered(input_words.size(), 0.0);
  for (std::size_t i = 0; i < decoding_.spans.size(); ++i) {
    const SwapSpan& span = decoding_.spans[i];
    if (i > 0) {
      EXPECT_LT(std::tie(decoding_.spans[i - 1].begin, decoding_.spans[i - 1].end),
                std::tie(span.begin, span.end));
    }
    ASSERT_LT(span.begin, span.end);
    ASSERT_LE(span.end, input_words.size());
    EXPECT_LE(span.end - span.begin, channel::kMaxWrittenWords);
    EXPECT_GT(span.posterior, 0);
    EXPECT_LE(span.posterior, 1);
    EXPECT_TRUE(std::isfinite(span.evidence_nats));
    EXPECT_TRUE(decoding_.words[span.begin].swappable);
    double shares = 0;
    ASSERT_LT(span.first_candidate, span.last_candidate);
    ASSERT_LE(span.last_candidate, decoding_.candidates.size());
    for (std::uint32_t c = span.first_candidate; c < span.last_candidate; ++c) {
      shares += static_cast<double>(decoding_.candidates[c].share);
    }
    EXPECT_LE(shares, 1 + kClose);
    for (std::uint32_t w = span.begin; w < span.end; ++w) {
      EXPECT_FALSE(input_words[w].fixed);
      if (w > span.begin) {
        EXPECT_FALSE(input_words[w].begins_sentence);
      }
      covered[w] += static_cast<double>(span.posterior);
    }
  }
  for (std::size_t w = 0; w < input_words.size(); ++w) {
    EXPECT_LE(covered[w], 1 + kClose) << "swaps of one word exclude each other";
    EXPECT_GE(static_cast<double>(decoding_.words[w].swapped), covered[w] - kClose);
    EXPECT_LE(decoding_.words[w].swapped, 1);
    EXPECT_LE(decoding_.words[w].ln_p, 0);
  }
}

// The text's rate is the one that explains it best.
TEST_P(Decodings, TakeTheBestRate) {
  const auto input_words = draw_text();
  decoder_.decode(input_words, scratch_, decoding_);
  const double evidence = decoding_.evidence_nats;
  double best = 0;
  for (const double rate : kRates) {
    decoder_.decode_at(input_words, rate, scratch_, decoding_);
    best = std::max(best, decoding_.evidence_nats);
  }
  EXPECT_NEAR(evidence, best, kClose);
}

TEST_P(Decodings, OfSentencesAddUp) {
  constexpr double kRate = 0.15;
  const auto input_words = draw_text();
  decoder_.decode_at(input_words, kRate, scratch_, decoding_);
  const double whole = decoding_.evidence_nats;
  double sum = 0;
  for (auto begin = input_words.begin(); begin != input_words.end();) {
    const auto end = std::find_if(begin + 1, input_words.end(),
                                  [](const InputWord& s) { return s.begins_sentence; });
    decoder_.decode_at({begin, end}, kRate, scratch_, decoding_);
    sum += decoding_.evidence_nats;
    begin = end;
  }
  EXPECT_NEAR(whole, sum, kClose);
}

TEST_P(Decodings, ForgetTheTextBefore) {
  const auto first = draw_text();
  const auto second = draw_text();
  DecodeScratch fresh;
  Decoding expected;
  decoder_.decode(second, fresh, expected);
  decoder_.decode(first, scratch_, decoding_);
  decoder_.decode(second, scratch_, decoding_);
  EXPECT_EQ(decoding_.evidence_nats, expected.evidence_nats);
  EXPECT_EQ(decoding_.swap_rate, expected.swap_rate);
  ASSERT_EQ(decoding_.spans.size(), expected.spans.size());
  for (std::size_t i = 0; i < expected.spans.size(); ++i) {
    EXPECT_EQ(decoding_.spans[i].begin, expected.spans[i].begin);
    EXPECT_EQ(decoding_.spans[i].posterior, expected.spans[i].posterior);
    EXPECT_EQ(decoding_.spans[i].first_candidate, expected.spans[i].first_candidate);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Decodings, testing::Range(0, 60));

}  // namespace
}  // namespace despin::decode
