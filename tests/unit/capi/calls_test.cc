// Calls of the C interface: what they give, what a wrong one is told, who owns what.
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "despin/version.h"
#include "tests/support/c_detector_test.h"

namespace despin {
namespace {

class CCalls : public CDetectorTest {
 protected:
  const std::string& text() const { return text_; }
  c::Report checked() const { return c::check(detector_.get(), text()); }

  const std::string text_ = api_calls::spun_text(40, 3);
  const Detector cpp_ = *Detector::open(model_.path());
};

TEST_F(CCalls, VersionIsThatOfTheLibrary) {
  EXPECT_STREQ(despin_version(), version());
  EXPECT_EQ(despin_abi_version(), 1U);
}

TEST_F(CCalls, NamesAreThoseOfJson) {
  EXPECT_STREQ(despin_verdict_name(DESPIN_SPUN), "spun");
  EXPECT_STREQ(despin_verdict_name(3), "unknown");
  EXPECT_STREQ(despin_verdict_name(-1), "unknown");
  EXPECT_STREQ(despin_abstain_reason_name(DESPIN_REASON_UNFAMILIAR), "unfamiliar");
  EXPECT_STREQ(despin_relation_name(DESPIN_SPUN_COPY), "spun");
  EXPECT_STREQ(despin_relation_name(DESPIN_REWORDED), "reworded");
  EXPECT_STREQ(despin_direction_name(DESPIN_DIRECTION_SUSPECT), "suspect");
  EXPECT_STREQ(despin_edit_name(DESPIN_DROPPED), "dropped");
  EXPECT_STREQ(despin_edit_name(6), "unknown");
  EXPECT_STREQ(despin_error_code_name(DESPIN_OK), "ok");
  EXPECT_STREQ(despin_error_code_name(DESPIN_UNSUPPORTED), "unsupported");
  EXPECT_STREQ(despin_error_code_name(DESPIN_BAD_CALL), "bad_call");
  EXPECT_STREQ(despin_error_code_name(18), "unknown");
  EXPECT_STREQ(despin_error_code_name(257), "unknown");
}

TEST_F(CCalls, SaysWhatItJudgesBy) {
  const despin_detector_info* info = despin_detector_get_info(detector_.get());
  const DetectorInfo expected = cpp_.info();
  EXPECT_EQ(info->struct_size, sizeof *info);
  EXPECT_EQ(c::view(info->path), model_.path());
  EXPECT_EQ(c::view(info->fingerprint), fingerprint_name(expected.fingerprint));
  EXPECT_EQ(info->bytes, expected.bytes);
  ASSERT_EQ(info->language_count, 1U);
  EXPECT_EQ(c::view(info->languages[0]), "en");
  ASSERT_EQ(info->rate_count, expected.rates.size());
  ASSERT_EQ(info->band_count, expected.bands.size());
  for (std::size_t i = 0; i < info->band_count; ++i) {
    EXPECT_EQ(info->bands[i].thresholds[0], expected.bands[i].thresholds[0]);
  }
}

TEST_F(CCalls, AReportHasAllThatTheOneOfCppHas) {
  const c::Report handle = checked();
  const despin_report_data& report = *despin_report_get(handle.get());
  Workspace scratch;
  const Report expected = *cpp_.analyze(text(), scratch, {.max_false_positive_rate = .1});
  EXPECT_EQ(report.verdict, DESPIN_SPUN);
  EXPECT_EQ(report.score, expected.score);
  EXPECT_EQ(report.false_positive_rate_upper, expected.false_positive_rate_upper);
  EXPECT_EQ(report.words, expected.words);
  EXPECT_EQ(report.model_fingerprint, expected.model_fingerprint);
  ASSERT_GT(report.finding_count, 1U);
  ASSERT_EQ(report.finding_count, expected.findings.size());
  for (std::size_t i = 0; i < report.finding_count; ++i) {
    const despin_finding& finding = report.findings[i];
    EXPECT_EQ(finding.begin_byte, expected.findings[i].begin_byte);
    EXPECT_EQ(finding.probability, expected.findings[i].probability);
    ASSERT_EQ(finding.likely_original_count, expected.findings[i].likely_originals.size());
    for (std::size_t k = 0; k < finding.likely_original_count; ++k) {
      EXPECT_EQ(c::view(finding.likely_originals[k]), expected.findings[i].likely_originals[k]);
    }
  }
  double score = report.bias;
  for (std::size_t i = 0; i < report.contribution_count; ++i) {
    score += report.contributions[i].nats;
    EXPECT_EQ(std::strlen(report.contributions[i].name.data), report.contributions[i].name.size);
  }
  EXPECT_EQ(score, report.score);
  ASSERT_EQ(report.passage_count, 1U);
  EXPECT_EQ(report.passages[0].begin_byte, 0U);
  EXPECT_EQ(report.passages[0].end_byte, text().size());
  EXPECT_EQ(report.passages[0].verdict, report.verdict);
  EXPECT_EQ(report.passages[0].score, report.score);
  EXPECT_EQ(report.passages[0].family_count, report.family_count);
}

TEST_F(CCalls, AReportOutlivesItsDetector) {
  const c::Report report = checked();
  const std::string before = c::json(report.get(), "a", text());
  detector_.reset();
  EXPECT_EQ(c::json(report.get(), "a", text()), before);
}

TEST_F(CCalls, ARetainedDetectorServesUntilItsLastOwnerFreesIt) {
  const c::Detector second(despin_detector_retain(detector_.get()));
  EXPECT_EQ(second, detector_);
  detector_.reset();
  EXPECT_TRUE(c::check(second.get(), text()));
}

TEST_F(CCalls, AModelIsTakenFromMemory) {
  std::ifstream file(model_.path(), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  despin_open_options options;
  despin_open_options_init(&options, sizeof options);
  options.copy = 1;
  options.verify = 1;
  c::Detector copied;
  ASSERT_EQ(
      despin_detector_open_memory(bytes.data(), bytes.size(), &options, c::out(copied), &error_),
      DESPIN_OK);
  const std::string expected = c::json(checked().get(), "a", text());
  c::Detector viewing;
  ASSERT_EQ(
      despin_detector_open_memory(bytes.data(), bytes.size(), nullptr, c::out(viewing), &error_),
      DESPIN_OK);
  EXPECT_EQ(c::json(c::check(viewing.get(), text()).get(), "a", text()), expected);
  viewing.reset();
  bytes.assign(bytes.size(), 'x');
  EXPECT_EQ(c::json(c::check(copied.get(), text()).get(), "a", text()), expected);
}

TEST_F(CCalls, AModelThatIsNoneIsAnError) {
  c::Detector none;
  EXPECT_EQ(despin_detector_open("/no/such/model", nullptr, c::out(none), &error_),
            DESPIN_NOT_FOUND);
  EXPECT_FALSE(none);
  EXPECT_EQ(despin_detector_open_memory("not a model", 11, nullptr, c::out(none), &error_),
            error_.code);
  EXPECT_EQ(error_.code, DESPIN_NOT_A_MODEL);
  EXPECT_EQ(despin_detector_open_memory(nullptr, 0, nullptr, c::out(none), &error_), error_.code);
  EXPECT_NE(error_.code, DESPIN_OK);
}

TEST_F(CCalls, BadUtf8IsToldByItsByte) {
  c::Report report;
  EXPECT_EQ(despin_check(detector_.get(), nullptr, "ab\xFF", 3, nullptr, c::out(report), &error_),
            DESPIN_BAD_UTF8);
  EXPECT_FALSE(report);
  EXPECT_EQ(error_.byte, 2U);
  EXPECT_EQ(error_.message_size, std::strlen(error_.message));
  EXPECT_EQ(std::string(error_.message).find("ab"), std::string::npos);
}

TEST_F(CCalls, AnEmptyTextMayBeNull) {
  c::Report report;
  ASSERT_EQ(despin_check(detector_.get(), nullptr, nullptr, 0, nullptr, c::out(report), nullptr),
            DESPIN_OK);
  const despin_report_data* data = despin_report_get(report.get());
  EXPECT_EQ(data->verdict, DESPIN_ABSTAIN);
  EXPECT_EQ(data->abstain_reason, DESPIN_REASON_TOO_SHORT);
  EXPECT_EQ(data->passages[0].end_byte, 0U);
  EXPECT_STREQ(data->language.data, "");
}

TEST_F(CCalls, LimitsEndACall) {
  despin_limits limits;
  despin_limits_init(&limits, sizeof limits);
  despin_check_options options;
  despin_check_options_init(&options, sizeof options);
  options.limits = &limits;
  const auto check = [&](c::Report& report) {
    return despin_check(detector_.get(), nullptr, text().data(), text().size(), &options,
                        c::out(report), &error_);
  };
  c::Report report;
  limits.max_bytes = 10;
  EXPECT_EQ(check(report), DESPIN_TOO_LARGE);
  despin_limits_init(&limits, sizeof limits);
  limits.timeout_ns = 0;
  EXPECT_EQ(check(report), DESPIN_DEADLINE);
  limits.timeout_ns = UINT64_MAX - 1;  // as good as none
  EXPECT_EQ(check(report), DESPIN_OK);
  int asked = 0;
  limits.stop = [](void* context) -> std::int32_t { return ++*static_cast<int*>(context), 1; };
  limits.stop_context = &asked;
  EXPECT_EQ(check(report), DESPIN_CANCELED);
  EXPECT_GT(asked, 0);
  despin_limits_init(&limits, sizeof limits);
  limits.max_words = 40;
  limits.max_findings = 1;
  ASSERT_EQ(check(report), DESPIN_OK);
  const despin_report_data* data = despin_report_get(report.get());
  EXPECT_LE(data->words, 40U);
  EXPECT_EQ(data->finding_count, 1U);
  EXPECT_GT(data->findings_total, 1U);
  EXPECT_GT(data->unread_bytes, 0U);
  EXPECT_EQ(data->passages[0].end_byte, data->read_bytes);
}

TEST_F(CCalls, ARateOutsideZeroToOneIsBadInput) {
  despin_check_options options;
  despin_check_options_init(&options, sizeof options);
  for (const double rate : {-1.0, 1.5, std::nan("")}) {
    options.max_false_positive_rate = rate;
    c::Report report;
    EXPECT_EQ(despin_check(detector_.get(), nullptr, "a", 1, &options, c::out(report), &error_),
              DESPIN_BAD_INPUT);
  }
}

TEST_F(CCalls, AReadTextIsCheckedAndSearched) {
  c::Reading reading;
  ASSERT_EQ(despin_reading_new(c::out(reading), &error_), DESPIN_OK);
  c::Report report;
  EXPECT_EQ(despin_check_reading(detector_.get(), nullptr, reading.get(), nullptr, c::out(report),
                                 &error_),
            DESPIN_BAD_INPUT);  // not read yet
  ASSERT_EQ(despin_reading_read(reading.get(), detector_.get(), nullptr, text().data(),
                                text().size(), nullptr, &error_),
            DESPIN_OK);
  ASSERT_EQ(despin_check_reading(detector_.get(), nullptr, reading.get(), &check_, c::out(report),
                                 &error_),
            DESPIN_OK);
  EXPECT_EQ(c::json(report.get(), "a", text()), c::json(checked().get(), "a", text()));
  const c::Detector other = c::open_detector(model_.path());
  EXPECT_EQ(
      despin_check_reading(other.get(), nullptr, reading.get(), nullptr, c::out(report), &error_),
      DESPIN_BAD_INPUT);
}

TEST_F(CCalls, AWorkspaceOfTheCallersGivesTheSame) {
  c::Workspace workspace;
  ASSERT_EQ(despin_workspace_new(c::out(workspace), &error_), DESPIN_OK);
  const std::string expected = c::json(checked().get(), "a", text());
  for (int round = 0; round < 2; ++round) {
    c::Report report;
    ASSERT_EQ(despin_check(detector_.get(), workspace.get(), text().data(), text().size(), &check_,
                           c::out(report), &error_),
              DESPIN_OK);
    EXPECT_EQ(c::json(report.get(), "a", text()), expected);
    despin_workspace_shrink(workspace.get());
  }
}

TEST_F(CCalls, RestoresAPhrase) {
  c::Restorations restorations;
  constexpr std::string_view kPhrase = "gadget mastering withinside a bash";
  ASSERT_EQ(despin_restore(detector_.get(), nullptr, kPhrase.data(), kPhrase.size(), 3, nullptr,
                           c::out(restorations), &error_),
            DESPIN_OK);
  Workspace scratch;
  const auto expected = *cpp_.restore(kPhrase, scratch, 3);
  const despin_restorations_data* data = despin_restorations_get(restorations.get());
  ASSERT_EQ(data->restoration_count, expected.size());
  ASSERT_GT(expected.size(), 0U);
  EXPECT_EQ(c::view(data->restorations[0].text), expected[0].text);
  EXPECT_EQ(data->restorations[0].score_nats, expected[0].score_nats);
}

TEST_F(CCalls, ModelInfoAndVerifying) {
  c::ModelInfo info;
  ASSERT_EQ(despin_model_info_read(model_.path().c_str(), c::out(info), &error_), DESPIN_OK);
  const auto expected = *model_info(model_.path());
  const despin_model_info_data* data = despin_model_info_get(info.get());
  ASSERT_EQ(data->section_count, expected.sections.size());
  EXPECT_EQ(c::view(data->sections[0].tag), expected.sections[0].tag);
  EXPECT_EQ(data->bytes, expected.bytes);
  EXPECT_EQ(despin_model_verify(model_.path().c_str(), &error_), DESPIN_OK) << error_.message;
  EXPECT_EQ(despin_model_verify("/no/such/model", &error_), DESPIN_NOT_FOUND);
}

// Structs of an older header are shorter; what they lack has its default.
TEST_F(CCalls, AShorterStructHasDefaultsForTheRest) {
  struct {
    despin_check_options options;
    char guard;
  } old;
  std::memset(&old, 'x', sizeof old);
  constexpr std::size_t kOldSize = offsetof(despin_check_options, limits);
  despin_check_options_init(&old.options, kOldSize);
  EXPECT_EQ(old.options.struct_size, kOldSize);
  EXPECT_EQ(old.options.max_false_positive_rate, AnalyzeOptions().max_false_positive_rate);
  EXPECT_EQ(reinterpret_cast<char*>(&old.options.limits)[0], 'x');  // not written beyond its end
  c::Report report;
  EXPECT_EQ(despin_check(detector_.get(), nullptr, "a", 1, &old.options, c::out(report), &error_),
            DESPIN_OK);
}

TEST_F(CCalls, AStructOfUnknownSizeIsABadCall) {
  despin_check_options options;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{7}, std::size_t{20}, sizeof options + 8}) {
    despin_check_options_init(&options, sizeof options);
    options.struct_size = size;
    c::Report report;
    EXPECT_EQ(despin_check(detector_.get(), nullptr, "a", 1, &options, c::out(report), &error_),
              DESPIN_BAD_CALL)
        << size;
  }
}

TEST_F(CCalls, AMessageIsCutBetweenCharacters) {
  std::string field;  // which the message names
  while (field.size() < 2000) field += "\u20AC";
  despin_reader_options options;
  despin_reader_options_init(&options, sizeof options);
  options.text_field = c::string(field);
  c::LabeledRecord none;
  ASSERT_EQ(despin_json_line_read_labeled("{}", 2, &options, c::out(none), &error_),
            DESPIN_BAD_INPUT);
  ASSERT_LT(error_.message_size, sizeof error_.message);
  EXPECT_GT(error_.message_size, sizeof error_.message - 4);
  EXPECT_EQ(std::strlen(error_.message), error_.message_size);
  EXPECT_TRUE(std::string_view(error_.message).ends_with("\u20AC"));
}

TEST_F(CCalls, SuccessClearsAnError) {
  error_.code = 7;
  std::strcpy(error_.message, "old");
  EXPECT_EQ(despin_model_verify(model_.path().c_str(), &error_), DESPIN_OK);
  EXPECT_EQ(error_.code, DESPIN_OK);
  EXPECT_STREQ(error_.message, "");
  EXPECT_EQ(error_.byte, DESPIN_NO_BYTE);
}

TEST(COffsets, BecomeCodePointsAndUtf16) {
  // a, e acute, euro, an astral letter, b
  const std::string text = "a\u00E9\u20AC\U0001D49Cb";
  const std::vector<std::uint32_t> bytes = {0, 1, 3, 6, 10, 11};
  std::vector<std::uint32_t> units = bytes;
  ASSERT_EQ(despin_map_offsets(text.data(), text.size(), DESPIN_CODE_POINTS, units.data(),
                               units.size(), nullptr),
            DESPIN_OK);
  EXPECT_EQ(units, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5}));
  units = bytes;
  ASSERT_EQ(despin_map_offsets(text.data(), text.size(), DESPIN_UTF16_UNITS, units.data(),
                               units.size(), nullptr),
            DESPIN_OK);
  EXPECT_EQ(units, (std::vector<std::uint32_t>{0, 1, 2, 3, 5, 6}));
}

