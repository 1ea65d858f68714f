// Any two texts give a Comparison that keeps its promises, the same each time.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "despin/aligner.h"
#include "gtest/gtest.h"
#include "tests/support/comparison_invariants.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::SmallModel;
using small_model::TemporaryFile;

class AlignerInvariants : public testing::Test {
 protected:
  static Detector open() {
    const TemporaryFile file("model");
    file.write(SmallModel().writer().encode());
    return *Detector::open(file.path());
  }

  Comparison sound(std::string_view original, std::string_view suspect) {
    const auto comparison = aligner_.compare(original, suspect, scratch_);
    EXPECT_TRUE(comparison);
    EXPECT_EQ(comparison_invariants::fault(*comparison, original, suspect), "");
    return *comparison;
  }

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  // Sentences of words the model knows and words it does not, quotes, numbers, breaks.
  std::vector<std::string> sentences(std::uint32_t count) {
    static const std::vector<std::string> stock = {
        "the",     "party",   "bash",   "of",     "in",      "withinside", "images",  "pictures",
        "harbour", "Marlow",  "Quay",   "12,000", "text",    "textual",    "content", "leader",
        "leaders", "lantern", "copper", "ünder",  "f(x)",    "roof",       "order",   "to",
        "purpose", "with",    "a",      "old",    "machine", "learning",   "gadget",  "mastering"};
    std::vector<std::string> out;
    for (std::uint32_t s = 0; s < count; ++s) {
      std::string sentence;
      for (std::uint32_t k = 2 + below(14); k > 0; --k) {
        sentence += stock[below(static_cast<std::uint32_t>(stock.size()))];
        sentence += below(9) == 0 ? ", " : below(12) == 0 ? " \"" : " ";
      }
      out.push_back(sentence + ". ");
    }
    return out;
  }

  std::mt19937 random_{7};
  Detector detector_ = open();
  Aligner aligner_{detector_};
  AlignWorkspace scratch_;
};

TEST_F(AlignerInvariants, HoldForCopiesCutMovedAndMixed) {
  int copies = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> all = sentences(3 + below(9));
    std::string original;
    for (const std::string& s : all) original += s;
    std::shuffle(all.begin(), all.end(), random_);
    std::string suspect;
    for (const std::string& s : all) {
      if (below(4) == 0) continue;
      std::string copy = s;
      if (const auto at = copy.find("party"); at != copy.npos) copy.replace(at, 5, "bash");
      if (const auto at = copy.find("text "); at != copy.npos)
        copy.replace(at, 5, "textual content ");
      suspect += copy;
      if (below(3) == 0) suspect += sentences(1)[0];
      if (below(6) == 0) suspect += copy;  // twice
    }
    copies += sound(original, suspect).passages.empty() ? 0 : 1;
  }
  EXPECT_GT(copies, 250);
}

TEST_F(AlignerInvariants, HoldForAnyBytes) {
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string texts[2];
    for (std::string& text : texts) {
      for (std::uint32_t n = below(60); n > 0; --n) {
        text += below(5) == 0 ? static_cast<char>(below(256)) : "aa b.c, \"1\n"[below(11)];
      }
    }
    const auto comparison = aligner_.compare(texts[0], texts[1], scratch_);
    if (!comparison) {
      EXPECT_EQ(comparison.error().code, ErrorCode::kBadUtf8);
      continue;
    }
    ++read;
    EXPECT_EQ(comparison_invariants::fault(*comparison, texts[0], texts[1]), "");
  }
  EXPECT_GT(read, 50);
}

TEST_F(AlignerInvariants, AFreshWorkspaceAndAUsedOneAgree) {
  for (int round = 0; round < 50; ++round) {
    std::string original;
    for (const std::string& s : sentences(8)) original += s;
    std::string suspect = original.substr(original.find(". ") + 2);
    if (const auto at = suspect.find("images"); at != suspect.npos) {
      suspect.replace(at, 6, "pictures");
    }
    AlignWorkspace fresh;
    const auto used = aligner_.compare(original, suspect, scratch_);
    const auto once = aligner_.compare(original, suspect, fresh);
    ASSERT_TRUE(used && once);
    EXPECT_EQ(to_json(*used, "a", original, "b", suspect),
              to_json(*once, "a", original, "b", suspect));
    EXPECT_EQ(used->runs.size(), once->runs.size());
  }
}

TEST_F(AlignerInvariants, TurningTheTextsRoundTurnsTheDirectionRound) {
  constexpr std::string_view kOriginal =
      "The ruling party won the vote in the capital. Machine learning is used in the north. The "
      "party leader spoke in the town hall in order to govern the old harbour.";
  constexpr std::string_view kSpun =
      "The ruling bash won the vote withinside the capital. Gadget mastering is used withinside "
      "the north. The bash leader spoke withinside the town hall with a purpose to govern the old "
      "harbour.";
  EXPECT_EQ(sound(kOriginal, kSpun).direction, Direction::kOriginal);
  EXPECT_EQ(sound(kSpun, kOriginal).direction, Direction::kSuspect);
}

}  // namespace
}  // namespace despin
