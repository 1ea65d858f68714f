// The model that ships, on texts of our own writing (fixtures/labeled.jsonl: 24 of as many kinds,
// each as written and reworded by hand as families of spinners do) and on texts of others that
// are not in the project.
//
// Those of others are in $DESPIN_DATA, or ../shared/data beside the project; where they are
// missing their tests are skipped, those on our own never. Figures here are floors against
// accidents: part of the texts of others taught the model, and models/cards/en.md has the
// genuine ones.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/index_writer.h"
#include "despin/reader.h"
#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/eval/evaluation.h"
#include "tests/support/shipped_model.h"

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
      GTEST_SKIP() << "no real pages in " << data_folder()
                   << "; set DESPIN_DATA to a folder of them";
    }
    auto opened = Detector::open(kShippedModel);
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

// Floors stand a little below what was measured, which is said beside each.
class LabeledTexts : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(DESPIN_SOURCE_DIR "/tests/quality/api/fixtures/labeled.jsonl");
    for (std::string line; std::getline(in, line);) {
      auto record = read_record(line);
      ASSERT_TRUE(record) << record.error().message;
      (record->label == "spun" ? spun_ : genuine_).push_back(std::move(*record));
    }
    ASSERT_EQ(genuine_.size(), 24U);
    ASSERT_EQ(spun_.size(), 24U);
    auto opened = Detector::open(kShippedModel);
    ASSERT_TRUE(opened) << opened.error().message;
    detector_.emplace_back(std::move(*opened));
  }

  Report analyze(const Record& record, double max_false_positive_rate) {
    auto report = detector_.front().analyze(record.text, scratch_, {max_false_positive_rate});
    EXPECT_TRUE(report) << report.error().message;
    return *report;
  }

  std::size_t called_spun(const std::vector<Record>& records, double max_false_positive_rate) {
    std::size_t called = 0;
    for (const Record& record : records) {
      called += analyze(record, max_false_positive_rate).verdict == Verdict::kSpun ? 1 : 0;
    }
    return called;
  }

  eval::Evaluation evaluate(double rate) {
    std::vector<eval::ScoredText> scored;
    for (const std::vector<Record>* records : {&genuine_, &spun_}) {
      for (const Record& record : *records) {
        const Report report = analyze(record, rate);
        scored.push_back(
            {.id = {},
             .spun = record.label == "spun",
             .kind = record.kind,
             .score = report.score,
             .false_positive_rate_upper = report.false_positive_rate_upper,
             .verdict = report.verdict,
             .abstain_reason = report.abstain_reason,
             .lists_substitutions = !record.substitutions.empty(),
             .matches = eval::match_findings(record.text, report.findings, record.substitutions)});
      }
    }
    return eval::evaluate(scored);
  }

  std::vector<Record> genuine_;
  std::vector<Record> spun_;
  std::vector<Detector> detector_;
  Workspace scratch_;
};

TEST_F(LabeledTexts, AreToldApart) {
  const eval::Evaluation e = evaluate(0.01);
  EXPECT_GT(*e.auroc.value, 0.985);                              // .9965
  EXPECT_GT(*e.tpr[0].value, 0.87) << "at 5 % false positives";  // .958: 23 of 24
}

TEST_F(LabeledTexts, AreCalledSpunOnlyIfTheyAre) {
  EXPECT_EQ(called_spun(genuine_, 0.001), 0U);
  EXPECT_EQ(called_spun(genuine_, 0.01), 0U);
  EXPECT_GE(called_spun(spun_, 0.001), 15U);  // 16 of 24
  // 17: none is called spun that is likelier not. By thresholds that twice as many genuine texts of
  // new kinds reached as were promised it was 21.
  EXPECT_GE(called_spun(spun_, 0.01), 16U);
}

TEST_F(LabeledTexts, HaveTheirSwapsFoundAndRestored) {
  const eval::Evaluation e = evaluate(1);  // whatever the verdict
  EXPECT_EQ(e.listed, 778U);               // all stand in the texts
  EXPECT_GT(*e.recall.value, 0.63);        // .684
  EXPECT_GT(*e.precision.value, 0.66);     // .710
  EXPECT_GT(*e.top1.value, 0.39);          // .433
  EXPECT_GT(*e.top5.value, 0.51);          // .560
}

// However many passages a page has, no more of it is read a second time than of one long passage.
TEST_F(LabeledTexts, AreReadASecondTimeWithinABound) {
  std::erase_if(spun_, [&](const Record& record) { return analyze(record, 0.001).score < 10; });
  ASSERT_FALSE(spun_.empty());
  std::string page;
  std::size_t next = 0;
  for (std::size_t i = 0; i < 90; ++i) {
    page += spun_[i % spun_.size()].text + "\n\n";
    for (int k = 0; k < 3; ++k) page += genuine_[next++ % genuine_.size()].text + "\n\n";
  }
  const auto report = detector_.front().analyze(page, scratch_);
  ASSERT_TRUE(report) << report.error().message;
  std::uint32_t words = 0;
  for (const JudgedPassage& passage : report->passages) words += passage.words;
  ASSERT_GT(report->passages.size(), 40U);
  ASSERT_GT(words, 8192U);
  EXPECT_GE(report->second_pass_words, 8192U);
  EXPECT_LT(report->second_pass_words, 8192U + 1024);
  ASSERT_FALSE(report->findings.empty());
  EXPECT_GT(report->findings.back().begin_byte, report->passages.back().begin_byte);
}

TEST_F(LabeledTexts, LeadToTheirOriginals) {
  const std::string folder = testing::TempDir() + "labeled." + std::to_string(::getpid());
  auto writer = IndexWriter::open(folder);
  ASSERT_TRUE(writer) << writer.error().message;
  for (const Record& record : genuine_) {
    ASSERT_TRUE(
        writer->add({.id = record.id, .url = {}, .title = {}, .date = {}, .text = record.text}));
  }
  ASSERT_TRUE(writer->commit());
  const auto index = SourceIndex::open(folder, detector_.front());
  ASSERT_TRUE(index) << index.error().message;
  SearchWorkspace scratch;
  std::size_t found = 0;
  for (std::size_t i = 0; i < spun_.size(); ++i) {
    const auto sources = index->search({.text = spun_[i].text, .id = {}, .date = {}}, scratch);
    ASSERT_TRUE(sources) << sources.error().message;
    const bool right = sources->size() == 1 && sources->front().id == genuine_[i].id &&
                       sources->front().relation == Relation::kSpun;
    EXPECT_TRUE(right) << spun_[i].id;
    found += right ? 1 : 0;
    // A document is no source of itself, and what nobody reworded has none.
    const auto own =
        index->search({.text = genuine_[i].text, .id = genuine_[i].id, .date = {}}, scratch);
    ASSERT_TRUE(own) << own.error().message;
    EXPECT_TRUE(own->empty()) << genuine_[i].id;
  }
  EXPECT_EQ(found, 24U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace despin
