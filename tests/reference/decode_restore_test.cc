// The restorer against the list of every reading, where its beam holds them all, and against a
// beam search that fills each column before it prunes it.
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/exact_math.h"
#include "lib/decode/meanings.h"
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
  options.context = world.context;
  for (std::size_t size = 1; size <= 5; ++size) {
    Words written = world.draw_words(size);
    if (world.draw(2) == 0) written = world.forms[world.draw(9)].words;
    const auto expected = plain.restore(written, double(options.end_scale), options.added_nats);
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

struct Hypothesis {
  Words words;
  double score = 0;
};

// The best `beam` wordings, best first; a wording that a column has twice counts once.
void prune(std::vector<Hypothesis>& column, std::size_t beam) {
  std::sort(column.begin(), column.end(), [](const Hypothesis& a, const Hypothesis& b) {
    return a.score != b.score ? a.score > b.score : a.words < b.words;
  });
  std::vector<Hypothesis> kept;
  for (const Hypothesis& h : column) {
    const bool seen = std::any_of(kept.begin(), kept.end(),
                                  [&](const Hypothesis& k) { return k.words == h.words; });
    if (!seen && kept.size() < beam) kept.push_back(h);
  }
  column = std::move(kept);
}

double log_share(double log_odds) {
  return log_odds > 0 ? -base::exact_log(1 + base::exact_exp(-log_odds))
                      : log_odds - base::exact_log(1 + base::exact_exp(log_odds));
}

// Sums are taken in the restorer's order: ties must be ties here too.
std::vector<Hypothesis> restore_plainly(const Words& written, const SmallWorld& world,
                                        std::size_t limit, const decode::RestoreOptions& options) {
  const channel::ContextWeights& weights = options.context;
  std::vector<std::vector<Hypothesis>> columns(written.size() + 1);
  columns[0].push_back({});
  for (std::size_t p = 0; p < written.size(); ++p) {
    prune(columns[p], options.beam);
    const auto go = [&](const Hypothesis& from, std::span<const WordId> meant, std::size_t n,
                        double own) {
      Hypothesis h{from.words, from.score + own};
      lm::State state = world.lm.begin_state();
      lm::State next;
      for (const WordId word : from.words) {
        world.lm.score(state, word, next);
        state = next;
      }
      for (const WordId word : meant) {
        const float ln_p = world.lm.score(state, word, next);
        const float unigram = world.lm.unigram(word);
        h.score += double(weights.lm_scale * (ln_p - weights.discount * unigram));
        h.words.push_back(word);
        state = next;
      }
      if (p + n == written.size()) {
        h.score += double(options.end_scale * world.lm.score(state, kSentenceEndWord, next));
      }
      columns[p + n].push_back(std::move(h));
    };
    for (std::size_t n = 1; n <= channel::kMaxWrittenWords && p + n <= written.size(); ++n) {
      const auto words = std::span<const WordId>(written).subspan(p, n);
      const auto form = world.channel.find(words);
      const double keep = form ? double(world.channel.keep_nats(*form)) : 0;
      for (const Hypothesis& h : columns[p]) {
        if (n == 1) go(h, words, n, form ? log_share(keep) : options.unlisted_keep_nats);
        if (n == 1 && written.size() >= 3) go(h, {}, n, options.added_nats);
        for (const auto& m : decode::meanings(words, world.lm, world.channel, options.meanings)) {
          go(h, m.meant.view(), n, (n == 1 ? log_share(-keep) : 0) + m.own_nats);
        }
      }
    }
  }
  std::erase_if(columns.back(),
                [&](const Hypothesis& h) { return h.words.empty() || h.words == written; });
  prune(columns.back(), limit);
  return columns.back();
}

// Where the beam is narrow, how full a column was when it was pruned must not show; where
// lm_scale or end_scale is negative, a word that is certain scores less than others.
TEST_P(Restore, PrunesAsIfEachColumnWereFilledFirst) {
  SmallWorld world(static_cast<std::uint64_t>(GetParam()));
  for (std::size_t draw = 0; draw < 40; ++draw) {
    const float lm_scale = std::array{0.75F, 0.25F, 2.0F, 0.0F, -0.5F}[draw % 5];
    const float end_scale = std::array{0.5F, 0.0F, -0.5F}[draw % 3];
    Words written;
    while (written.size() < 7) {
      const Words& form = world.forms[world.draw(9)].words;
      written.insert(written.end(), form.begin(), form.end());
    }
    for (const std::size_t beam : {1, 2, 5}) {
      for (const std::size_t limit : {std::size_t{1}, std::size_t{4}, std::size_t(-1)}) {
        for (const std::size_t near : {0, 1000}) {
          decode::RestoreOptions options;
          options.beam = beam;
          options.meanings.max_near = near;
          options.context = {lm_scale, 0.5F};
          options.end_scale = end_scale;
          const auto expected = restore_plainly(written, world, limit, options);
          const auto readings = decode::restore(written, world.lm, world.channel, limit, options);
          ASSERT_EQ(readings.size(), expected.size());
          for (std::size_t i = 0; i < readings.size(); ++i) {
            EXPECT_EQ(readings[i].words, expected[i].words);
            EXPECT_EQ(readings[i].score_nats, expected[i].score);
          }
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Restore, testing::Range(0, 60));

}  // namespace
}  // namespace despin::reference
