#include "lib/record/scan_line.h"

#include <nlohmann/json.hpp>
#include <string>

#include "gtest/gtest.h"

namespace despin::record {
namespace {

using Json = nlohmann::ordered_json;

struct Made {
  RawRecord raw;
  Document document;
  Report report;

  Json line(const std::vector<SourceMatch>* sources = nullptr) const {
    const std::string line = scan_line(raw, "an id", document, report, sources);
    EXPECT_EQ(line.back(), '\n');
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    EXPECT_FALSE(json.is_discarded()) << line;
    return json;
  }
  void find(const std::string& written) {
    const std::size_t at = document.text.find(written);
    ASSERT_NE(at, std::string::npos);
    Finding finding;
    finding.begin_byte = static_cast<std::uint32_t>(at);
    finding.end_byte = static_cast<std::uint32_t>(at + written.size());
    finding.likely_originals = {"}],\"contributions\":[{", "b\\"};
    report.findings.push_back(finding);
  }
};

Made made() {
  Made made;
  made.raw.name = "in/a.warc";
  made.raw.place = {.number = 3, .byte = 77};
  made.document.text = "It was the best of {times},\n\n\"it\" was \\the\\ worst of ]times[ indeed.";
  made.document.title = "A \"title\",\"verdict\":\"spun\",\"findings\":[";
  made.report.verdict = Verdict::kNotSpun;
  made.report.contributions.push_back({});
  return made;
}

TEST(ScanLine, IsTheReportWithItsPlaceAndWords) {
  Made m = made();
  m.find("{times}");
  m.find("\\the\\");
  m.find("]times[");
  const Json json = m.line();
  EXPECT_EQ(json["schema"], "despin.scan/1");
  EXPECT_EQ(json["input"], "in/a.warc");
  EXPECT_EQ(json["number"], 3);
  EXPECT_EQ(json["byte"], 77);
  EXPECT_EQ(json["id"], "an id");
  EXPECT_EQ(json["title"], m.document.title);
  EXPECT_FALSE(json.contains("url"));
  EXPECT_FALSE(json.contains("contributions"));
  ASSERT_EQ(json["findings"].size(), 3U);
  EXPECT_EQ(json["findings"][0]["before"], "It was the best of ");
  EXPECT_EQ(json["findings"][1]["after"], " worst of ]times[ indeed.");
  EXPECT_EQ(json["findings"][2]["before"],
            "It was the best of {times}, \"it\" was \\the\\ worst of ");
  // All else is the report's own.
  Json report = Json::parse(despin::to_json(m.report, "an id", m.document));
  report.erase("contributions");
  for (const auto& [name, value] : report.items()) {
    if (name == "schema") continue;
    if (name != "findings") {
      EXPECT_EQ(json[name], value) << name;
      continue;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      for (const auto& [key, of] : value[i].items()) EXPECT_EQ(json[name][i][key], of) << key;
    }
  }
}

TEST(ScanLine, HasNoFindingsOrAReasonToAbstain) {
  Made m = made();
  EXPECT_TRUE(m.line()["findings"].empty());
  m.report.contributions.clear();
  m.report.verdict = Verdict::kAbstain;
  m.report.abstain_reason = AbstainReason::kTooShort;
  EXPECT_EQ(m.line()["abstain_reason"], "too_short");
}

TEST(ScanLine, SaysTheDateInOneFormAsFarAsItCanBeRead) {
  Made m = made();
  const std::pair<const char*, const char*> cases[] = {
      {"Tue, 05 Jan 2021 10:00:00 GMT", "2021-01-05"},
      {"Jan 5, 2021", "2021-01-05"},
      {"2021-01-05T10:00:00+01:00", "2021-01-05T10:00:00+01:00"},
      {"1609459200", "2021-01-01"},
      {"2021", "2021"},
      {"last Monday", "last Monday"}};
  for (const auto& [written, said] : cases) {
    m.document.date = written;
    EXPECT_EQ(m.line()["date"], said) << written;
  }
  m.document.date.clear();
  EXPECT_FALSE(m.line().contains("date"));
}

TEST(ScanLine, HasSourcesOnlyIfTheyWereLookedFor) {
  const Made m = made();
  EXPECT_FALSE(m.line().contains("sources"));
  std::vector<SourceMatch> sources;
  EXPECT_EQ(m.line(&sources)["sources"], Json::array());
  sources.emplace_back();
  sources[0].id = "the original";
  EXPECT_EQ(m.line(&sources)["sources"][0]["id"], "the original");
}

TEST(ScanLine, CutsContextsAtWordsAndCharacters) {
  Made m = made();
  std::string endless;
  for (int i = 0; i < 100; ++i) endless += "\xC3\xA9";
  m.document.text = endless + "x" + endless;
  m.find("x");
  const Json finding = m.line()["findings"][0];
  const std::string before = finding["before"];
  const std::string after = finding["after"];
  EXPECT_EQ(before.size(), 60U);
  EXPECT_EQ(after.size(), 60U);
  EXPECT_EQ(before.substr(0, 2), "\xC3\xA9");
  EXPECT_EQ(after.substr(58), "\xC3\xA9");
}

TEST(ScanLine, SaysWhatCouldNotBeRead) {
  Made m = made();
  m.raw.name = "in/\xFF.txt";
  m.raw.url = "https://a.example/";
  const std::string line = scan_line(m.raw, Error{ErrorCode::kTruncated, "cut \"short\""});
  const Json json = Json::parse(line);
  EXPECT_EQ(json["input"], "in/\xEF\xBF\xBD.txt");
  EXPECT_EQ(json["url"], "https://a.example/");
  EXPECT_EQ(json["error"]["code"], "truncated");
  EXPECT_EQ(json["error"]["message"], "cut \"short\"");
  EXPECT_FALSE(json["error"].contains("line"));
  EXPECT_FALSE(json.contains("verdict"));
  Error error{ErrorCode::kBadInput, "bad"};
  error.line = 7;
  EXPECT_EQ(Json::parse(scan_line(m.raw, error))["error"]["line"], 7);
}

}  // namespace
}  // namespace despin::record
