#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/version.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

using Json = nlohmann::ordered_json;

Report some_report() {
  Report r;
  r.verdict = Verdict::kSpun;
  r.score = 1.25;
  r.evidence_nats = 17.5;
  r.swap_rate = 0.25;
  r.false_positive_rate_upper = 0.001;
  r.words = 42;
  r.obfuscation = {3, 4};
  r.findings = {{4, 8, 2.5F, {"party", "old party"}, 0.75F}};
  r.contributions = {{"evidence", 0.5, 1.5}, {"traces", 0, -0.25}};
  r.passages = {{.begin_byte = 0, .end_byte = 12, .verdict = Verdict::kSpun, .families = {}}};
  return r;
}

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> out;
  for (const auto& [key, value] : json.items()) out.push_back(key);
  return out;
}

TEST(ReportJson, HasTheKeysOfTheSchemaInOrder) {
  const std::string line = to_json(some_report(), "a.txt", "the bash won");
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const Json json = Json::parse(line);
  EXPECT_EQ(keys(json), (std::vector<std::string>{"schema", "id", "verdict", "score", "probability",
                                                  "false_positive_rate_upper", "evidence_nats",
                                                  "swap_rate", "words", "disguises", "findings",
                                                  "contributions", "passages", "judged_by"}));
  EXPECT_NEAR(json["probability"].get<double>(), 1 / (1 + std::exp(-1.25)), 1e-12);
  EXPECT_EQ(keys(json["passages"][0]),
            (std::vector<std::string>{"begin_byte", "end_byte", "verdict", "score",
                                      "false_positive_rate_upper", "swap_rate", "words"}));
  EXPECT_EQ(json["schema"], "despin.report/1");
  EXPECT_EQ(json["id"], "a.txt");
  EXPECT_EQ(json["verdict"], "spun");
  EXPECT_EQ(json["score"], 1.25);
  EXPECT_EQ(json["false_positive_rate_upper"], 0.001);
  EXPECT_EQ(json["evidence_nats"], 17.5);
  EXPECT_EQ(json["swap_rate"], 0.25);
  EXPECT_EQ(json["words"], 42);
  EXPECT_EQ(json["disguises"], (Json{{"invisible", 3}, {"lookalike", 4}}));
}

TEST(ReportJson, SaysWhichWordsAreExempt) {
  Report report = some_report();
  report.exempt = {5, 6};
  const Json json = Json::parse(to_json(report, "a.txt", "the bash won"));
  EXPECT_EQ(json["exempt"], (Json{{"left_out", 5}, {"judged", 6}}));
}

TEST(ReportJson, EscapesWhatTerminalsObey) {
  const std::string text = "the bash\u009B2J\x7F\u0080 won \u00A0\u00E9";
  Report report = some_report();
  report.findings[0].end_byte = static_cast<std::uint32_t>(text.size());
  report.findings[0].likely_originals = {"party\u009F"};
  const std::string line = to_json(report, "\u0090.txt", text);
  for (std::size_t at = 0; at + 1 < line.size(); ++at) {
    EXPECT_NE(line[at], '\x7F');
    EXPECT_FALSE(line[at] == '\xC2' && (line[at + 1] & '\xE0') == '\x80') << at;
  }
  const Json json = Json::parse(line);  // and means the same
  EXPECT_EQ(json["id"], "\u0090.txt");
  EXPECT_EQ(json["findings"][0]["written"], text.substr(4));
  EXPECT_EQ(json["findings"][0]["likely_originals"][0], "party\u009F");
}

TEST(ReportJson, SaysOfAPageWhatWasNotReadAsItStands) {
  Document document;
  document.text = "the bash won";
  EXPECT_EQ(to_json(some_report(), "a", document), to_json(some_report(), "a", document.text));
  document.text_from = TextOrigin::kNoscript;
  document.omissions = {7, 0, 2};
  const Json json = Json::parse(to_json(some_report(), "a", document));
  EXPECT_EQ(json["text_from"], "noscript");
  EXPECT_EQ(json["page_omissions"], (Json{{"flattened", 7}, {"attributes", 0}, {"unhidden", 2}}));
}

TEST(ReportJson, SaysByWhatItWasJudged) {
  Report report = some_report();
  report.bias = -5.5;
  report.model_fingerprint = 0x00AB;
  report.max_false_positive_rate = 0.01;
  report.threshold = 1.5;
  const Json judged = Json::parse(to_json(report, "", ""))["judged_by"];
  EXPECT_EQ(keys(judged), (std::vector<std::string>{"model", "version", "bias",
                                                    "max_false_positive_rate", "threshold"}));
  EXPECT_EQ(judged["model"], "00000000000000ab");
  EXPECT_EQ(judged["version"], version());
  EXPECT_EQ(judged["bias"], -5.5);
  EXPECT_EQ(judged["max_false_positive_rate"], 0.01);
  EXPECT_EQ(judged["threshold"], 1.5);
  report.threshold = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(Json::parse(to_json(report, "", ""))["judged_by"]["threshold"].is_null());
}

