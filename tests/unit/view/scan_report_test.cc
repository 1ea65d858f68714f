// A scan summed up: what is counted, what is kept, how it is printed.
#include <algorithm>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/scan/bounded_counts.h"
#include "lib/view/report_excerpt.h"
#include "lib/view/report_page.h"
#include "lib/view/report_text.h"
#include "lib/view/terminal.h"
#include "tests/support/count_of.h"
#include "tests/support/made_scan.h"

namespace despin::view {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

const ReportedInputs kInputs{{"out.jsonl"}, 0};

std::string message_of(const std::string& line) {
  const auto record = scan::read_scan_record(line);
  return record ? "read" : record.error().message;
}

std::string site_of_url(const std::string& url) {
  scan::ScanRecord record;
  record.url = url;
  record.input = "crawl.warc.gz";
  return scan::site_of(record);
}

TEST(ScanRecord, ReadsWhatIsThereAndNoMore) {
  const auto record =
      scan::read_scan_record(R"({"schema":"despin.scan/1","verdict":"spun","new":[1]})");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->verdict, Verdict::kSpun);
  EXPECT_FALSE(record->score.has_value());
  EXPECT_TRUE(
      scan::read_scan_record(R"({"schema":"despin.report/1","id":"a","verdict":"not_spun"})"));
  const auto odd = scan::read_scan_record(
      R"({"schema":"despin.scan/1","verdict":"abstain","score":"9","findings":{"a":1},)"
      R"("sources":[3],"swap_rate":7,"words":-4,"title":["x"],"byte":1e300})");
  ASSERT_TRUE(odd);
  EXPECT_FALSE(odd->score.has_value());
  EXPECT_EQ(odd->swap_rate, 1);
  EXPECT_EQ(odd->words, 0U);
  EXPECT_EQ(odd->title, "");
}

TEST(ScanRecord, SaysWhatIsWrongAndQuotesNothing) {
  EXPECT_THAT(message_of("secret"), HasSubstr("not a JSON object"));
  EXPECT_THAT(message_of(R"(["secret"])"), HasSubstr("not a JSON object"));
  EXPECT_THAT(message_of(R"({"schema":"despin.scan/2"})"), HasSubstr("another version"));
  EXPECT_THAT(message_of(R"({"schema":"secret/1"})"), HasSubstr("another schema"));
  EXPECT_THAT(message_of(R"({"text":"secret"})"), HasSubstr("without a schema"));
  EXPECT_THAT(message_of(R"({"schema":"despin.scan/1","verdict":"secret"})"),
              HasSubstr("without verdict and error"));
  EXPECT_THAT(message_of(R"({"schema":"secret/1"})"), Not(HasSubstr("secret")));
  EXPECT_THAT(message_of(std::string(100000, '[')), HasSubstr("not a JSON object"));
}

TEST(ScanRecord, CutsWhatIsLongBetweenCharacters) {
  std::string umlauts;
  for (int i = 0; i < 2000; ++i) umlauts += "ä";
  ScanJson json = made_document("spun", 1, "https://a.example/" + umlauts, "x" + umlauts);
  json["findings"].push_back(made_finding(0, "y" + umlauts, "z", umlauts + "b", "a" + umlauts));
  const auto record = scan::read_scan_record(json.dump());
  ASSERT_TRUE(record);
  EXPECT_LT(record->title.size(), 600U);
  EXPECT_TRUE(record->title.ends_with("ä…"));
  EXPECT_FALSE(record->url.starts_with("https:"));  // half an address is none
  const scan::ScanFinding& finding = record->findings.front();
  EXPECT_LT(finding.written.size() + finding.before.size() + finding.after.size(), 900U);
  EXPECT_TRUE(finding.before.starts_with("ä"));
  EXPECT_TRUE(finding.before.ends_with("äb"));
  EXPECT_TRUE(finding.after.ends_with("ä"));
}

TEST(ScanRecord, KnowsTheSite) {
  EXPECT_EQ(site_of_url("https://WWW.News.Example:8080/a?b"), "news.example");
  EXPECT_EQ(site_of_url("http://user:x@news.example."), "news.example");
  EXPECT_EQ(site_of_url("https://www.example"), "www.example");
  EXPECT_EQ(site_of_url("http://[::1]:80/x"), "[::1]");
  EXPECT_EQ(site_of_url("not an address"), "crawl.warc.gz");
  scan::ScanRecord record;
  record.input = "pages/a/b.html";
  EXPECT_EQ(scan::site_of(record), "pages/a/");
  record.input = "b.html";
  EXPECT_EQ(scan::site_of(record), "./");
  record.input = "-";
  EXPECT_EQ(scan::site_of(record), "standard input");
  record.input.clear();
  EXPECT_EQ(scan::site_of(record), "no site");
}

