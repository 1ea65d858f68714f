#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/simulate/phrases.h"
#include "models/build/simulate/spin.h"
#include "tests/support/small_model.h"

namespace despin::simulate {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kText =
    "The party met in the north, and the party won. Images of the harbour hung in the hall; the "
    "text was slow.\n\n\"Machine learning reads text,\" they say. It cost 12,000 in all: see "
    "`party.text` for images. Learning is fun, says Party.";

class SpinTest : public testing::Test {
 protected:
  Spun spin(std::string_view text, const SpinOptions& options) const {
    auto spun = spinner_.spin(text, options);
    EXPECT_TRUE(spun);
    return std::move(*spun);
  }

  small_model::SmallModel small_;
  detect::Model model_ = small_.open();
  Spinner spinner_{model_};
};

std::string cut(std::string_view text, ByteSpan span) {
  return std::string(text.substr(span.begin_byte, span.end_byte - span.begin_byte));
}

std::set<std::pair<std::string, std::string>> swaps(std::string_view text, const Spun& spun) {
  std::set<std::pair<std::string, std::string>> out;
  for (const Change& c : spun.substitutions) {
    out.emplace(cut(text, c.original), cut(spun.text, c.suspect));
  }
  return out;
}

// The spun bytes of one stretch with every swap inside it undone.
std::string undone(std::string_view text, const Spun& spun, ByteSpan stretch) {
  std::string out;
  std::uint32_t at = stretch.begin_byte;
  for (const Change& c : spun.substitutions) {
    if (c.suspect.begin_byte < stretch.begin_byte || c.suspect.end_byte > stretch.end_byte) {
      continue;
    }
    out += cut(spun.text, {at, c.suspect.begin_byte});
    out += cut(text, c.original);
    at = c.suspect.end_byte;
  }
  return out + cut(spun.text, {at, stretch.end_byte});
}

std::string undone(std::string_view text, const Spun& spun) {
  return undone(text, spun, {0, static_cast<std::uint32_t>(spun.text.size())});
}

TEST_F(SpinTest, FindsTheWordsOfEveryWrittenForm) {
  std::set<std::vector<WordId>> found;
  std::set<std::vector<WordId>> expected;
  for (const WrittenWords& form : written_forms(model_)) {
    found.insert(form.words);
    EXPECT_EQ(model_.channel.find(form.words), form.index);
  }
  for (const channel::WrittenForm& form : small_.forms()) expected.insert(form.words);
  EXPECT_EQ(found, expected);
}

TEST_F(SpinTest, SwapsPhrasesWordsAndCopiesCapitals) {
  const std::string_view text = "Images show machine learning in the hall. Learning is slow.";
  const Spun spun = spin(text, {.rate = 1});
  EXPECT_EQ(undone(text, spun), text);
  const auto swapped = swaps(text, spun);
  EXPECT_THAT(swapped, Contains(std::pair("Images", "Pictures")));
  EXPECT_THAT(swapped, Contains(std::pair("Learning", "Mastering")));
  EXPECT_THAT(swapped, Contains(std::pair("in", "withinside")));
  EXPECT_THAT(spun.text, HasSubstr("mastering withinside the hall. "));
}

TEST_F(SpinTest, AllThatWasNotSwappedIsAsItWas) {
  std::set<std::string> drawn;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Spun spun = spin(kText, {.rate = 0.2, .seed = seed});
    ASSERT_FALSE(spun.substitutions.empty());
    EXPECT_EQ(undone(kText, spun), kText) << "seed " << seed;
    for (const auto& [original, suspect] : swaps(kText, spun)) EXPECT_NE(original, suspect);
    drawn.insert(spun.text);
  }
  EXPECT_GT(drawn.size(), 4U) << "seeds hardly matter";
}

TEST_F(SpinTest, IsTheSameEachTimeAndDiffersByProfile) {
  const SpinOptions options{.rate = 0.25, .seed = 3, .profile = 2, .shuffle_sentences = true};
  const Spun once = spin(kText, options);
  EXPECT_EQ(Spinner(model_).spin(kText, options)->text, once.text);
  std::set<std::string> drawn;
  for (std::uint32_t profile = 0; profile < 20; ++profile) {
    drawn.insert(spin(kText, {.rate = 0.1, .seed = 3, .profile = profile}).text);
  }
  EXPECT_GT(drawn.size(), 3U);
}

TEST_F(SpinTest, ReachesTheRateOrAllThatCanBeSwapped) {
  EXPECT_EQ(spin(kText, {.rate = 0}).text, kText);
  // One word of the ten of "text" alone is the nearest to each rate.
  const std::string_view text = "text text text text text they they they they they";
  for (const int words : {1, 2, 3, 4}) {
    const Spun spun = spin(text, {.rate = words / 10.0});
    EXPECT_EQ(spun.substitutions.size(), static_cast<std::size_t>(words));
    EXPECT_DOUBLE_EQ(spun.rate, words / 10.0);
  }
  EXPECT_EQ(spin(text, {.rate = 1}).words, 10U);
  EXPECT_DOUBLE_EQ(spin(text, {.rate = 1}).rate, 0.5);
}