TEST(ReportJson, SpellsFamiliesBehindAllElse) {
  Report report = some_report();
  report.families = {{"North", 0.75, {"at the pier of"}, {{4, 8}, {9, 99}}},
                     {"unknown", 0.25, {}, {}}};
  const Json json = Json::parse(to_json(report, "", "the bash won"));
  EXPECT_EQ(keys(json)[keys(json).size() - 2], "families");
  ASSERT_EQ(json["families"].size(), 2U);
  const Json& north = json["families"][0];
  EXPECT_EQ(keys(north), (std::vector<std::string>{"name", "posterior", "known_for", "phrases"}));
  EXPECT_EQ(north["name"], "North");
  EXPECT_EQ(north["posterior"], 0.75);
  EXPECT_EQ(north["known_for"], Json::array({"at the pier of"}));
  EXPECT_EQ(north["phrases"][0], (Json{{"begin_byte", 4}, {"end_byte", 8}, {"written", "bash"}}));
  EXPECT_EQ(north["phrases"][1]["written"], "") << "of another text";
  EXPECT_EQ(json["families"][1]["name"], "unknown");
  EXPECT_EQ(json["families"][1]["phrases"], Json::array());
}

TEST(ReportJson, SpellsFindingsAndContributions) {
  const Json json = Json::parse(to_json(some_report(), "", "the bash won"));
  ASSERT_EQ(json["findings"].size(), 1U);
  const Json& finding = json["findings"][0];
  EXPECT_EQ(keys(finding),
            (std::vector<std::string>{"begin_byte", "end_byte", "written", "likely_originals",
                                      "evidence_nats", "probability"}));
  EXPECT_EQ(finding["begin_byte"], 4);
  EXPECT_EQ(finding["end_byte"], 8);
  EXPECT_EQ(finding["written"], "bash");
  EXPECT_EQ(finding["likely_originals"], (Json{"party", "old party"}));
  EXPECT_EQ(finding["evidence_nats"], 2.5);
  EXPECT_EQ(finding["probability"], 0.75);
  ASSERT_EQ(json["contributions"].size(), 2U);
  EXPECT_EQ(keys(json["contributions"][0]), (std::vector<std::string>{"name", "value", "nats"}));
  EXPECT_EQ(json["contributions"][1]["name"], "traces");
  EXPECT_EQ(json["contributions"][1]["nats"], -0.25);
}

TEST(ReportJson, SaysWhereFindingsStandInThePage) {
  Document page;
  page.text = "the bash won";
  page.input_map = {{{0, 12}, {3, 15}}};  // "<p>the bash won"
  const Json finding = Json::parse(to_json(some_report(), "", page))["findings"][0];
  EXPECT_EQ(keys(finding),
            (std::vector<std::string>{"begin_byte", "end_byte", "written", "likely_originals",
                                      "evidence_nats", "probability", "input_begin_byte",
                                      "input_end_byte"}));
  EXPECT_EQ(finding["input_begin_byte"], 7);
  EXPECT_EQ(finding["input_end_byte"], 11);
}

TEST(ReportJson, LeavesOutPlacesInAnInputThatIsTheText) {
  Document text;
  text.text = "the bash won";
  EXPECT_EQ(to_json(some_report(), "a", text), to_json(some_report(), "a", text.text));
}

TEST(ReportJson, SaysWhyItAbstains) {
  Report r;
  for (const auto& [reason, name] : std::vector<std::pair<AbstainReason, std::string>>{
           {AbstainReason::kTooShort, "too_short"},
           {AbstainReason::kNotEnglish, "not_english"},
           {AbstainReason::kUnfamiliar, "unfamiliar"}}) {
    r.abstain_reason = reason;
    const Json json = Json::parse(to_json(r, "", ""));
    EXPECT_EQ(json["verdict"], "abstain");
    EXPECT_EQ(json["abstain_reason"], name);
  }
  r.verdict = Verdict::kNotSpun;
  const Json json = Json::parse(to_json(r, "", ""));
  EXPECT_EQ(json["verdict"], "not_spun");
  EXPECT_FALSE(json.contains("abstain_reason"));
  EXPECT_EQ(json["findings"], Json::array());
}

TEST(ReportJson, IsJsonWhateverTheNamesAndTheText) {
  const std::string id = "caf\xE9\n\"\\\x01";
  const Json json = Json::parse(to_json(some_report(), id, "the \xC3\xA9\xC3\xA9 \"won\""));
  EXPECT_EQ(json["id"], "caf\xEF\xBF\xBD\n\"\\\x01");
  EXPECT_EQ(json["findings"][0]["written"], "\xC3\xA9\xC3\xA9");
}

TEST(ReportJson, StaysInsideATextThatIsNotTheOne) {
  const Json json = Json::parse(to_json(some_report(), "", "the"));
  EXPECT_EQ(json["findings"][0]["written"], "");
}

}  // namespace
}  // namespace despin
