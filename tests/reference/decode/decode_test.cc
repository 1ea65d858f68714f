// The decoder against the sum over every reading, where nothing is pruned.
#include "lib/decode/decoder.h"

#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/small_world.h"

namespace despin::reference {
namespace {

constexpr double kClose = 1e-6;
// The decoder drops arcs of a smaller posterior and spans of less than 0.02.
constexpr double kNegligible = 2.001e-4;
constexpr double kSpanFloor = 0.02;

decode::LatticeOptions unpruned() {
  decode::LatticeOptions options;
  options.prune_nats = std::numeric_limits<double>::infinity();
  options.max_nodes = std::numeric_limits<std::uint32_t>::max();
  options.max_entries = std::numeric_limits<std::uint32_t>::max();
  return options;
}

using Place = std::pair<std::uint32_t, std::uint32_t>;

std::map<Place, double> by_place(const std::map<PlainDecoder::SwapArc, double>& swaps) {
  std::map<Place, double> sums;
  for (const auto& [swap, posterior] : swaps) sums[{swap.begin, swap.end}] += posterior;
  return sums;
}

void expect_between(double value, double low, double high, const char* what) {
  EXPECT_GE(value, low - kClose) << what;
  EXPECT_LE(value, high + kClose) << what;
}

class Decode : public testing::TestWithParam<int> {
 protected:
  SmallWorld world_{static_cast<std::uint64_t>(GetParam())};
  PlainDecoder plain_{world_.grams, world_.forms, world_.context};
  decode::Decoder decoder_{world_.lm, world_.channel, unpruned()};
  decode::DecodeScratch scratch_;
  decode::Decoding decoding_;
};

TEST_P(Decode, SumsOverEveryReading) {
  for (std::size_t size = 0; size <= 6; ++size) {
    const auto input_words = world_.draw_input_words(size);
    for (const double rate : {0.01, 0.15, 0.4}) {
      decoder_.decode_at(input_words, rate, scratch_, decoding_);
      const auto expected = plain_.decode(input_words, rate, kNegligible);
      EXPECT_NEAR(decoding_.evidence_nats, expected.evidence_nats, kClose);
      EXPECT_DOUBLE_EQ(decoding_.swap_rate, size == 0 ? 0 : rate);
    }
  }
}

TEST_P(Decode, FindsTheRateThatExplainsMost) {
  for (std::size_t size = 1; size <= 6; ++size) {
    const auto input_words = world_.draw_input_words(size);
    double best = 0;
    double best_rate = 0;
    for (const double rate : decode::kRates) {
      const double evidence = plain_.decode(input_words, rate, kNegligible).evidence_nats;
      if (evidence > best + kClose) {
        best = evidence;
        best_rate = rate;
      }
    }
    decoder_.decode(input_words, scratch_, decoding_);
    EXPECT_NEAR(decoding_.evidence_nats, best, kClose);
    EXPECT_DOUBLE_EQ(decoding_.swap_rate, best_rate);
  }
}

TEST_P(Decode, SharesBeliefAmongSpansAndMeanings) {
  constexpr double kRate = 0.25;
  for (std::size_t size = 1; size <= 6; ++size) {
    const auto input_words = world_.draw_input_words(size);
    const auto expected = plain_.decode(input_words, kRate, kNegligible);
    const auto high = by_place(expected.swaps);
    auto low = by_place(expected.certain);
    decoder_.decode_at(input_words, kRate, scratch_, decoding_);

    std::map<Place, const decode::SwapSpan*> found;
    for (const decode::SwapSpan& span : decoding_.spans) {
      const Place place{span.begin, span.end};
      EXPECT_TRUE(found.emplace(place, &span).second) << "a span twice";
      ASSERT_TRUE(high.contains(place));
      const double posterior = static_cast<double>(span.posterior);
      expect_between(posterior, low[place], high.at(place), "posterior");
      const double odds = posterior / (1 - posterior);
      if (posterior < 0.99) {
        EXPECT_NEAR(static_cast<double>(span.evidence_nats),
                    std::log(odds) - std::log(kRate / (1 - kRate)), 1e-4);
      }
      double before = 1;
      for (std::uint32_t c = span.first_candidate; c < span.last_candidate; ++c) {
        const decode::Candidate& candidate = decoding_.candidates[c];
        const channel::Meant meant = world_.channel.meant(candidate.entry);
        const auto words = meant.view();
        const PlainDecoder::SwapArc swap{span.begin, span.end, Words(words.begin(), words.end())};
        ASSERT_TRUE(expected.swaps.contains(swap));
        const double share = static_cast<double>(candidate.share);
        expect_between(share, expected.certain.at(swap) / high.at(place),
                       expected.swaps.at(swap) / low[place], "share");
        EXPECT_LE(share, before) << "best first";
        before = share;
      }
    }
    for (const auto& [place, posterior] : low) {
      if (posterior > kSpanFloor + kClose) {
        EXPECT_TRUE(found.contains(place)) << "a span missed";
      }
    }

    ASSERT_EQ(decoding_.words.size(), size);
    Words history;
    for (std::size_t i = 0; i < size; ++i) {
      const decode::WordEvidence& word = decoding_.words[i];
      double least = 0;
      double most = 0;
      for (const auto& [place, posterior] : high) {
        if (place.first > i || i >= place.second) continue;
        least += low[place];
        most += posterior;
      }
      expect_between(static_cast<double>(word.swapped), least, most, "a word's share");
      EXPECT_EQ(word.swappable, expected.swappable[i]);
      if (input_words[i].begins_sentence || i == 0) history = {kSentenceBeginWord};
      EXPECT_NEAR(static_cast<double>(word.ln_p),
                  world_.grams.log_prob(history, input_words[i].word), kClose);
      history.push_back(input_words[i].word);
    }
  }
}

// Leaving readings out can only lower the sum over them.
TEST_P(Decode, PruningNeverAddsEvidence) {
  decode::LatticeOptions options;
  options.prune_nats = 1;
  options.max_nodes = 2;
  options.max_entries = 2;
  const decode::Decoder pruned(world_.lm, world_.channel, options);
  for (std::size_t size = 1; size <= 40; size += 3) {
    const auto input_words = world_.draw_input_words(size);
    for (const double rate : {0.02, 0.25}) {
      decoder_.decode_at(input_words, rate, scratch_, decoding_);
      const double all = decoding_.evidence_nats;
      pruned.decode_at(input_words, rate, scratch_, decoding_);
      EXPECT_LE(decoding_.evidence_nats, all + kClose);
      double kept = 0;  // the path that keeps all is never pruned
      for (const auto& word : decoding_.words) kept += word.swappable ? std::log(1 - rate) : 0;
      EXPECT_GE(decoding_.evidence_nats, kept - kClose);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Decode, testing::Range(0, 60));

}  // namespace
}  // namespace despin::reference
