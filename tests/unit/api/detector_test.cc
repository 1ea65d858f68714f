#include "despin/detector.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "despin/version.h"
#include "gtest/gtest.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/scoring_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::SmallModel;
using small_model::TemporaryFile;

constexpr std::string_view kSpun =
    "The ruling bash won the election withinside the capital. Gadget mastering is used "
    "withinside the north.";
constexpr std::string_view kHonest =
    "The ruling party won the election in the capital. Machine learning is used in the north.";

Detector open(const SmallModel& model) {
  const TemporaryFile file("model");
  file.write(model.writer().encode());
  auto detector = Detector::open(file.path());
  EXPECT_TRUE(detector);
  return *detector;  // the mapping outlives the name
}

std::vector<std::string> written(const Report& report, std::string_view text) {
  std::vector<std::string> out;
  for (const Finding& f : report.findings) {
    out.emplace_back(text.substr(f.begin_byte, f.end_byte - f.begin_byte));
  }
  return out;
}

TEST(Detector, TellsSpunFromHonest) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  const auto spun = detector.analyze(kSpun, scratch);
  ASSERT_TRUE(spun);
  EXPECT_EQ(spun->verdict, Verdict::kSpun);
  EXPECT_EQ(spun->abstain_reason, AbstainReason::kNone);
  EXPECT_EQ(spun->false_positive_rate_upper, 0.001) << "not a shade above what is allowed";
  EXPECT_EQ(spun->words, 16U);
  EXPECT_EQ(written(*spun, kSpun),
            (std::vector<std::string>{"bash", "withinside", "Gadget mastering", "withinside"}));
  EXPECT_EQ(spun->findings[0].likely_originals[0], "party");
  EXPECT_EQ(spun->findings[2].likely_originals[0], "machine learning");

  const auto honest = detector.analyze(kHonest, scratch);
  ASSERT_TRUE(honest);
  EXPECT_EQ(honest->verdict, Verdict::kNotSpun);
  EXPECT_TRUE(honest->findings.empty());
  EXPECT_LT(honest->score, spun->score);
}

TEST(Detector, CallsNothingSpunBeyondTheRateAskedFor) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  const auto verdict = [&](double rate) {
    return detector.analyze(kSpun, scratch, {.max_false_positive_rate = rate})->verdict;
  };
  EXPECT_EQ(verdict(0.1), Verdict::kSpun);
  EXPECT_EQ(verdict(0.0005), Verdict::kNotSpun);
  EXPECT_EQ(verdict(0), Verdict::kNotSpun);
}

TEST(Detector, SumsItsContributionsToTheScore) {
  SmallModel model;
  model.weights.bias = -0.5;
  model.weights.weight.fill(0.25);
  model.weights.mean.fill(0.125);
  const Detector detector = open(model);
  Workspace scratch;
  const auto report = detector.analyze(kSpun, scratch);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->bias, -0.5);
  double sum = report->bias;
  for (const Contribution& c : report->contributions) sum += c.nats;
  EXPECT_EQ(sum, report->score);
}

TEST(Detector, SaysByWhichThresholdAndModelItJudged) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const auto& [rate, threshold] : std::map<double, double>{{0, kInfinity},
                                                                {0.0005, kInfinity},
                                                                {0.001, 0},
                                                                {0.05, 0},
                                                                {0.1, -1},
                                                                {1, -kInfinity}}) {
    const auto report = detector.analyze(kSpun, scratch, {.max_false_positive_rate = rate});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->max_false_positive_rate, rate);
    EXPECT_EQ(report->threshold, threshold) << rate;
    EXPECT_EQ(report->verdict == Verdict::kSpun, report->score >= report->threshold) << rate;
    EXPECT_EQ(report->model_fingerprint, detector.info().fingerprint);
  }
}

