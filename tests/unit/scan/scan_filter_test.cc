#include "lib/scan/scan_filter.h"

#include <string>

#include "gtest/gtest.h"

namespace despin::scan {
namespace {

ScanItem item_at(const std::string& path, std::uint64_t number) {
  ScanItem item;
  item.position.path = path;
  item.position.place.number = number;
  return item;
}

int sampled(double share, const std::string& path) {
  ScanOptions options;
  options.sample = share;
  const ScanFilter filter(options);
  int count = 0;
  for (std::uint64_t i = 1; i <= 10'000; ++i) count += filter.sampled(item_at(path, i));
  return count;
}

TEST(ScanFilter, SamplesItsShare) {
  EXPECT_EQ(sampled(1, "a.warc"), 10'000);
  EXPECT_EQ(sampled(0, "a.warc"), 0);
  // Five standard deviations.
  EXPECT_NEAR(sampled(0.1, "a.warc"), 1000, 150);
  EXPECT_NEAR(sampled(0.5, "a.warc"), 5000, 250);
}

TEST(ScanFilter, SamplesTheSameEveryTimeAndASmallerShareOutOfALarger) {
  ScanOptions tenth;
  tenth.sample = 0.1;
  ScanOptions half;
  half.sample = 0.5;
  const ScanFilter few(tenth);
  const ScanFilter many(half);
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    const ScanItem item = item_at("a.warc", i);
    EXPECT_EQ(few.sampled(item), ScanFilter(tenth).sampled(item));
    EXPECT_LE(few.sampled(item), many.sampled(item));
  }
}

// Else of files with one document each all or none would be taken.
TEST(ScanFilter, SamplesFilesAsWellAsRecords) {
  ScanOptions options;
  options.sample = 0.3;
  const ScanFilter filter(options);
  int count = 0;
  for (int i = 0; i < 10'000; ++i) count += filter.sampled(item_at(std::to_string(i), 1));
  EXPECT_NEAR(count, 3000, 230);
}

TEST(ScanFilter, TakesALanguageWithAllItsCountries) {
  ScanOptions options;
  options.language = "en";
  const ScanFilter filter(options);
  Document document;
  for (const char* language : {"", "en", "en-GB", "EN_us", "En"}) {
    document.language = language;
    EXPECT_TRUE(filter.speaks({}, document)) << language;
  }
  for (const char* language : {"de", "eng", "e", "de-en"}) {
    document.language = language;
    EXPECT_FALSE(filter.speaks({}, document)) << language;
  }
  const ScanOptions any;
  EXPECT_TRUE(ScanFilter(any).speaks({}, document));
}

TEST(ScanFilter, BelievesTheTextRatherThanThePage) {
  ScanOptions options;
  options.language = "en-US";
  const ScanFilter filter(options);
  Document document;
  document.language = "en";
  EXPECT_FALSE(filter.speaks({"fr", 0.9}, document));
  document.language = "fr";
  EXPECT_TRUE(filter.speaks({"en", 0.9}, document));
}

TEST(ScanFilter, WantsTheVerdictsAskedFor) {
  Report report;
  report.verdict = Verdict::kNotSpun;
  ScanOptions options;
  EXPECT_TRUE(ScanFilter(options).wants(report, false));
  options.only = {"spun", "source"};
  EXPECT_FALSE(ScanFilter(options).wants(report, false));
  EXPECT_TRUE(ScanFilter(options).wants(report, true));
  report.verdict = Verdict::kSpun;
  EXPECT_TRUE(ScanFilter(options).wants(report, false));
  options.only = {"not_spun"};
  EXPECT_FALSE(ScanFilter(options).wants(report, true));
  options.only = {"abstain"};
  report.verdict = Verdict::kAbstain;
  EXPECT_TRUE(ScanFilter(options).wants(report, false));
}

TEST(ScanFilter, CountsEveryReasonApart) {
  ScanCounts counts;
  Report report;
  report.words = 10;
  report.verdict = Verdict::kSpun;
  count(report, true, counts);
  report.verdict = Verdict::kNotSpun;
  count(report, false, counts);
  report.verdict = Verdict::kAbstain;
  report.abstain_reason = AbstainReason::kTooShort;
  count(report, false, counts);
  report.abstain_reason = AbstainReason::kNotEnglish;
  count(report, false, counts);
  EXPECT_EQ(counts.spun, 1U);
  EXPECT_EQ(counts.not_spun, 1U);
  EXPECT_EQ(counts.abstained.size(), 2U);
  EXPECT_EQ(counts.with_source, 1U);
  EXPECT_EQ(counts.words, 40U);
  EXPECT_EQ(counts.documents(), 4U);
}

}  // namespace
}  // namespace despin::scan
