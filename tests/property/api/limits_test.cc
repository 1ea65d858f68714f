// Limits of a call: one that is not reached changes nothing; a call that ends by one is an Error,
// and what it used is as good as new.
#include "despin/limits.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/api_calls.h"

namespace despin {
namespace {

using api_calls::ApiCalls;
using api_calls::Said;

// stop() that counts how often it is asked, and says so from that number on.
Limits stopping_at(std::size_t asked_at, std::size_t& asked) {
  asked = 0;
  Limits limits;
  limits.stop = [asked_at, &asked] { return ++asked > asked_at; };
  return limits;
}

class LimitedCalls : public testing::TestWithParam<ApiCalls::Call> {
 protected:
  ApiCalls calls_{"limited_calls"};
};

TEST_P(LimitedCalls, GoOnAfterAnyStop) {
  Workspace fresh;
  const Said unlimited = calls_.call(GetParam(), fresh);
  ASSERT_FALSE(unlimited.error) << unlimited.text;
  ASSERT_FALSE(unlimited.text.empty());
  std::size_t asked = 0;
  Workspace scratch;
  EXPECT_EQ(calls_.call(GetParam(), scratch, stopping_at(~std::size_t{0} >> 1, asked)), unlimited)
      << "never stopped";
  const std::size_t all = asked;
  ASSERT_GT(all, 0U);
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    const std::size_t at = random() % all;
    const Said stopped = calls_.call(GetParam(), scratch, stopping_at(at, asked));
    ASSERT_EQ(stopped.error, ErrorCode::kCanceled) << at << " of " << all;
    EXPECT_EQ(asked, at + 1) << "asked again after it said stop";
    ASSERT_EQ(calls_.call(GetParam(), scratch), unlimited) << "after a stop at " << at;
  }
}

TEST_P(LimitedCalls, EndAtTheirDeadline) {
  Workspace scratch;
  Limits limits;
  limits.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  EXPECT_EQ(calls_.call(GetParam(), scratch, limits).error, ErrorCode::kDeadline);
  limits.deadline = std::chrono::steady_clock::now() + std::chrono::hours(1);
  EXPECT_FALSE(calls_.call(GetParam(), scratch, limits).error);
}

TEST_P(LimitedCalls, RefuseMoreBytesThanTheyMayTake) {
  Workspace scratch;
  Limits limits;
  limits.max_bytes = 10;
  EXPECT_EQ(calls_.call(GetParam(), scratch, limits).error, ErrorCode::kTooLarge);
}

TEST_P(LimitedCalls, GiveTheSameFromAShrunkWorkspace) {
  Workspace scratch;
  const Said said = calls_.call(GetParam(), scratch);
  scratch.shrink();
  EXPECT_EQ(calls_.call(GetParam(), scratch), said);
}

INSTANTIATE_TEST_SUITE_P(All, LimitedCalls,
                         testing::Values(ApiCalls::kAnalyze, ApiCalls::kReadAndAnalyze,
                                         ApiCalls::kSearch, ApiCalls::kCompare,
                                         ApiCalls::kRestore));

class LimitedWords : public testing::Test {
 protected:
  Report analyze(std::string_view text, const Limits& limits) {
    return *calls_.detector().analyze(text, scratch_,
                                      {.max_false_positive_rate = 0.1, .limits = limits});
  }

