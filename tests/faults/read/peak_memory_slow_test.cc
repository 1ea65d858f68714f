// What a document of a mebibyte takes at most from its file to its JSON: allocated bytes for each
// of its own, counted, whatever it holds.
#include <unistd.h>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "gtest/gtest.h"
#include "tests/support/counted_memory.h"
#include "tests/support/shipped_model.h"

namespace despin {
namespace {

constexpr std::size_t kBytes = std::size_t{1} << 20;
// Words of four bytes that Limits::max_words just lets pass.
constexpr std::size_t kAllRead = 780'000;
constexpr double kMost = 32;
// A text of nothing but swaps is called spun, and then decoded a second time beside the first.
constexpr double kMostOfSwaps = 40;

std::string repeated(std::string_view unit, std::size_t bytes = kBytes) {
  std::string out;
  out.reserve(bytes + unit.size());
  while (out.size() < bytes) out += unit;
  return out;
}

// Words of one to four letters that the model knows, in any order.
std::string short_words(std::size_t bytes = kBytes) {
  constexpr std::string_view kWords[] = {"big", "man", "go",  "run",  "old",  "use",  "way", "day",
                                         "get", "see", "new", "good", "data", "show", "help"};
  std::mt19937 random(4);
  std::string out;
  while (out.size() < bytes) (out += kWords[random() % std::size(kWords)]) += ' ';
  return out;
}

// Of a spun text, in any order: nearly each is likely to have been swapped.
std::string swapped_words() {
  std::ifstream in(DESPIN_SOURCE_DIR "/examples/pages/harbour_spun.txt", std::ios::binary);
  std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
  std::mt19937 random(6);
  std::string out;
  while (out.size() < kBytes) (out += words[random() % words.size()]) += ' ';
  return out;
}

std::string letters() {
  std::mt19937 random(5);
  std::string out;
  while (out.size() < kBytes) (out += static_cast<char>('a' + random() % 26)) += ' ';
  return out;
}

struct Hostile {
  const char* name;
  const char* ending;
  std::function<std::string()> make;
  double most = kMost;
};

void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

class PeakMemory : public testing::TestWithParam<Hostile> {
 protected:
  // Reads and judges all that is in a file; returns the number of documents and errors.
  static std::size_t judge(const Detector& detector, const std::string& path) {
    auto reader = Reader::open(path);
    if (!reader) return 1;
    std::size_t items = 0;
    RawRecord record;
    for (;;) {
      const auto more = reader->next(record);
      if (more && !*more) return items;
      ++items;
      if (!more) continue;
      const auto document = read_document(record);
      if (!document) continue;
      Workspace scratch;
      const auto report = detector.analyze(document->text, scratch);
      if (!report) continue;
      std::size_t bytes = 0;
      const auto written =
          to_json(*report, "a", *document, [&](std::string_view piece) { bytes += piece.size(); });
      EXPECT_TRUE(written);
      EXPECT_GT(bytes, 100U);
    }
  }
};

TEST_P(PeakMemory, IsBoundedByTheBytes) {
  if (!counted_memory::available()) GTEST_SKIP() << "malloc() is another's";
  const auto detector = Detector::open(kShippedModel);
  ASSERT_TRUE(detector) << detector.error().message;
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("despin_peak_" + std::to_string(::getpid()) + GetParam().ending))
                               .string();
  {
    const std::string bytes = GetParam().make();
    std::ofstream(path, std::ios::binary).write(bytes.data(), std::ssize(bytes));
  }
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  ASSERT_GE(size, 0.7 * kBytes);
  counted_memory::begin();
  EXPECT_GT(judge(*detector, path), 0U);
  const double ratio = static_cast<double>(counted_memory::peak()) / size;
  std::filesystem::remove(path);
  std::printf("%-24s %6.1f bytes a byte\n", GetParam().name, ratio);
  EXPECT_LT(ratio, GetParam().most);
  EXPECT_GT(ratio, 0.01) << "nothing was counted";
}

INSTANTIATE_TEST_SUITE_P(
    Of, PeakMemory,
    testing::Values(
        Hostile{"one word", ".txt", [] { return repeated("the "); }},
        Hostile{"short words", ".txt", [] { return short_words(); }},
        Hostile{"letters", ".txt", [] { return letters(); }},
        Hostile{"one word, all read", ".txt", [] { return repeated("the ", kAllRead); }},
        Hostile{"short words, all read", ".txt", [] { return short_words(kAllRead); }},
        Hostile{"swapped words", ".txt", [] { return swapped_words(); }, kMostOfSwaps},
        Hostile{"a long word", ".txt", [] { return std::string(kBytes, 'a'); }},
        Hostile{"numbers", ".txt", [] { return repeated("1 "); }},
        Hostile{"lines", ".txt", [] { return repeated("a\n"); }},
        Hostile{"commas", ".txt", [] { return repeated("a,"); }},
        Hostile{"quotations", ".txt", [] { return repeated("\"a\" "); }},
        Hostile{"invisible characters", ".txt", [] { return repeated("a\u200Bb "); }},
        Hostile{"open brackets", ".jsonl", [] { return std::string(kBytes, '['); }},
        Hostile{"nested brackets", ".jsonl",
                [] { return std::string(kBytes / 2, '[') + std::string(kBytes / 2, ']'); }},
        Hostile{"a list of numbers", ".jsonl",
                [] { return "{\"text\":\"a\",\"x\":[" + repeated("1,") + "1]}"; }},
        Hostile{"a list of lists", ".jsonl",
                [] { return "{\"text\":\"a\",\"x\":[" + repeated("[],") + "1]}"; }},
        Hostile{"substitutions", ".jsonl",
                [] {
                  return "{\"text\":\"a\",\"substitutions\":[" + repeated("[\"\",\"\"],") + "1]}";
                }},
        Hostile{"short records", ".jsonl", [] { return repeated("{\"text\":\"a\"}\n"); }},
        Hostile{"a row of commas", ".csv", [] { return "id,text\n" + std::string(kBytes, ','); }},
        Hostile{"a head of commas", ".csv", [] { return std::string(kBytes, ',') + "\n"; }},
        Hostile{"attributes", ".html", [] { return "<p " + repeated("a=1 ") + ">a"; }},
        Hostile{"entities", ".html", [] { return "<p>" + repeated("&amp;"); }},
        Hostile{"JSON-LD", ".html",
                [] {
                  return "<script type=\"application/ld+json\">[" + repeated("[],") +
                         "1]</script><p>a";
                }},
        Hostile{"nested <div>", ".html", [] { return repeated("<div>"); }},
        Hostile{"a tree of <p>", ".html", [] { return repeated("<p>some words of it</p>"); }},
        Hostile{"lists of links", ".html",
                [] { return "<ul>" + repeated("<li><a href=/x>word</a></li>"); }},
        Hostile{"formats in each paragraph", ".html",
                [] { return "<b><i><u><s><em><code><tt>" + repeated("<p>some words of it"); }},
        Hostile{"nested <i>", ".html", [] { return repeated("<i>"); }},
        Hostile{"<p>a", ".html", [] { return repeated("<p>a"); }},
        Hostile{"table cells", ".html", [] { return "<table>" + repeated("<tr><td>a"); }}),
    [](const testing::TestParamInfo<Hostile>& hostile) {
      std::string name;
      for (const char c : std::string_view(hostile.param.name)) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
      }
      return name;
    });

}  // namespace
}  // namespace despin
