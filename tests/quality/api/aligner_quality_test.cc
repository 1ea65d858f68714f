// Comparing with the model that ships, on news of others that are not in the project.
//
// The folder is $DESPIN_DATA, or ../shared/data beside the project; where it is missing
// these tests are skipped. Figures are floors against accidents; the benchmark of
// comparing has the genuine ones.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>
#include <vector>

#include "despin/aligner.h"
#include "despin/reader.h"
#include "gtest/gtest.h"
#include "lib/detect/model.h"
#include "models/build/simulate/spin.h"

namespace despin {
namespace {

constexpr const char* kModel = DESPIN_SOURCE_DIR "/models/en.despin";

class AlignerQuality : public testing::Test {
 protected:
  void SetUp() override {
    const char* given = std::getenv("DESPIN_DATA");
    const std::string folder = given != nullptr ? given : DESPIN_SOURCE_DIR "/../shared/data";
    std::ifstream in(folder + "/originals/wikinews_2019.jsonl");
    for (std::string line; std::getline(in, line);) {
      if (auto record = read_record(line)) news_.push_back(record->text);
    }
    if (news_.empty()) GTEST_SKIP() << "no folder of originals; set DESPIN_DATA to one";
    auto detector = Detector::open(kModel);
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
  const auto model = detect::Model::open(kModel);
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

}  // namespace
}  // namespace despin