  ApiCalls calls_{"limited_words", 60};
  Workspace scratch_;
};

TEST_F(LimitedWords, ReadTheFirstWordsAsIfTheyWereAll) {
  const std::string& text = calls_.suspect();
  const Report whole = analyze(text, {});
  EXPECT_FALSE(whole.truncated);
  for (const std::uint32_t words : {1U, 7U, 40U, 100U, 300U}) {
    Limits limits;
    limits.max_words = words;
    const Report cut = analyze(text, limits);
    ASSERT_TRUE(cut.truncated) << words;
    EXPECT_EQ(cut.truncated.read_bytes + cut.truncated.unread_bytes, text.size());
    EXPECT_LE(cut.words, words);
    EXPECT_GE(cut.words + 12, words - words / 8) << "numbers are words as well";
    const std::string first = text.substr(0, cut.truncated.read_bytes);
    const Report alone = analyze(first, {});
    EXPECT_EQ(alone.score, cut.score) << words;
    EXPECT_EQ(alone.findings.size(), cut.findings.size());
    const std::string json = to_json(cut, "a", text);
    EXPECT_NE(json.find("\"truncated\":{\"read_bytes\":"), std::string::npos) << json;
  }
  Limits limits;
  limits.max_words = 100'000;
  EXPECT_EQ(to_json(analyze(text, limits), "a", text), to_json(whole, "a", text));
  EXPECT_EQ(to_json(whole, "a", text).find("truncated"), std::string::npos);
}

TEST_F(LimitedWords, LookAtSixtyFourBytesAWord) {
  Limits limits;
  limits.max_words = 10;
  const std::string text = std::string(5'000, ' ') + "\u00E9 the ruling bash won";
  const Report report = analyze(text, limits);
  EXPECT_EQ(report.words, 0U);
  EXPECT_EQ(report.truncated.read_bytes, 640U);
  EXPECT_EQ(report.truncated.unread_bytes, text.size() - 640);
  const std::string wide = "bash " + std::string(634, ' ') + "\u00E9t\u00E9";
  EXPECT_EQ(analyze(wide, limits).truncated.read_bytes, 639U) << "not through a character";
}

TEST_F(LimitedWords, AreSaidInComparisonsAndSearches) {
  CompareOptions options;
  options.limits.max_words = 50;
  const std::string short_text = "The ruling bash won.";
  const auto comparison = calls_.aligner().compare(short_text, calls_.suspect(), scratch_, options);
  ASSERT_TRUE(comparison);
  EXPECT_FALSE(comparison->original_truncated);
  EXPECT_TRUE(comparison->suspect_truncated);
  EXPECT_EQ(comparison->suspect_words, 50U);
  const std::string json = to_json(*comparison, "a", short_text, "b", calls_.suspect());
  EXPECT_NE(json.find("\"suspect_truncated\":{"), std::string::npos);
  EXPECT_EQ(json.find("original_truncated"), std::string::npos);
  SearchOptions search;
  search.limits.max_words = 50;
  Truncation truncated;
  search.truncated = &truncated;
  ASSERT_TRUE(calls_.index().search({.text = calls_.suspect()}, scratch_, search));
  EXPECT_TRUE(truncated);
  search.limits = {};
  ASSERT_TRUE(calls_.index().search({.text = calls_.suspect()}, scratch_, search));
  EXPECT_FALSE(truncated);
  Reading reading;
  Limits words;
  words.max_words = 50;
  ASSERT_TRUE(calls_.detector().read(calls_.suspect(), scratch_, reading, words));
  EXPECT_EQ(reading.truncated().unread_bytes, comparison->suspect_truncated.unread_bytes);
}

TEST_F(LimitedWords, RefuseWhatWouldTakeTooMuchMemory) {
  Limits limits;
  limits.max_memory = 10'000;
  const auto report = calls_.detector().analyze(calls_.suspect(), scratch_, {.limits = limits});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kTooLarge);
  limits.max_words = 10;
  EXPECT_TRUE(calls_.detector().analyze(calls_.suspect(), scratch_, {.limits = limits}));
}

TEST_F(LimitedWords, KeepTheStrongestFindings) {
  const std::string& text = calls_.suspect();
  const Report all = analyze(text, {});
  ASSERT_GT(all.findings.size(), 20U);
  EXPECT_EQ(all.findings_total, all.findings.size());
  EXPECT_EQ(to_json(all, "a", text).find("findings_total"), std::string::npos);
  for (const std::uint32_t most : {0U, 1U, 10U, 19U}) {
    Limits limits;
    limits.max_findings = most;
    const Report some = analyze(text, limits);
    ASSERT_EQ(some.findings.size(), most);
    EXPECT_EQ(some.findings_total, all.findings.size());
    EXPECT_EQ(some.score, all.score);
    float weakest = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < some.findings.size(); ++i) {
      weakest = std::min(weakest, some.findings[i].evidence_nats);
      EXPECT_TRUE(i == 0 || some.findings[i - 1].end_byte <= some.findings[i].begin_byte);
    }
    std::size_t stronger = 0;
    for (const Finding& f : all.findings) stronger += f.evidence_nats > weakest ? 1 : 0;
    EXPECT_LT(stronger, std::max(most, 1U)) << "a stronger one is left out";
    EXPECT_NE(to_json(some, "a", text).find("\"findings_total\":"), std::string::npos);
  }
}

}  // namespace
}  // namespace despin
