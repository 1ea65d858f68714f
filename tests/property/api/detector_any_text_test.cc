// Any bytes at all give a Report or an Error, and a Report keeps its promises.
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/scoring_encoder.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::SmallModel;
using small_model::TemporaryFile;

class AnyText : public testing::Test {
 protected:
  static Detector open() {
    const TemporaryFile file("model");
    file.write(SmallModel().writer().encode());
    return *Detector::open(file.path());
  }

  void expect_sound(const Report& report, std::string_view text) {
    EXPECT_TRUE(std::isfinite(report.score));
    EXPECT_TRUE(std::isfinite(report.evidence_nats));
    EXPECT_GE(report.evidence_nats, 0);
    EXPECT_GE(report.swap_rate, 0);
    EXPECT_LE(report.swap_rate, 1);
    EXPECT_GT(report.false_positive_rate_upper, 0);
    EXPECT_LE(report.false_positive_rate_upper, 1);
    EXPECT_EQ(report.verdict == Verdict::kAbstain, report.abstain_reason != AbstainReason::kNone);
    std::uint32_t before = 0;
    for (const Finding& f : report.findings) {
      EXPECT_GE(f.begin_byte, before);
      EXPECT_LT(f.begin_byte, f.end_byte);
      EXPECT_LE(f.end_byte, text.size());
      EXPECT_FALSE(f.likely_originals.empty());
      EXPECT_LE(f.likely_originals.size(), 5U);
      EXPECT_TRUE(std::isfinite(f.evidence_nats));
      before = f.end_byte;
    }
    EXPECT_FALSE(nlohmann::json::parse(to_json(report, "", text), nullptr, false).is_discarded());
  }

  Report sound_report(std::string_view text) {
    const auto report = detector_.analyze(text, scratch_);
    EXPECT_TRUE(report);
    expect_sound(*report, text);
    return *report;
  }

  Detector detector_ = open();
  Workspace scratch_;
};

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

TEST_F(AnyText, OfRandomBytes) {
  std::mt19937_64 random(7);
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::uint64_t n = random() % 40; n > 0; --n) text += static_cast<char>(random() % 256);
    const auto report = detector_.analyze(text, scratch_);
    if (!report) {
      EXPECT_EQ(report.error().code, ErrorCode::kBadUtf8);
      continue;
    }
    ++read;
    expect_sound(*report, text);
  }
  EXPECT_GT(read, 50);
}

TEST_F(AnyText, OfRandomPieces) {
  const std::string_view pieces[] = {"the ",
                                     "ruling ",
                                     "bash ",
                                     "get together ",
                                     "with a purpose to ",
                                     "withinside ",
                                     "\"",
                                     "'s ",
                                     ". ",
                                     ", ",
                                     "\n\n",
                                     "12 ",
                                     "gadget-",
                                     "`",
                                     "| ",
                                     "\xE2\x80\x8B",
                                     "b\xD0\xB0sh ",
                                     "\xE2\x80\x9C",
                                     "mastering",
                                     " ",
                                     "a ",
                                     "old ",
                                     "https://example.org/ ",
                                     "PICTURES ",
                                     "\xE2\x80\x9D",
                                     "- ",
                                     "textual content ",
                                     "Zigzag "};
  std::mt19937_64 random(8);
  std::size_t findings = 0;
  for (int round = 0; round < 600; ++round) {
    std::string text;
    for (std::uint64_t n = random() % 60; n > 0; --n) text += pieces[random() % std::size(pieces)];
    findings += sound_report(text).findings.size();
    ASSERT_TRUE(detector_.restore(text.substr(0, text.find('\n')), scratch_) || text.size() > 64);
  }
  EXPECT_GT(findings, 300U);
}

TEST_F(AnyText, OfOneWordAMegabyteLong) {
  const Report report = sound_report(std::string(1 << 20, 'a'));
  EXPECT_EQ(report.verdict, Verdict::kAbstain);
  sound_report(std::string(1 << 20, '\''));
  sound_report(std::string(1 << 20, '"'));
  sound_report(repeat("a-", 1 << 18));
}

TEST_F(AnyText, OfOneEndlessSentence) {
  const std::string clause = "the ruling bash won the vote withinside the capital and ";
  const Report report = sound_report(repeat(clause, 5000));
  EXPECT_EQ(report.words, 50000U);
  EXPECT_EQ(report.findings.size(), Limits().max_findings);
  EXPECT_EQ(report.findings_total, 10000U);
  EXPECT_EQ(report.verdict, Verdict::kNotSpun) << "its band promises 0.1 at best";
  EXPECT_NEAR(report.score, sound_report(repeat(clause, 500)).score, 0.2)
      << "scores of any length compare";
}

// The model's own n-grams and channel may be hostile too; only its file is sound.
TEST_F(AnyText, UnderAModelOfFreakWeights) {
  for (const float scale : {-100.0F, 0.0F, 100.0F}) {
    for (const float nats : {-32.0F, 32.0F}) {
      SmallModel model;
      auto forms = model.forms();
      for (auto& form : forms) {
        form.swap_ratio_nats = form.keep_nats = nats;
        for (auto& entry : form.entries) entry.weight_nats = nats;
      }
      format::ModelWriter writer;
      writer.add(format::kVocabularySection, 1, true, model.vocabulary());
      writer.add(format::kNgramSection, 1, true, model.ngrams());
      writer.add(format::kChannelSection, 1, true, channel::encode_channel(forms, {scale, scale}));
      writer.add(format::kScoringSection, 1, true, detect::encode_weights(model.weights));
      writer.add(format::kCalibrationSection, 1, true,
                 detect::encode_calibration(model.calibration));
      const TemporaryFile file("freak");
      file.write(writer.encode());
      const auto detector = Detector::open(file.path());
      ASSERT_TRUE(detector);
      const std::string text = repeat("bash withinside pictures get together ", 200);
      const auto report = detector->analyze(text, scratch_);
      ASSERT_TRUE(report);
      expect_sound(*report, text);
      const auto readings = detector->restore("old bash withinside pictures", scratch_);
      ASSERT_TRUE(readings);
      for (const Restoration& r : *readings) EXPECT_TRUE(std::isfinite(r.score_nats));
    }
  }
}

}  // namespace
}  // namespace despin
