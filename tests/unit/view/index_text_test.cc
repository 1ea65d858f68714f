// The index on the command line: articles and tables.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/scan/articles.h"
#include "lib/scan/output_file.h"
#include "lib/view/index_text.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class InFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "despin_cli_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  static std::string read(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
  }

  fs::path folder_;
};

using Articles = InFolder;

TEST_F(Articles, ComeOutOfRecordsTextsAndPages) {
  const std::string jsonl =
      write("x.jsonl",
            "{\"id\": \"1\", \"url\": \"u\", \"title\": \"t\", \"date\": \"2019-05-01\", "
            "\"text\": \"one\"}\n\nbroken\n{\"text\": \"two\", \"date\": \"May\"}");
  write("in/a.html",
        "<html><head><title>Page</title><link rel=canonical href='https://a.example/p'></head>"
        "<body><p>It rained.</p></body></html>");
  write("in/b.txt", "It snowed.");
  write("in/c.txt", "");
  std::vector<std::string> seen;
  std::vector<std::string> errors;
  const auto on_error = [&](const std::string& place, const Error&) { errors.push_back(place); };
  const std::vector<std::string> inputs = {jsonl, (folder_ / "in").string()};
  const auto paths = scan::expanded(inputs, on_error);
  ASSERT_EQ(paths.size(), 4U);
  std::uint64_t bytes = 0;
  scan::for_each_article(paths, {.on_article =
                                     [&](const scan::Article& a) {
                                       seen.push_back(a.id + "|" + a.document.url + "|" +
                                                      a.document.title + "|" + a.date + "|" +
                                                      a.document.text);
                                       return true;
                                     },
                                 .on_error = [&](const std::string& place, const Error& error,
                                                 const RawRecord&) { on_error(place, error); },
                                 .on_bytes = [&](std::uint64_t n) { bytes = n; }});
  const std::string in = (folder_ / "in/").string();
  EXPECT_THAT(seen, ElementsAre("1|u|t|2019-05-01|one", "||||two",
                                in + "a.html|https://a.example/p|Page||It rained.",
                                in + "b.txt||||It snowed."));
  EXPECT_THAT(errors, ElementsAre(jsonl + ":3", in + "c.txt"));
  EXPECT_EQ(bytes, scan::total_bytes(paths));
}

TEST_F(Articles, StopWhereTheyAreToldTo) {
  const std::vector<std::string> paths = {
      write("x.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n"), write("b.txt", "three")};
  int seen = 0;
  scan::for_each_article(paths,
                         {.on_article = [&](const scan::Article&) { return ++seen < 2; },
                          .on_error = [](const std::string&, const Error&, const RawRecord&) {}});
  EXPECT_EQ(seen, 2);
}

using OutputFile = InFolder;