TEST(COffsets, InsideACharacterAreItsBeginning) {
  const std::string text = "a\U0001D49Cb";
  std::vector<std::uint32_t> units = {2, 3, 4, 5, 5};
  ASSERT_EQ(despin_map_offsets(text.data(), text.size(), DESPIN_UTF16_UNITS, units.data(),
                               units.size(), nullptr),
            DESPIN_OK);
  EXPECT_EQ(units, (std::vector<std::uint32_t>{1, 1, 1, 3, 3}));
}

TEST(COffsets, DescendingOrOutsideIsAnError) {
  std::uint32_t descending[] = {2, 1};
  EXPECT_EQ(despin_map_offsets("abc", 3, DESPIN_CODE_POINTS, descending, 2, nullptr),
            DESPIN_BAD_INPUT);
  std::uint32_t outside[] = {4};
  EXPECT_EQ(despin_map_offsets("abc", 3, DESPIN_CODE_POINTS, outside, 1, nullptr),
            DESPIN_BAD_INPUT);
  EXPECT_EQ(despin_map_offsets("abc", 3, 2, outside, 1, nullptr), DESPIN_BAD_CALL);
  std::uint32_t stray[] = {0, 1, 2};
  EXPECT_EQ(despin_map_offsets("\x80\x80\x80", 3, DESPIN_CODE_POINTS, stray, 3, nullptr),
            DESPIN_OK);
}

}  // namespace
}  // namespace despin
