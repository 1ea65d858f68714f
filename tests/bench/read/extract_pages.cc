// tests/bench/read/extract_pages.cc - reads every page of a folder, and times it.
//
//   extract_pages [--rounds N] FOLDER > texts.jsonl 2> summary.json
//
// The pages are FOLDER/*/source.html, all loaded beforehand. Prints {"page", "text"} for
// each; the summary says pages a second of one core's time and milliseconds a page of
// parsing and of finding the content alone, each from the fastest of N rounds (5).
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/read/html_blocks.h"
#include "lib/read/html_tree.h"
#include "lib/read/main_content.h"

namespace {

struct Source {
  std::string name;
  std::string bytes;
};

std::vector<Source> load(const std::filesystem::path& folder) {
  std::vector<Source> pages;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path() / "source.html", std::ios::binary);
    if (!in) continue;
    pages.push_back({entry.path().filename().string(),
                     {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
  }
  std::sort(pages.begin(), pages.end(),
            [](const Source& a, const Source& b) { return a.name < b.name; });
  return pages;
}

// Seconds of the processor, which others on the machine disturb less than the clock's.
double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::string text_of(const Source& page) {
  const auto document =
      despin::read_document(page.bytes, {.name = "page.html", .content_type = {}});
  return document ? document->text : std::string();
}

// How long `work` takes on all pages, in the fastest of some rounds.
template <typename Work>
double fastest(int rounds, const std::vector<Source>& pages, const Work& work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double begin = seconds();
    for (std::size_t i = 0; i < pages.size(); ++i) work(i);
    best = std::min(best, seconds() - begin);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  int rounds = 5;
  std::string folder;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--rounds" && i + 1 < arguments.size()) {
      rounds = std::max(1, std::atoi(arguments[++i].data()));
    } else {
      folder = arguments[i];
    }
  }
  const std::vector<Source> pages =
      std::filesystem::is_directory(folder) ? load(folder) : std::vector<Source>();
  if (pages.empty()) {
    std::cerr << "no pages; expected a folder of folders with a source.html each\n";
    return 2;
  }
  for (const Source& page : pages) {
    std::cout << nlohmann::json{{"page", page.name}, {"text", text_of(page)}}.dump() << '\n';
  }
  const double whole = fastest(rounds, pages, [&](std::size_t i) { text_of(pages[i]); });
  // The tree reads the bytes as UTF-8; for the times of a page that is near enough.
  std::size_t read = 0;  // keeps the compiler from leaving the work out
  const double parsing = fastest(rounds, pages, [&](std::size_t i) {
    const auto tree = despin::read::parse_html(pages[i].bytes);
    read += tree ? tree->nodes.size() : 0;
  });
  const double both = fastest(rounds, pages, [&](std::size_t i) {
    const auto tree = despin::read::parse_html(pages[i].bytes);
    if (!tree) return;
    const auto blocks = despin::read::collect_blocks(*tree, pages[i].bytes);
    read += despin::read::main_content(blocks).text.size();
  });
  if (read == 0) return 2;
  const auto count = static_cast<double>(pages.size());
  std::cerr << nlohmann::json{{"pages_per_second", count / whole},
                              {"ms_parsing", 1000 * parsing / count},
                              {"ms_content", 1000 * (both - parsing) / count}}
                   .dump()
            << '\n';
  return 0;
}