TEST(BoundedCounts, IsExactUpToItsCapacity) {
  scan::BoundedCounts<std::uint64_t> counts(4);
  for (const char* name : {"a", "b", "c", "d", "a", "b", "a"}) ++counts.at(name);
  EXPECT_TRUE(counts.exact());
  EXPECT_THAT(counts.heaviest(3), ElementsAre(Pair("a", 3), Pair("b", 2), Pair("c", 1)));
}

TEST(BoundedCounts, KeepsTheHeavyAndTheSum) {
  scan::BoundedCounts<std::uint64_t> counts(16);
  std::uint64_t added = 0;
  for (int i = 0; i < 1000; ++i) {
    ++counts.at("often");
    ++counts.at(std::to_string(i));
    added += 2;
    ASSERT_LE(counts.size(), 16U);
  }
  EXPECT_FALSE(counts.exact());
  EXPECT_EQ(counts.names(), 16U);  // at least
  EXPECT_THAT(counts.heaviest(1), ElementsAre(Pair("often", 1000)));
  std::uint64_t sum = counts.rest();
  for (const auto& [name, count] : counts.heaviest(100)) sum += count;
  EXPECT_EQ(sum, added);
}

TEST(Histogram, CountsInSteps) {
  scan::Histogram histogram(0, 0.02, 50);
  for (const double value : {-1.0, 0.0, 0.28, 0.281, 5.0}) histogram.add(value);
  EXPECT_EQ(histogram.bins()[0], 2U);
  EXPECT_EQ(histogram.bins()[14], 2U);
  EXPECT_EQ(histogram.bins()[49], 1U);
  EXPECT_NEAR(histogram.quantile(0.5), 0.30, 1e-9);
}

TEST(Figures, CountVerdictsReasonsSitesAndSwaps) {
  const scan::ScanFigures figures = made_figures();
  EXPECT_EQ(figures.counts.all(), 41U);
  EXPECT_EQ(figures.counts.spun, 20U);
  EXPECT_EQ(figures.counts.not_spun, 16U);
  EXPECT_EQ(figures.counts.abstained, 4U);
  EXPECT_EQ(figures.counts.errors, 1U);
  EXPECT_THAT(figures.abstain_reasons, ElementsAre(Pair("too_short", 4)));
  EXPECT_THAT(figures.error_codes, ElementsAre(Pair("bad_input", 1)));
  EXPECT_EQ(figures.months.size(), 9U);
  ASSERT_EQ(figures.sites.entries.size(), 4U);
  EXPECT_EQ(figures.sites.entries[0].first, "b.example");
  EXPECT_EQ(figures.sites.entries[0].second.spun, 10U);
  EXPECT_EQ(figures.sites.entries[3].first, "pages/");
  ASSERT_EQ(figures.swaps.size(), 2U);
  EXPECT_EQ(figures.swaps[0].written, "bash");
  EXPECT_EQ(figures.swaps[0].original, "party");
  EXPECT_EQ(figures.swaps[0].counts.documents, 20U);
  EXPECT_EQ(figures.copies, 20U);
  ASSERT_EQ(figures.sources.entries.size(), 1U);
  EXPECT_EQ(figures.sources.entries[0].second.documents, 20U);
  EXPECT_EQ(figures.scores.of(Verdict::kSpun).total(), 20U);
}

TEST(Figures, KeepTheWorstSpunOnesFirst) {
  scan::FigureCounter counter({.documents = 3, .lists = 1});
  add_line(counter, made_document("not_spun", 9, "https://a.example/high"));
  add_line(counter, made_document("spun", 2, "https://a.example/2"));
  ScanJson copy = made_document("not_spun", 1, "https://a.example/copy");
  copy["sources"] = {{{"id", "o"}, {"verdict", "verbatim"}, {"copied", 1}}};
  add_line(counter, copy);
  add_line(counter, made_document("spun", 5, "https://a.example/5"));
  add_line(counter, made_document("spun", 5, "https://a.example/5-later"));
  const auto urls = [&] {
    std::vector<std::string> list;
    for (const scan::ScanRecord& record : counter.figures().worst) list.push_back(record.url);
    return list;
  };
  EXPECT_THAT(urls(), ElementsAre("https://a.example/5", "https://a.example/5-later",
                                  "https://a.example/2"));
  scan::FigureCounter two({.documents = 2, .lists = 1});
  add_line(two, made_document("not_spun", 9, "https://a.example/high"));
  add_line(two, copy);
  EXPECT_EQ(two.figures().worst.front().url, "https://a.example/copy");
}