TEST_F(OutputFile, IsReplacedWholeOrNotAtAll) {
  const std::string path = write("page.html", "before");
  ASSERT_TRUE(scan::write_file(path, "after"));
  EXPECT_EQ(read(path), "after");
  const auto failed = scan::write_file((folder_ / "none/page.html").string(), "x");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kNotWritten);
  EXPECT_THAT(failed.error().message, HasSubstr("no such folder"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(OutputFile, KeepsLinksAndDevices) {
  const std::string path = write("real.html", "before");
  fs::create_symlink(path, folder_ / "link.html");
  ASSERT_TRUE(scan::write_file((folder_ / "link.html").string(), "after"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.html"));
  EXPECT_EQ(read(path), "after");
  EXPECT_TRUE(scan::write_file("/dev/null", "gone"));
  EXPECT_FALSE(fs::is_regular_file("/dev/null"));
}

TEST_F(OutputFile, IsNoInputAndNoFileOfOthers) {
  const std::string page = write(
      "page.html", "<!DOCTYPE html>\n<meta name=\"generator\" content=\"despin 9\">\n<title>x");
  const std::string letter = write("letter.txt", "mine");
  const std::string empty = write("empty", "");
  const std::string records = write("o.jsonl", "{\"schema\":\"despin.scan/1\",");
  fs::create_symlink(page, folder_ / "link");
  fs::create_hard_link(page, folder_ / "twin");
  const auto code = [](const std::string& path, const std::vector<std::string>& inputs,
                       bool overwrite) {
    const auto allowed = scan::may_become_page(path, inputs, overwrite);
    return allowed ? ErrorCode{} : allowed.error().code;
  };
  EXPECT_EQ(code(page, {letter, empty, "-", "none"}, false), ErrorCode{});
  EXPECT_EQ(code(empty, {letter}, false), ErrorCode{});
  EXPECT_EQ(code((folder_ / "new").string(), {letter}, false), ErrorCode{});
  EXPECT_EQ(code("/dev/null", {"/dev/null"}, false), ErrorCode{});
  EXPECT_EQ(code(letter, {}, false), ErrorCode::kBadInput);
  EXPECT_EQ(code(letter, {}, true), ErrorCode{});
  EXPECT_EQ(code(records, {}, false), ErrorCode::kBadInput);
  for (const char* name : {"page.html", "link", "twin"}) {
    const std::string other = (folder_ / name).string();
    EXPECT_EQ(code(page, {letter, other}, true), ErrorCode::kBadInput) << name;
    EXPECT_EQ(code(other, {page}, true), ErrorCode::kBadInput) << name;
  }
  EXPECT_TRUE(scan::is_records(read(records)));
  EXPECT_FALSE(scan::is_progress(read(records)));
  // What a text says of itself comes after the title.
  EXPECT_FALSE(
      scan::is_page("<!DOCTYPE html><title>x</title>"
                    "<meta name=\"generator\" content=\"despin 9\">"));
}

std::vector<SourceMatch> two_matches() {
  SourceMatch spun;
  spun.id = "42";
  spun.url = "https://a.example/storm";
  spun.title = "Storm barrier holds";
  spun.date = "2019-05-01T10:00:00Z";
  spun.score = 471.4;
  spun.copied = 0.85;
  spun.swapped = 0.26;
  spun.relation = Relation::kSpun;
  SourceMatch verbatim;
  verbatim.id = "https://b.example/1";
  verbatim.url = verbatim.id;
  verbatim.score = 90;
  verbatim.copied = 0.1;
  verbatim.relation = Relation::kVerbatim;
  return {spun, verbatim};
}

TEST(RenderMatches, IsATableOfSources) {
  EXPECT_EQ(render(two_matches(), "s.html", MatchOptions{}),
            "s.html: 2 sources\n"
            "  verdict        copied  swapped    score  source\n"
            "  SPUN COPY        85 %     26 %      471  Storm barrier holds\n"
            "                 2019-05-01, 42, https://a.example/storm\n"
            "  VERBATIM COPY    10 %      0 %       90  https://b.example/1\n");
  EXPECT_EQ(render({}, "s.html", MatchOptions{}), "s.html: no source found\n");
}

TEST(RenderMatches, FitsItsColumns) {
  auto matches = two_matches();
  matches[0].title = std::string(300, 'x');
  for (const std::size_t columns : {40U, 60U, 80U}) {
    std::istringstream out(render(matches, "s", MatchOptions{.columns = columns}));
    for (std::string line; std::getline(out, line);) EXPECT_LE(display_width(line), columns);
  }
}

TEST(RenderReport, NamesTheSources) {
  Report report;
  report.verdict = Verdict::kNotSpun;
  const auto matches = two_matches();
  EXPECT_EQ(render(report, {"s.html", "", "text", &matches}, {}),
            "s.html: not spun  score 0.0\n"
            "  Spun from \u201CStorm barrier holds\u201D: 85 % of the words, 26 % swapped.\n"
            "    2019-05-01, 42, https://a.example/storm\n"
            "  Copied from https://b.example/1: 10 % of the words.\n");
  const std::vector<SourceMatch> none;
  EXPECT_EQ(render(report, {"s.html", "", "text", &none}, {}), "s.html: not spun  score 0.0\n");
  report.verdict = Verdict::kSpun;
  EXPECT_THAT(render(report, {"s.html", "", "text", &none}, {}),
              HasSubstr("The index has no source of it"));
  EXPECT_THAT(render(report, {"s.html", "", "text"}, {}),
              Not(HasSubstr("The index has no source of it")));
}

TEST(RenderStatistics, SaysWhatIsHeldAndWhatMoreWouldTake) {
  IndexStatistics statistics;
  statistics.documents = 2000;
  statistics.words = 800000;
  statistics.bytes = 1000000;
  statistics.parts = {{"terms", 400000}, {"documents", 600000}};
  statistics.segments = {{"1.segment", 1500, 800000, ""}, {"2.segment", 500, 200000, "is cut"}};
  const std::string out = render(statistics, "x.index", 1000000);
  EXPECT_THAT(out, HasSubstr("x.index: 2,000 documents, 800,000 words, 1.00 MB\n"));
  EXPECT_THAT(out, HasSubstr("  terms                 400,000       200.0\n"));
  EXPECT_THAT(out, HasSubstr("  2.segment                 500           200,000  corrupt\n"));
  EXPECT_THAT(out, HasSubstr("  1,000,000 documents like these would take "));
  const std::string json = to_json(statistics, "x.index", 1000000);
  EXPECT_THAT(json, HasSubstr("\"parts\":{\"terms\":400000,\"documents\":600000}"));
  EXPECT_THAT(json, HasSubstr("\"damage\":\"is cut\""));
  EXPECT_EQ(json.find('\n'), json.npos);
  EXPECT_THAT(render(IndexStatistics{}, "x", 1000), HasSubstr("none yet"));
}

TEST(Sized, GivesThreeDigits) {
  EXPECT_EQ(sized(0), "0 bytes");
  EXPECT_EQ(sized(999), "999 bytes");
  EXPECT_EQ(sized(1000), "1.00 kB");
  EXPECT_EQ(sized(12345), "12.3 kB");
  EXPECT_EQ(sized(571400000), "571 MB");
  EXPECT_EQ(sized(999600), "1.00 MB");
  EXPECT_EQ(sized(~std::uint64_t{0}), "18447 PB");
}

TEST(Matches, SayWhatOfTheSuspectWasNotRead) {
  MatchOptions options;
  EXPECT_EQ(render(std::span<const SourceMatch>(), "a", options), "a: no source found\n");
  options.truncated = {.read_bytes = 1400000, .unread_bytes = 600000};
  const std::string shown = render(std::span<const SourceMatch>(), "a", options);
  EXPECT_THAT(shown, HasSubstr("a: no source found\n  Only its first 1,400,000 bytes were read"));
  EXPECT_THAT(shown, HasSubstr("600,000 more"));
  EXPECT_THAT(shown, HasSubstr("--max-words"));
  Report report;
  EXPECT_THAT(render(report, RenderedDocument(), {}), Not(HasSubstr("bytes were read")));
  report.truncated = options.truncated;
  EXPECT_THAT(render(report, RenderedDocument(), {}), HasSubstr("600,000 more"));
}

}  // namespace
}  // namespace despin::view