TEST(Detector, TellsItsModelFromOthers) {
  SmallModel model;
  const Detector detector = open(model);
  const DetectorInfo info = detector.info();
  EXPECT_NE(info.path, "");
  EXPECT_EQ(info.version, version());
  EXPECT_EQ(info.languages, std::vector<std::string>{"en"});
  EXPECT_EQ(info.bias, -2);
  EXPECT_EQ(info.rates, (std::vector<double>{0.1, 0.001}));
  ASSERT_EQ(info.bands.size(), 2U);
  EXPECT_EQ(info.bands[1].min_words, 40U);
  EXPECT_EQ(info.bands[1].thresholds[0], -1.5);
  EXPECT_EQ(open(SmallModel()).info().fingerprint, info.fingerprint);
  model.weights.bias = -1.5;
  EXPECT_NE(open(model).info().fingerprint, info.fingerprint);
  EXPECT_EQ(fingerprint_name(0x0123456789abcdefULL), "0123456789abcdef");
}

TEST(Detector, RefusesRatesThatAreNone) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  Reading reading;
  ASSERT_TRUE(detector.read(kSpun, scratch, reading));
  for (const double rate : {-1.0, -1e-9, 1.0000001, 2.0, std::nan("")}) {
    const auto of_text = detector.analyze(kSpun, scratch, {.max_false_positive_rate = rate});
    ASSERT_FALSE(of_text) << rate;
    EXPECT_EQ(of_text.error().code, ErrorCode::kBadInput);
    EXPECT_FALSE(detector.analyze(reading, scratch, {.max_false_positive_rate = rate})) << rate;
  }
}

TEST(Detector, AbstainsAndSaysWhy) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  const auto why = [&](std::string_view text) {
    const auto report = detector.analyze(text, scratch);
    EXPECT_TRUE(report);
    EXPECT_EQ(report->verdict, Verdict::kAbstain) << text;
    EXPECT_EQ(report->false_positive_rate_upper, 1);
    return report->abstain_reason;
  };
  EXPECT_EQ(why(""), AbstainReason::kTooShort);
  EXPECT_EQ(why(" \n\t"), AbstainReason::kTooShort);
  EXPECT_EQ(why("the party won"), AbstainReason::kTooShort);
  EXPECT_EQ(why("die Partei gewann gestern the vote"), AbstainReason::kNotEnglish);
  SmallModel strict;
  strict.weights.min_control_ln_p = 0;
  EXPECT_EQ(open(strict).analyze(kHonest, scratch)->abstain_reason, AbstainReason::kUnfamiliar);
}

TEST(Detector, AbstainsOnNothingWhateverTheModel) {
  SmallModel model;
  model.weights.min_words = 0;
  model.calibration.bands = {{0, 1, {-1e9, -1e9}}};
  const Detector detector = open(model);
  Workspace scratch;
  EXPECT_EQ(detector.analyze("", scratch)->verdict, Verdict::kAbstain);
}

TEST(Detector, ReportsObfuscation) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  // A zero-width space inside "ruling", a Cyrillic "a" in "bash".
  const std::string text = "the rul\xE2\x80\x8Bing b\xD0\xB0sh won the election";
  const auto report = detector.analyze(text, scratch);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->obfuscation.invisible, 1U);
  EXPECT_EQ(report->obfuscation.lookalike, 1U);
  EXPECT_EQ(written(*report, text), (std::vector<std::string>{"b\xD0\xB0sh"}));
}

TEST(Detector, RefusesTextThatIsNotUtf8) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  for (const std::string_view bad : {"the party \xFF won", "\xC3", "the \xED\xA0\x80 party"}) {
    const auto report = detector.analyze(bad, scratch);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::kBadUtf8);
    EXPECT_EQ(report.error().message.find("party"), std::string::npos) << "quotes the text";
    const auto restored = detector.restore(bad, scratch);
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::kBadUtf8);
  }
  EXPECT_TRUE(detector.analyze(kHonest, scratch)) << "the workspace is none the worse";
}

