#include "lib/view/explanation.h"

#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin::view {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::Not;

Json explained_record() {
  return {{"schema", "despin.report/1"},
          {"id", "a.txt"},
          {"verdict", "spun"},
          {"score", 2.5},
          {"false_positive_rate_upper", 0.001},
          {"words", 266},
          {"findings",
           {{{"written", "weak"}, {"likely_originals", {"a"}}, {"evidence_nats", 1}},
            {{"written", "bash"}, {"likely_originals", {"party"}}, {"evidence_nats", 9}}}},
          {"contributions",
           {{{"name", "traces"}, {"value", 0.1}, {"nats", -0.5}},
            {{"name", "evidence"}, {"value", 2}, {"nats", 4}}}},
          {"judged_by",
           {{"model", "00112233445566ff"},
            {"version", "0.1.0"},
            {"bias", -1.0},
            {"max_false_positive_rate", 0.001},
            {"threshold", 1.25}}}};
}

Explanation of(const Json& record) {
  auto explanation = read_explanation(record.dump());
  EXPECT_TRUE(explanation);
  return explanation ? *std::move(explanation) : Explanation();
}

TEST(Explanation, AddsUpAndPutsWhatWeighsMostFirst) {
  const Explanation e = of(explained_record());
  EXPECT_EQ(e.adds_up, true);
  ASSERT_EQ(e.terms.size(), 2U);
  EXPECT_EQ(e.terms[0].name, "evidence");
  EXPECT_EQ(e.findings[0].written, "bash");
  EXPECT_EQ(e.reason,
            "Called spun: its score of 2.50 reaches the threshold of 1.25, from which on at most "
            "0.1 % of genuine texts of this length score as high.");
  const std::string text = render(e, {});
  EXPECT_THAT(text, HasSubstr("bash <- party"));
  EXPECT_THAT(text, HasSubstr("model 00112233445566ff, despin 0.1.0"));
  EXPECT_THAT(text, Not(HasSubstr("do not add up")));
}

TEST(Explanation, SaysWhereTermsDoNotAddUp) {
  Json record = explained_record();
  record["score"] = 3;
  EXPECT_EQ(of(record).adds_up, false);
  EXPECT_THAT(render(of(record), {}), HasSubstr("do not add up"));
  record["judged_by"].erase("bias");
  EXPECT_FALSE(of(record).adds_up.has_value());
}

TEST(Explanation, SaysWhatTheRecordLeavesOut) {
  Json record = explained_record();
  record.erase("contributions");
  record.erase("judged_by");
  const std::string text = render(of(record), {});
  EXPECT_THAT(text, HasSubstr("The terms of the score"));
  EXPECT_THAT(text, HasSubstr("Model, bias and threshold"));
  EXPECT_THAT(text, HasSubstr("Called spun with a score of 2.50; the record names no threshold."));
}

TEST(Explanation, TellsWhyThereIsNoVerdict) {
  Json record = explained_record();
  record["verdict"] = "abstain";
  record["abstain_reason"] = "too_short";
  EXPECT_EQ(of(record).reason, "No verdict: too short (266 words).");
  const Explanation error =
      of({{"schema", "despin.scan/1"}, {"error", {{"code", "bad_input"}, {"message", "empty"}}}});
  EXPECT_EQ(error.reason, "Not judged: it could not be read (empty).");
}

TEST(Explanation, RefusesOtherSchemas) {
  const auto refused = read_explanation(R"({"schema":"despin.comparison/1","id":"secret"})");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("expected despin.scan/1"));
  EXPECT_THAT(refused.error().message, Not(HasSubstr("secret")));
}

TEST(Explanation, SendsNoControlCharacters) {
  Json record = explained_record();
  for (const char* key : {"id", "title", "abstain_reason"}) record[key] = "\x1b[2J";
  record["contributions"][0]["name"] = "\x1b[31m";
  record["findings"][0]["written"] = "\x1b[31m";
  record["judged_by"]["model"] = "\x1b[31m";
  record["run"] = {{"time", "\x1b[31m"}, {"command", "\x1b[31m"}};
  EXPECT_THAT(render(of(record), {}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace despin::view
