// Comparing with the model that ships, on pairs of our own writing (fixtures/pairs.jsonl) and on
// news of others that are not in the project.
//
// The news are in $DESPIN_DATA, or ../shared/data beside the project; where they are missing
// their tests are skipped, those on the pairs never. Figures are floors against accidents; the
// benchmark of comparing has the genuine ones.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "despin/aligner.h"
#include "despin/reader.h"
#include "gtest/gtest.h"
#include "lib/detect/model.h"
#include "models/build/simulate/spin.h"
#include "tests/support/shipped_model.h"

namespace despin {
namespace {

class AlignerQuality : public testing::Test {
 protected:
  void SetUp() override {
    const char* given = std::getenv("DESPIN_DATA");
    const std::string folder = given != nullptr ? given : DESPIN_SOURCE_DIR "/../shared/data";
    std::ifstream in(folder + "/originals/wikinews_2019.jsonl");
    for (std::string line; std::getline(in, line);) {
      if (auto record = read_record(line)) news_.push_back(record->text);
    }
    if (news_.empty())
      GTEST_SKIP() << "no news in " << folder << "; set DESPIN_DATA to a folder of them";
    auto detector = Detector::open(kShippedModel);
    ASSERT_TRUE(detector) << detector.error().message;
    aligner_.emplace_back(*detector);
  }

  Comparison compare(const std::string& original, const std::string& suspect) {
    return *aligner_.front().compare(original, suspect, scratch_);
  }

  std::vector<std::string> news_;
  std::vector<Aligner> aligner_;
  AlignWorkspace scratch_;
};

using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

template <class Swap>
Place place(const Swap& s) {
  return {s.original.begin_byte, s.original.end_byte, s.suspect.begin_byte, s.suspect.end_byte};
}

TEST_F(AlignerQuality, FindsTheSwapsOfTheSimulator) {
  const auto model = detect::Model::open(kShippedModel);
  ASSERT_TRUE(model);
  const simulate::Spinner spinner(*model);
  for (const double rate : {0.1, 0.3, 0.5}) {
    double same = 0;
    double told = 0;
    for (std::size_t k = 0; k < news_.size(); k += 4) {
      simulate::SpinOptions options;
      options.rate = rate;
      options.seed = k;
      options.profile = static_cast<std::uint32_t>(k % 3);
      const auto spun = spinner.spin(news_[k], options);
      ASSERT_TRUE(spun);
      const Comparison c = compare(news_[k], spun->text);
      EXPECT_EQ(c.relation, Relation::kSpun) << "article " << k << " at " << rate;
      EXPECT_EQ(c.direction, Direction::kOriginal) << "article " << k << " at " << rate;
      std::vector<Place> truth;
      for (const auto& change : spun->substitutions) truth.push_back(place(change));
      for (const Swap& r : c.substitutions) {
        same += std::count(truth.begin(), truth.end(), place(r)) > 0 ? 2 : 0;
      }
      told += static_cast<double>(truth.size() + c.substitutions.size());
    }
    EXPECT_GT(same / told, rate < 0.4 ? 0.98 : 0.96) << "F1 at " << rate;
  }
}

TEST_F(AlignerQuality, CallsHardlyAnyPairOfNewsACopy) {
  int copies = 0;
  int pairs = 0;
  for (std::size_t a = 0; a < news_.size(); ++a) {
    for (std::size_t b = a + 1; b < news_.size() && b < a + 12; ++b) {  // days apart at most
      const Relation relation = compare(news_[a], news_[b]).relation;
      copies += relation == Relation::kSpun || relation == Relation::kVerbatim ? 1 : 0;
      ++pairs;
    }
  }
  EXPECT_GT(pairs, 1500);
  EXPECT_LE(copies, 4) << "of " << pairs;
}

// An original and what was made of it, with the places of all words that differ.
struct LabeledPair {
  std::string id;
  std::string original;
  std::string suspect;
  std::vector<Place> swaps;
};

class LabeledPairs : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(DESPIN_SOURCE_DIR "/tests/quality/api/fixtures/pairs.jsonl");
    for (std::string line; std::getline(in, line);) {
      const auto json = nlohmann::json::parse(line);
      LabeledPair pair{json["id"], json["original"], json["suspect"], {}};
      for (const auto& s : json["swaps"]) pair.swaps.emplace_back(s[0], s[1], s[2], s[3]);
      pairs_.push_back(std::move(pair));
    }
    ASSERT_EQ(pairs_.size(), 12U);
    auto detector = Detector::open(kShippedModel);
    ASSERT_TRUE(detector) << detector.error().message;
    aligner_.emplace_back(*detector);
  }

  Comparison compare(const std::string& original, const std::string& suspect) {
    return *aligner_.front().compare(original, suspect, scratch_);
  }