TEST(Detector, RestoresPhrases) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  const auto readings = detector.restore("Ruling Get together", scratch);
  ASSERT_TRUE(readings);
  ASSERT_FALSE(readings->empty());
  EXPECT_EQ(readings->front().text, "ruling party");
  for (std::size_t i = 1; i < readings->size(); ++i) {
    EXPECT_LE((*readings)[i].score_nats, (*readings)[i - 1].score_nats);
  }
  EXPECT_TRUE(detector.restore("", scratch)->empty());
  EXPECT_TRUE(detector.restore("...", scratch)->empty());
  EXPECT_TRUE(detector.restore("bash", scratch, 0)->empty());
}

TEST(Detector, KeepsWhatItCannotSpellWhenItRestores) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  EXPECT_EQ(detector.restore("zigzag 12 bash", scratch)->front().text, "zigzag 12 party");
}

TEST(Detector, RestoresNoLongPhrases) {
  const Detector detector = open(SmallModel());
  Workspace scratch;
  std::string phrase;
  for (int i = 0; i < 64; ++i) phrase += "bash ";
  EXPECT_TRUE(detector.restore(phrase, scratch));
  phrase += "bash";
  const auto readings = detector.restore(phrase, scratch);
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, ErrorCode::kTooLarge);
}

TEST(Detector, AWorkspaceMayBeMovedAndUsedAgain) {
  const Detector detector = open(SmallModel());
  Workspace first;
  const auto report = detector.analyze(kSpun, first);
  Workspace second = std::move(first);
  EXPECT_EQ(detector.analyze(kSpun, second)->score, report->score);
  EXPECT_EQ(detector.analyze(kSpun, first)->score, report->score);  // NOLINT: says it may
  first = Workspace();
  EXPECT_EQ(detector.analyze(kSpun, first)->score, report->score);
}

// The model of the tests, as trained: it opens, is whole, and reads any of our texts.
TEST(TinyModel, IsWholeAndFindsSwaps) {
  const std::string path = DESPIN_SOURCE_DIR "/models/tiny.despin";
  ASSERT_TRUE(verify_model(path));
  const auto detector = Detector::open(path);
  ASSERT_TRUE(detector);
  Workspace scratch;
  for (const std::string_view text : {std::string_view(), kSpun, kHonest}) {
    const auto report = detector->analyze(text, scratch);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->verdict, Verdict::kAbstain) << "too short for any promise";
  }
  EXPECT_GT(detector->analyze(kSpun, scratch)->evidence_nats,
            detector->analyze(kHonest, scratch)->evidence_nats);
}

// --- Opening.

ErrorCode open_error(const std::string& path) {
  const auto detector = Detector::open(path);
  EXPECT_FALSE(detector);
  const auto info = model_info(path);
  const auto verified = verify_model(path);
  EXPECT_FALSE(verified);
  if (!info) {
    EXPECT_EQ(info.error().code, verified.error().code);
  }
  return detector ? ErrorCode{} : detector.error().code;
}

TEST(DetectorOpen, SaysWhatIsWrong) {
  EXPECT_EQ(open_error(testing::TempDir() + "despin_no_such_model"), ErrorCode::kNotFound);
  EXPECT_EQ(open_error(testing::TempDir()), ErrorCode::kNotReadable);
  const TemporaryFile file("model");
  file.write({});
  EXPECT_EQ(open_error(file.path()), ErrorCode::kNotAModel);
  const auto whole = SmallModel().writer().encode();
  file.write(std::span(whole).first(whole.size() - 1));
  EXPECT_EQ(open_error(file.path()), ErrorCode::kTruncated);
}