TEST(Figures, KeepTheStrongestFindingsInTheirOrder) {
  scan::FigureCounter counter({.documents = 1, .lists = 1});
  ScanJson json = made_document("spun", 2, "https://a.example/");
  for (std::size_t i = 0; i < 100; ++i) {
    json["findings"].push_back(
        made_finding(10 * i, "w", "o", "", "", i % 2 == 0 ? 5 : static_cast<double>(i) / 100));
  }
  add_line(counter, json);
  const scan::ScanRecord record = counter.figures().worst.front();
  EXPECT_EQ(record.findings_found, 100U);
  ASSERT_EQ(record.findings.size(), scan::kMaxFindingsKept);
  for (std::size_t i = 0; i < record.findings.size(); ++i) {
    EXPECT_EQ(record.findings[i].evidence_nats, 5);
    EXPECT_EQ(record.findings[i].begin_byte, 20 * i);
  }
}

TEST(Figures, CountASwapOncePerDocumentWhateverItsCaseAndSpace) {
  scan::FigureCounter counter({.documents = 1, .lists = 9});
  ScanJson json = made_document("spun", 2, "https://a.example/");
  json["findings"] = {made_finding(0, "Get  Right", "Access"),
                      made_finding(20, "get\nright", "access")};
  add_line(counter, json);
  const scan::ScanFigures figures = counter.figures();
  ASSERT_EQ(figures.swaps.size(), 1U);
  EXPECT_EQ(figures.swaps[0].written, "get right");
  EXPECT_EQ(figures.swaps[0].counts, (scan::SwapCounts{1, 2}));
}

// "At the big bash the mayor said withinside the harbour."
TEST(Excerpts, JoinsContextsThatMeet) {
  const auto joined = [](const std::string& after, const std::string& before,
                         std::size_t right = 31) {
    scan::ScanRecord record;
    ScanJson json = made_document("spun", 1, "");
    json["findings"] = {made_finding(11, "bash", "party", "At the big ", after),
                        made_finding(right, "withinside", "in", before, " the harbour.")};
    const auto read = scan::read_scan_record(json.dump());
    std::string out;
    for (const Excerpt& excerpt : excerpts_of(read->findings)) {
      for (const ExcerptPiece& piece : excerpt.pieces) {
        out += piece.finding == nullptr ? piece.text : "[" + piece.text + "]";
      }
      out += "|";
    }
    return out;
  };
  const std::string whole = "At the big [bash] the mayor said [withinside] the harbour.|";
  EXPECT_EQ(joined(" the mayor said ", " the mayor said "), whole);
  EXPECT_EQ(joined(" the mayor said withins", "big bash the mayor said "), whole);
  EXPECT_EQ(joined(" the mayor", "yor said "), whole);
  EXPECT_EQ(joined(" the may", "or said "), whole);
  EXPECT_EQ(joined(" the mayor said ", " the mayor said ", 33), whole);  // two blanks became one
  EXPECT_EQ(joined(" the mayor said withins", "big bash the mayor said ", 40), whole);
  EXPECT_EQ(joined(" the mayor sai", " mayor said ", 35), whole);
  // Two gaps, and two that contradict each other.
  EXPECT_EQ(joined(" the", "said "), "At the big [bash] the|said [withinside] the harbour.|");
  EXPECT_EQ(joined(" the mayor xxxx ", " the mayor said "),
            "At the big [bash] the mayor xxxx | the mayor said [withinside] the harbour.|");
}

TEST(ReportText, FitsTheColumns) {
  scan::ScanFigures figures = made_figures();
  figures.worst[0].title = std::string(300, 'x') + "\x1b[2J";
  figures.errors[0].error_message = std::string(300, 'y');
  figures.sites.entries[0].first = "\xE7\xAB\x99" + std::string(90, 'z');
  for (const std::size_t columns : {40U, 80U, 120U}) {
    const std::string text = render(figures, kInputs, {.columns = columns, .color = false});
    EXPECT_EQ(text.find('\x1b'), text.npos);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(display_width(line), columns) << line;
    }
  }
  const std::string text = render(made_figures(), kInputs, {});
  EXPECT_THAT(text, HasSubstr("out.jsonl: 41 documents of 4 sites, of 2019-01 to 2019-09"));
  EXPECT_THAT(text, HasSubstr("too short 4"));
  EXPECT_THAT(text, HasSubstr("bash <- party"));
  EXPECT_THAT(text, HasSubstr("pages/broken.html: an empty document"));
  EXPECT_THAT(render(made_figures(), kInputs, {.color = true}), HasSubstr("\x1b["));
  EXPECT_THAT(render(scan::ScanFigures(), kInputs, {}), HasSubstr("0 documents"));
}