  std::vector<LabeledPair> pairs_;
  std::vector<Aligner> aligner_;
  AlignWorkspace scratch_;
};

TEST_F(LabeledPairs, ListAllThatDiffers) {
  for (const LabeledPair& pair : pairs_) {
    std::size_t original = 0;
    std::size_t suspect = 0;
    const auto same_until = [&](std::size_t end, std::size_t suspect_end) {
      return pair.original.substr(original, end - original) ==
             pair.suspect.substr(suspect, suspect_end - suspect);
    };
    for (const auto& [begin, end, suspect_begin, suspect_end] : pair.swaps) {
      EXPECT_TRUE(same_until(begin, suspect_begin)) << pair.id << " before byte " << begin;
      original = end;
      suspect = suspect_end;
    }
    EXPECT_TRUE(same_until(pair.original.size(), pair.suspect.size())) << pair.id;
  }
}

TEST_F(LabeledPairs, AreSpunAndTheirSwapsFound) {
  double same = 0;
  double told = 0;
  int originals = 0;
  for (const LabeledPair& pair : pairs_) {
    const Comparison c = compare(pair.original, pair.suspect);
    EXPECT_EQ(c.relation, Relation::kSpun) << pair.id;
    originals += c.direction == Direction::kOriginal ? 1 : 0;
    for (const Swap& r : c.substitutions) {
      same += std::count(pair.swaps.begin(), pair.swaps.end(), place(r)) > 0 ? 2 : 0;
    }
    told += static_cast<double>(pair.swaps.size() + c.substitutions.size());
  }
  // Measured: .869; two swaps side by side are one to the aligner. The direction: 12 of 12.
  EXPECT_GT(same / told, 0.84) << "F1";
  EXPECT_GE(originals, 11) << "pairs whose direction is told";
}

// The same report in other words and another order of clauses, and another report of the matter.
TEST_F(LabeledPairs, TellAReportToldAnewFromAnother) {
  const std::string report =
      "The harbour council voted on Tuesday to replace the wooden footbridge at Mill Lane after "
      "engineers found rot in eleven of its forty supports. Work is due to begin in March and "
      "will cost about 640,000 pounds, most of it from a county fund for rural paths. "
      "Councillor Ruth Ashdown said the crossing had been patched three times since 2011 and "
      "could not be patched again. Walkers will be sent along Ferry Road, a detour of two "
      "miles, until the new span of steel and larch opens in August. The fishermen's "
      "association asked that the work stop during the spring herring run, and the council "
      "agreed to pause it for nine days in April.";
  const std::string retold =
      "A rotten footbridge is to be torn down and built anew. On Tuesday members of the harbour "
      "council decided that the wooden crossing at Mill Lane has to go, since engineers had "
      "discovered that eleven of the forty posts holding it up are rotting. It has been "
      "repaired three times since 2011, said Councillor Ruth Ashdown, and another repair is out "
      "of the question. Builders start in March; the bill comes to some 640,000 pounds, largely "
      "paid out of county money for rural paths. Until August, when a bridge made of steel and "
      "larch is to open, people on foot must take Ferry Road, two miles longer. At the request "
      "of the fishermen's association there will be a break of nine days in April, when the "
      "herring run in spring.";
  const std::string other =
      "Residents near Mill Lane have complained for years about the old footbridge. At a "
      "meeting on Tuesday the harbour council heard from Councillor Ruth Ashdown, who wants it "
      "replaced. Some neighbours fear that lorries will block Ferry Road all summer; others say "
      "that a steel bridge would spoil the view. A petition with four hundred names was handed "
      "in before the vote. The county will pay most of the cost, and the opening is planned for "
      "August. Shopkeepers asked for signs that lead walkers past their doors, and the mayor "
      "promised to look into it.";
  EXPECT_EQ(compare(report, retold).relation, Relation::kReworded);
  EXPECT_EQ(compare(retold, report).relation, Relation::kReworded);
  EXPECT_EQ(compare(report, retold).direction, Direction::kUnclear);
  for (const std::string& text : {report, retold}) {
    const Relation relation = compare(text, other).relation;
    EXPECT_TRUE(relation == Relation::kUnrelated || relation == Relation::kIndependent);
  }
}

TEST_F(LabeledPairs, AreNoCopiesOfEachOther) {
  for (const LabeledPair& a : pairs_) {
    EXPECT_EQ(compare(a.original, a.original).relation, Relation::kVerbatim) << a.id;
    for (const LabeledPair& b : pairs_) {
      if (a.id == b.id) continue;
      const Relation relation = compare(a.original, b.suspect).relation;
      EXPECT_TRUE(relation == Relation::kUnrelated || relation == Relation::kIndependent)
          << a.id << " and " << b.id;
    }
  }
}

}  // namespace
}  // namespace despin