TEST(DetectorOpen, NeedsEverySection) {
  const SmallModel model;
  const auto channel = channel::encode_channel(model.forms(), {1, 0.5F});
  const std::vector<std::pair<format::Tag, std::vector<std::byte>>> sections{
      {format::kVocabularySection, model.vocabulary()},
      {format::kNgramSection, model.ngrams()},
      {format::kChannelSection, channel},
      {format::kScoringSection, detect::encode_weights(model.weights)},
      {format::kCalibrationSection, detect::encode_calibration(model.calibration)},
  };
  const TemporaryFile file("model");
  for (const auto& [left_out, unused] : sections) {
    for (const bool empty : {false, true}) {
      format::ModelWriter writer;
      for (const auto& [tag, bytes] : sections) {
        if (!(tag == left_out)) writer.add(tag, 1, true, bytes);
        if (tag == left_out && empty) writer.add(tag, 1, true, {});
      }
      file.write(writer.encode());
      const auto detector = Detector::open(file.path());
      ASSERT_FALSE(detector);
      EXPECT_EQ(detector.error().code, ErrorCode::kBadModel);
      // An empty vocabulary or language model is called by its name, not its tag.
      EXPECT_TRUE(detector.error().message.find(left_out.view()) != std::string::npos ||
                  detector.error().message.find("vocabulary") != std::string::npos ||
                  detector.error().message.find("language model") != std::string::npos)
          << detector.error().message;
    }
  }
}

TEST(DetectorOpen, RefusesSectionsThatDoNotBelongTogether) {
  const SmallModel model;
  format::ModelWriter writer;
  writer.add(format::kVocabularySection, 1, true,
             format::encode_vocabulary(std::vector<format::VocabularyEntry>{
                 {"<unk>", 1}, {"<s>", 1}, {"</s>", 1}, {"<num>", 1}, {",", 1}, {"<code>", 1}}));
  writer.add(format::kNgramSection, 1, true, model.ngrams());
  writer.add(format::kChannelSection, 1, true, channel::encode_channel(model.forms(), {}));
  writer.add(format::kScoringSection, 1, true, detect::encode_weights(model.weights));
  writer.add(format::kCalibrationSection, 1, true, detect::encode_calibration(model.calibration));
  const TemporaryFile file("model");
  file.write(writer.encode());
  EXPECT_EQ(open_error(file.path()), ErrorCode::kBadModel);
}

TEST(ModelInfo, ListsTheSections) {
  auto writer = SmallModel().writer();
  const std::string_view provenance = "{\"seed\":1}";
  const auto bytes = std::as_bytes(std::span(provenance));
  writer.add(format::kProvenanceSection, 1, false, {bytes.begin(), bytes.end()});
  const TemporaryFile file("model");
  const auto encoded = writer.encode();
  file.write(encoded);
  const auto info = model_info(file.path());
  ASSERT_TRUE(info);
  EXPECT_EQ(info->major_version, 1);
  EXPECT_EQ(info->bytes, encoded.size());
  ASSERT_EQ(info->sections.size(), 6U);
  EXPECT_EQ(info->sections[0].tag, "VOCB");
  EXPECT_TRUE(info->sections[0].required);
  EXPECT_FALSE(info->sections[5].required);
  EXPECT_EQ(info->provenance_json, provenance);
  EXPECT_TRUE(verify_model(file.path()));
}

TEST(VerifyModel, NoticesWordsThatTheVocabularyLacks) {
  const SmallModel model;
  auto forms = model.forms();
  forms[0].entries[0].meant = {100000};
  format::ModelWriter writer;
  writer.add(format::kVocabularySection, 1, true, model.vocabulary());
  writer.add(format::kNgramSection, 1, true, model.ngrams());
  writer.add(format::kChannelSection, 1, true, channel::encode_channel(forms, {}));
  writer.add(format::kScoringSection, 1, true, detect::encode_weights(model.weights));
  writer.add(format::kCalibrationSection, 1, true, detect::encode_calibration(model.calibration));
  const TemporaryFile file("model");
  file.write(writer.encode());
  const auto verified = verify_model(file.path());
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, ErrorCode::kBadModel);
  // Opening it and reading text is safe all the same.
  const auto detector = Detector::open(file.path());
  ASSERT_TRUE(detector);
  Workspace scratch;
  EXPECT_TRUE(detector->analyze(kSpun, scratch));
}

}  // namespace
}  // namespace despin
