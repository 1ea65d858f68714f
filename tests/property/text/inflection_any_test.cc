// Inflection there and back, on words of letters drawn at random in the shapes of English.
#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/text/inflection.h"
#include "lib/text/irregular.h"

namespace despin::text {
namespace {

constexpr Inflection kInflections[] = {Inflection::kPlural,      Inflection::kPast,
                                       Inflection::kParticiple,  Inflection::kGerund,
                                       Inflection::kComparative, Inflection::kSuperlative};

std::string random_word(std::mt19937_64& random) {
  static constexpr auto kStarts = std::to_array<std::string_view>(
      {"", "b", "c", "d", "f", "g", "l", "m", "p", "qu", "r", "s", "t", "st", "tr", "v", "w"});
  static constexpr auto kVowels = std::to_array<std::string_view>(
      {"a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "y", "io"});
  static constexpr auto kEnds = std::to_array<std::string_view>(
      {"",    "b",  "ck", "ct", "d", "e",  "ff", "g",   "l",   "ll",  "le",
       "m",   "n",  "nd", "ng", "p", "r",  "re", "s",   "se",  "sh",  "ss",
       "ch",  "t",  "te", "ve", "w", "x",  "y",  "z",   "tic", "nie", "ge",
       "nce", "rt", "k",  "ke", "f", "fe", "to", "tus", "tis", "man"});
  const auto pick = [&](const auto& parts) {
    return std::string(parts[static_cast<std::size_t>(random() % parts.size())]);
  };
  std::string word = pick(kStarts) + pick(kVowels);
  if (random() % 2 == 0) word += pick(kStarts) + pick(kVowels);
  return word + pick(kEnds);
}

bool unspellable(std::string_view word) {
  for (const std::string_view run : {"yy", "ii", "uu", "aa", "eee", "ooo", "eae", "eie"}) {
    if (word.find(run) != std::string_view::npos) return true;
  }
  return false;
}

bool has_reading(std::string_view form, std::string_view lemma, Inflection inflection) {
  std::vector<Morphology> readings;
  morphology(form, readings);
  for (const Morphology& a : readings) {
    if (a.lemma == lemma && a.inflection == inflection) return true;
  }
  return false;
}

// Whatever morphology() reads leads back to the word, and the word itself is a reading.
TEST(TextInflection, ReadingsLeadBackToTheWord) {
  std::mt19937_64 random(1);
  std::vector<Morphology> readings;
  for (int i = 0; i < 30000; ++i) {
    std::string word = random_word(random);
    const Inflection inflection = kInflections[random() % std::size(kInflections)];
    if (i % 2 == 0) word = inflect(word, inflection);
    if (word.find(' ') != std::string::npos) continue;  // "more" and the word
    morphology(word, readings);
    ASSERT_LE(readings.size(), 8U) << word;
    ASSERT_TRUE(has_reading(word, word, Inflection::kBase)) << word;
    for (const Morphology& a : readings) {
      const bool british = a.lemma.back() == 'l';  // travelled, but inflect() writes traveled
      ASSERT_TRUE(british || !irregular_readings(word).empty() ||
                  inflect(a.lemma, a.inflection) == word)
          << word << " from " << a.lemma;
    }
  }
}

// Every regular form is read as what it was made from.
TEST(TextInflection, FormsAreReadAsTheyWereMade) {
  std::mt19937_64 random(2);
  int checked = 0;
  for (int i = 0; i < 30000; ++i) {
    const std::string lemma = random_word(random);
    const Inflection inflection = kInflections[random() % std::size(kInflections)];
    const std::string form = inflect(lemma, inflection);
    // Too short to show an ending, spelled as no word is, compared by "more", or a
    // form of another word.
    if (lemma.size() < 4 || unspellable(lemma) || form.find(' ') != std::string::npos ||
        form == lemma || !irregular_readings(form).empty()) {
      continue;
    }
    ASSERT_TRUE(has_reading(form, lemma, inflection)) << lemma << " gave " << form;
    ++checked;
  }
  EXPECT_GT(checked, 15000);
}

TEST(TextInflection, AnyBytesAreAWord) {
  std::mt19937_64 random(3);
  std::vector<Morphology> readings;
  for (int i = 0; i < 20000; ++i) {
    std::string word(random() % 12, '\0');
    for (char& c : word) c = static_cast<char>(random());
    if (random() % 2 == 0) word += "ed";
    morphology(word, readings);
    ASSERT_FALSE(readings.empty());
    for (const Inflection inflection : kInflections) inflect(word, inflection);
    takes_an(word);
  }
}

}  // namespace
}  // namespace despin::text