// Reasons and codes are of the record, which may be of anyone's making.
TEST(ReportText, SendsNoControlCharactersOfReasonsAndCodes) {
  scan::ScanFigures figures = made_figures();
  figures.abstain_reasons = {{"\x1b]0;title\x07\x1b[2J", 3}};
  figures.error_codes = {{"\x1b[31mred", 2}};
  const std::string text = render(figures, kInputs, {.color = false});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
  EXPECT_THAT(text, HasSubstr("red 2"));
}

TEST(ReportJson, HoldsTheSameFigures) {
  const auto json = nlohmann::json::parse(to_json(made_figures(), {{"a", "b"}, 3}));
  EXPECT_EQ(json["schema"], "despin.summary/1");
  EXPECT_EQ(json["broken_lines"], 3);
  EXPECT_EQ(json["documents"], 41);
  EXPECT_EQ(json["spun"], 20);
  EXPECT_EQ(json["sites"]["list"][0]["site"], "b.example");
  EXPECT_EQ(json["sites"]["exact"], true);
  EXPECT_EQ(json["swaps"]["list"][0]["written"], "bash");
  EXPECT_EQ(json["worst"].size(), 30U);
  EXPECT_EQ(json["worst"][0]["score"], 12.5);
  EXPECT_EQ(json["error_list"][0]["code"], "bad_input");
}

TEST(ReportPage, IsWholeAndLoadsNothing) {
  for (const scan::ScanFigures& figures : {made_figures(), scan::ScanFigures()}) {
    const std::string page = report_page(figures, kInputs);
    EXPECT_TRUE(page.ends_with("</html>\n"));
    EXPECT_THAT(page, Not(HasSubstr("{{")));
    EXPECT_TRUE(std::regex_search(
        page, std::regex("content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; "
                         "script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; "
                         "form-action 'none'\"")));
    for (const std::string_view part : {" src=", "<link", "<iframe", "<img", "url(", "@import",
                                        "fetch(", " style=", " onclick="}) {
      EXPECT_EQ(count_of(page, part), 0U) << part;
    }
  }
}

TEST(ReportPage, ShowsFindingsInContext) {
  const std::string page = report_page(made_figures(), kInputs);
  EXPECT_THAT(page, HasSubstr("20 of 40 documents are spun"));
  EXPECT_THAT(page,
              HasSubstr("big <ruby><span class=\"w\">bash</span><rp> (</rp><rt>party</rt>"
                        "<rp>)</rp></ruby> the mayor said <ruby><span class=\"w\">withinside"));
  EXPECT_THAT(page, HasSubstr("<a href=\"https://wire.example/1\" "
                              "rel=\"noopener noreferrer nofollow\">The harbour opens</a>"));
  EXPECT_EQ(count_of(page, "<tbody data-score="), 30U);
}

TEST(ReportPage, EscapesWhateverTheRecordsHold) {
  const std::string hostile = "\"'></script><script>alert(1)</script>{{lists}}\x01\xE2\x80\xAE&lt;";
  scan::FigureCounter counter({.documents = 9, .lists = 9});
  ScanJson json = made_document("spun", 3, "javascript:alert(1)//" + hostile, hostile);
  for (const char* key : {"input", "id", "author", "date", "language"}) json[key] = hostile;
  json["findings"].push_back(made_finding(40, hostile, hostile, hostile, hostile));
  json["sources"] = {{{"id", hostile},
                      {"url", "data:text/html," + hostile},
                      {"title", hostile},
                      {"date", hostile},
                      {"copied", 0.5},
                      {"verdict", hostile}}};
  add_line(counter, json);
  json["url"] = "https://" + hostile + ".example/\" onclick=x";
  add_line(counter, json);
  json["verdict"] = "abstain";
  json["abstain_reason"] = hostile;
  add_line(counter, json);
  add_line(counter, made_error(hostile, hostile, hostile));
  const std::string page = report_page(counter.figures(), {{hostile}, 1});
  EXPECT_EQ(count_of(page, "<script>"), 1U);
  EXPECT_EQ(count_of(page, "</script>"), 1U);
  EXPECT_EQ(count_of(page, "href=\"javascript"), 0U);
  EXPECT_EQ(count_of(page, "href=\"data"), 0U);
  EXPECT_EQ(count_of(page, "\" onclick"), 0U);
  EXPECT_EQ(page.find_first_of(std::string_view("\x01\x00", 2)), page.npos);
  EXPECT_EQ(count_of(page, "\xE2\x80\xAE"), 0U);
  EXPECT_THAT(page, HasSubstr("{{lists}}"));  // of the records, left alone
}

}  // namespace
}  // namespace despin::view