TEST_F(SpinTest, LeavesNamesNumbersAndCode) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Spun spun = spin(kText, {.rate = 1, .seed = seed});
    EXPECT_THAT(spun.text, HasSubstr("12,000"));
    EXPECT_THAT(spun.text, HasSubstr("`party.text`"));
    EXPECT_THAT(spun.text, HasSubstr("says Party."));
  }
  std::size_t swapped = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    swapped +=
        spin("they met Party", {.rate = 1, .seed = seed, .names = true}).substitutions.size();
  }
  EXPECT_GT(swapped, 60U);
  EXPECT_LT(swapped, 140U);
}

TEST_F(SpinTest, LeavesQuotationsIfAsked) {
  const std::string quoted = "\"Machine learning reads text,\"";
  EXPECT_THAT(spin(kText, {.rate = 1}).text, Not(HasSubstr(quoted)));
  EXPECT_THAT(spin(kText, {.rate = 1, .keep_quotations = true}).text, HasSubstr(quoted));
}

TEST_F(SpinTest, KeepsToWhatItDidBefore) {
  const std::string_view text = "the party and the party and the party and the party";
  std::size_t alike = 0;
  std::size_t with_own_draws = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto kinds = [&](double persistence) {
      return swaps(text,
                   spin(text,
                        {.rate = 1, .seed = seed, .temperature = 3, .persistence = persistence}))
          .size();
    };
    alike += kinds(1) == 1;
    with_own_draws += kinds(0) == 1;
  }
  EXPECT_EQ(alike, 100U);
  EXPECT_LT(with_own_draws, 60U);
}

TEST_F(SpinTest, LifelikeShunsCapitals) {
  const std::string_view text = "Images met images";
  std::size_t plain = 0;
  std::size_t lifelike = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto begins_with_swap = [&](bool is_lifelike) {
      const Spun spun = spin(text, {.rate = 0.34, .seed = seed, .lifelike = is_lifelike});
      EXPECT_EQ(undone(text, spun), text);
      return spun.text.starts_with("Pictures");
    };
    plain += begins_with_swap(false);
    lifelike += begins_with_swap(true);
  }
  EXPECT_GT(plain, 50U);
  EXPECT_LT(lifelike, 25U);
}

TEST_F(SpinTest, SaysWhereSentencesWent) {
  bool moved = false;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Spun spun = spin(kText, {.rate = 0.3, .seed = seed, .shuffle_sentences = true});
    ASSERT_GE(spun.sentences.size(), 5U);
    for (std::size_t i = 0; i < spun.sentences.size(); ++i) {
      const Change& s = spun.sentences[i];
      EXPECT_EQ(undone(kText, spun, s.suspect), cut(kText, s.original)) << "seed " << seed;
      moved |= i > 0 && s.original.begin_byte < spun.sentences[i - 1].original.begin_byte;
    }
    EXPECT_EQ(undone(kText, spun).size(), kText.size());
  }
  EXPECT_TRUE(moved);
}

TEST_F(SpinTest, DropsSentences) {
  const auto all = spin(kText, {.rate = 0, .shuffle_sentences = true});
  const Spun spun = spin(kText, {.rate = 0.3, .drop_sentences = 0.5});
  EXPECT_NEAR(static_cast<double>(spun.sentences.size()),
              static_cast<double>(all.sentences.size()) / 2, 0.51);
  EXPECT_LT(spun.words, all.words);
  for (const Change& s : spun.sentences) {
    EXPECT_EQ(undone(kText, spun, s.suspect), cut(kText, s.original));
  }
  EXPECT_EQ(spin(kText, {.drop_sentences = 1}).sentences.size(), 1U);
}

TEST_F(SpinTest, TwoPassesAreToldAsOne) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const SpinOptions options{
        .rate = 0.3, .seed = seed, .shuffle_sentences = true, .drop_sentences = 0.2, .twice = true};
    const Spun spun = spin(kText, options);
    for (const Change& s : spun.sentences) {
      EXPECT_EQ(undone(kText, spun, s.suspect), cut(kText, s.original)) << "seed " << seed;
    }
    for (std::size_t i = 1; i < spun.substitutions.size(); ++i) {
      EXPECT_LE(spun.substitutions[i - 1].suspect.end_byte,
                spun.substitutions[i].suspect.begin_byte);
    }
    for (const auto& [original, suspect] : swaps(kText, spun)) EXPECT_NE(original, suspect);
  }
  // Pictures become images again.
  const std::string_view text = "they met images they met images";
  const Spun spun = spin(text, {.rate = 0.4, .twice = true});
  EXPECT_EQ(spun.text, text);
  EXPECT_TRUE(spun.substitutions.empty());
  EXPECT_EQ(spun.rate, 0);
}

TEST_F(SpinTest, TakesAnyText) {
  for (const std::string_view text : {"", " \n", ".", "party", "?! party", "party\0party"}) {
    const Spun spun =
        spin(text, {.rate = 1, .shuffle_sentences = true, .drop_sentences = 0.5, .twice = true});
    EXPECT_LE(spun.rate, 1);
  }
  const auto bad = spinner_.spin("\xff", {});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::kBadUtf8);
}

}  // namespace
}  // namespace despin::simulate
