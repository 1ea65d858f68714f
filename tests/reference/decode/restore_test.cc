// The restorer against the list of every reading, where its beam holds them all, and against a
// beam search that fills each column before it prunes it.
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/exact_math.h"
#include "lib/decode/meanings.h"
#include "lib/decode/restorer.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/known_phrases_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "tests/support/small_world.h"

namespace despin::reference {
namespace {

double log_share(double log_odds) {
  return log_odds > 0 ? -base::exact_log(1 + base::exact_exp(-log_odds))
                      : log_odds - base::exact_log(1 + base::exact_exp(log_odds));
}

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
    const auto expected =
        plain.restore(written, double(options.end_scale), options.gazetteer.added_nats);
    const auto readings =
        decode::restore(written, world.lm, world.channel, expected.size() + 1, options);
    ASSERT_EQ(readings.size(), expected.size());
    double before = std::numeric_limits<double>::infinity();
    for (const decode::RestoredPhrase& reading : readings) {
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

// The best alignment of a phrase from word p on to a term from word t on.
double align_plainly(const SmallWorld& world, const Words& written, std::size_t p,
                     const Words& term, std::size_t t, const decode::GazetteerOptions& options) {
  if (p == written.size() && t == term.size()) return 0;
  double best = -std::numeric_limits<double>::infinity();
  const auto go = [&](std::size_t n, std::size_t m, double nats) {
    best = std::max(best, nats + align_plainly(world, written, p + n, term, t + m, options));
  };
  if (p < written.size()) go(1, 0, options.added_nats);
  if (t < term.size()) go(0, 1, options.left_out_nats);
  if (p < written.size() && t < term.size()) go(1, 1, options.unlisted_nats);
  for (std::size_t n = 1; n <= channel::kMaxWrittenWords && p + n <= written.size(); ++n) {
    const Words here(written.begin() + long(p), written.begin() + long(p + n));
    const auto form = std::find_if(world.forms.begin(), world.forms.end(),
                                   [&](const auto& f) { return f.words == here; });
    const bool listed = form != world.forms.end();
    const double keep = listed ? double(form->keep_nats) : 0;
    if (n == 1 && t < term.size() && term[t] == written[p]) go(1, 1, listed ? log_share(keep) : 0);
    if (!listed) continue;
    for (const auto& entry : form->entries) {
      const auto& meant = entry.meant;
      if (meant.size() > term.size() - t) continue;
      if (!std::equal(meant.begin(), meant.end(), term.begin() + long(t))) continue;
      go(n, meant.size(), (n == 1 ? log_share(-keep) : 0) + double(entry.weight_nats));
    }
  }
  return best;
}

// What the language model makes of a whole wording.
double score_alone(const SmallWorld& world, const Words& words,
                   const decode::RestoreOptions& options) {
  Words history{kSentenceBeginWord};
  double score = 0;
  for (const WordId word : words) {
    score += double(world.context.lm_scale) *
             (world.grams.log_prob(history, word) -
              double(world.context.discount) * world.grams.log_prob({}, word));
    history.push_back(word);
  }
  return score + double(options.end_scale) * world.grams.log_prob(history, kSentenceEndWord);
}

// Known terms are readings too, each with its best alignment if some arc fits it.
TEST_P(Restore, ReadsKnownTerms) {
  SmallWorld world(static_cast<std::uint64_t>(GetParam()));
  decode::RestoreOptions options;
  options.beam = std::numeric_limits<std::size_t>::max();
  options.meanings.max_listed = std::numeric_limits<std::size_t>::max();
  options.meanings.max_near = 0;
  options.context = world.context;
  const Words written = world.draw_words(1 + world.draw(4));
  std::vector<Words> list;
  for (std::size_t i = 0; i < 6; ++i) {
    Words term;
    for (std::size_t n = 1 + world.draw(4); n > 0; --n) {
      term.push_back(kFirstPlainWord + world.draw(SmallWorld::kWords - kFirstPlainWord));
    }
    if (std::find(list.begin(), list.end(), term) == list.end()) list.push_back(term);
  }
  const std::size_t all = std::numeric_limits<std::size_t>::max();
  std::map<Words, double> expected;
  for (const auto& r : decode::restore(written, world.lm, world.channel, all, options)) {
    expected[r.words] = r.score_nats;
  }
  for (const Words& term : list) {
    const double nats = align_plainly(world, written, 0, term, 0, options.gazetteer);
    // At 1,000 nats for each word left out, more than for all of them says that an arc fits.
    const decode::GazetteerOptions dear{-1e6, -1e3, -1e3};
    const double all_left_out = -1e3 * double(written.size() + term.size());
    const bool fits = align_plainly(world, written, 0, term, 0, dear) > all_left_out + 1;
    if (!fits || term == written) continue;
    const double score = nats + score_alone(world, term, options);
    const auto [at, is_new] = expected.try_emplace(term, score);
    at->second = std::max(at->second, score);
  }
  const auto terms =
      *channel::KnownPhrases::view(channel::encode_known_phrases(list), SmallWorld::kWords);
  options.known_phrases = &terms;
  const auto readings = decode::restore(written, world.lm, world.channel, all, options);
  ASSERT_EQ(readings.size(), expected.size());
  for (const decode::RestoredPhrase& reading : readings) {
    ASSERT_TRUE(expected.contains(reading.words));
    EXPECT_NEAR(reading.score_nats, expected[reading.words], 1e-6);
  }
}

// Two words of a reading whose spellings put together are a word are read as that word too.
TEST_P(Restore, WritesCompoundsAsOne) {
  SmallWorld world(static_cast<std::uint64_t>(GetParam()));
  const std::vector<std::string> spelled = {"<unk>", "<s>", "</s>", "<num>", ",",  "<code>", "a",
                                            "b",     "ab",  "ba",   "c",     "bc", "cab",    "bb"};
  ASSERT_EQ(spelled.size(), SmallWorld::kWords);
  std::vector<format::VocabularyEntry> entries;
  for (const std::string& word : spelled) entries.push_back({word, 1});
  const auto bytes = format::encode_vocabulary(entries);
  const auto vocabulary = *format::Vocabulary::view(bytes);

  decode::RestoreOptions options;
  options.beam = std::numeric_limits<std::size_t>::max();
  options.meanings.max_near = 0;
  options.context = world.context;
  for (std::size_t size = 1; size <= 4; ++size) {
    const Words written = world.draw_words(size);
    const std::size_t all = std::numeric_limits<std::size_t>::max();
    options.meanings.vocabulary = nullptr;
    std::map<Words, double> expected;
    const auto apart = decode::restore(written, world.lm, world.channel, all, options);
    for (const auto& r : apart) expected[r.words] = r.score_nats;
    for (const auto& r : apart) {
      for (std::size_t i = 0; i + 1 < r.words.size(); ++i) {
        const auto one = std::find(spelled.begin(), spelled.end(),
                                   spelled[r.words[i]] + spelled[r.words[i + 1]]);
        if (one == spelled.end()) continue;
        Words words = r.words;
        words[i] = WordId(one - spelled.begin());
        words.erase(words.begin() + long(i) + 1);
        if (words == written) continue;
        const double score = r.score_nats + score_alone(world, words, options) -
                             score_alone(world, r.words, options);
        const auto [at, is_new] = expected.try_emplace(words, score);
        at->second = std::max(at->second, score);
      }
    }
    options.meanings.vocabulary = &vocabulary;
    const auto readings = decode::restore(written, world.lm, world.channel, all, options);
    ASSERT_EQ(readings.size(), expected.size());
    for (const decode::RestoredPhrase& reading : readings) {
      ASSERT_TRUE(expected.contains(reading.words));
      EXPECT_NEAR(reading.score_nats, expected[reading.words], 1e-6);
    }
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
        if (n == 1 && written.size() >= 3) go(h, {}, n, options.gazetteer.added_nats);
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
    for (const std::size_t beam : {1U, 2U, 5U}) {
      for (const std::size_t limit : {std::size_t{1}, std::size_t{4}, std::size_t(-1)}) {
        for (const std::size_t near : {0U, 1000U}) {
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
