// The model that ships, on texts of others that are not in the project.
//
// The folder is $DESPIN_DATA, or ../shared/data beside the project; where it is
// missing these tests are skipped. Figures here are floors against accidents: part of
// the texts taught the model, and models/cards/en.md has the genuine ones.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

std::string data_folder() {
  const char* given = std::getenv("DESPIN_DATA");
  return given != nullptr ? given : DESPIN_SOURCE_DIR "/../shared/data";
}

class ShippedModel : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data_folder() + "/real")) {
      GTEST_SKIP() << "no folder of real pages; set DESPIN_DATA to one";
    }
    auto opened = Detector::open(DESPIN_SOURCE_DIR "/models/en.despin");
    ASSERT_TRUE(opened) << opened.error().message;
    detector_.emplace_back(std::move(*opened));
  }

  Report analyze(const std::string& text) {
    auto report = detector_.front().analyze(text, scratch_);
    EXPECT_TRUE(report) << report.error().message;
    return *report;
  }

  static std::vector<Record> records(const std::string& name) {
    std::ifstream in(data_folder() + name);
    std::vector<Record> all;
    for (std::string line; std::getline(in, line);) {
      auto record = read_record(line);
      if (record) all.push_back(std::move(*record));
    }
    EXPECT_FALSE(all.empty()) << name;
    return all;
  }

  static std::string file(const std::string& name) {
    std::ifstream in(data_folder() + name);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
  }

  std::vector<Detector> detector_;
  Workspace scratch_;
};

TEST_F(ShippedModel, CallsNoOriginalNewsSpun) {
  std::size_t spun = 0;
  for (const Record& record : records("/originals/wikinews_2019.jsonl")) {
    spun += analyze(record.text).verdict == Verdict::kSpun ? 1 : 0;
  }
  EXPECT_EQ(spun, 0U);
}

TEST_F(ShippedModel, FindsTheSpunArticleAndItsBrokenNames) {
  const std::string text = file("/real/seed_spun_article.txt");
  const Report report = analyze(text);
  EXPECT_EQ(report.verdict, Verdict::kSpun);
  const auto found = [&](const std::string& name, const std::string& swapped,
                         const std::string& meant) {
    const std::size_t at = text.find(name);
    if (at == std::string::npos) return false;
    const std::size_t begin = at + name.find(swapped);
    for (const Finding& f : report.findings) {
      if (f.begin_byte < begin + swapped.size() && f.end_byte > begin &&
          !f.likely_originals.empty() &&
          f.likely_originals.front().find(meant) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(found("Communist Bash", "Bash", "party"));
  EXPECT_TRUE(found("Getty Pictures", "Pictures", "images"));
  EXPECT_TRUE(found("Communist Get together", "Get together", "party"));
  EXPECT_TRUE(found("Intercontinental Institute", "Intercontinental", "international"));
}

TEST_F(ShippedModel, TellsSpunPagesFromOrdinaryOnes) {
  std::vector<double> spun;
  std::vector<double> clean;
  for (const Record& record : records("/real/dev.jsonl")) {
    (record.label == "spun" ? spun : clean).push_back(analyze(record.text).score);
  }
  double wins = 0;
  for (const double s : spun) {
    for (const double c : clean) wins += s > c ? 1 : s < c ? 0 : 0.5;
  }
  EXPECT_GT(wins / static_cast<double>(spun.size() * clean.size()), 0.97);
}

}  // namespace
}  // namespace despin
