// tests/bench/search/search_timing.cc - looks queries up in an index, one after the other
// in one process, and times each.
//
//   search_timing MODEL INDEX QUERIES.jsonl > found.tsv 2> summary.json
//
// The first 1,000 queries are looked up once more beforehand, to warm up. Prints
// "milliseconds <tab> the JSON of the matches" for each query. The summary says how long
// opening took and what memory the process had of its own, not counting mapped files:
// after the model was opened, after the index was, and at most.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/source_index.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarm = 1000;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// KiB of this process that no file stands behind.
std::uint64_t own_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return std::strtoull(line.c_str() + 8, nullptr, 10);
  return 0;
}

// Looks again and again, so that what a search takes and gives back counts too.
class PeakMemory {
 public:
  PeakMemory() : watcher_([this] { watch(); }) {}
  ~PeakMemory() { stop(); }
  std::uint64_t stop() {
    done_ = true;
    if (watcher_.joinable()) watcher_.join();
    return peak_;
  }

 private:
  void watch() {
    while (!done_) {
      peak_ = std::max(peak_, own_memory());
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  std::atomic<bool> done_ = false;
  std::uint64_t peak_ = 0;  // the watcher's until it has ended
  std::thread watcher_;
};

int fail(std::string_view what) {
  std::cerr << what << '\n';
  return 2;
}

int run(const std::string& model, const std::string& folder, const std::string& queries) {
  const auto detector = despin::Detector::open(model);
  if (!detector) return fail(detector.error().message);
  const std::uint64_t with_model = own_memory();
  const auto begin = Clock::now();
  const auto index = despin::SourceIndex::open(folder, *detector);
  if (!index) return fail(index.error().message);
  const double open_ms = milliseconds_since(begin);
  const std::uint64_t with_index = own_memory();

  PeakMemory peak;
  despin::Workspace scratch;
  for (const bool warming : {true, false}) {
    std::ifstream in(queries);
    if (!in) return fail("the queries cannot be read");
    int number = 0;
    for (std::string line; std::getline(in, line) && (!warming || number < kWarm); ++number) {
      const auto query = despin::read_record(line);
      if (!query) return fail(query.error().message);
      const auto start = Clock::now();
      const auto matches = index->search({.text = query->text, .id = {}, .date = {}}, scratch);
      const double took = milliseconds_since(start);
      if (!matches) return fail(matches.error().message);
      if (!warming) std::cout << took << '\t' << despin::to_json(*matches, query->id) << '\n';
    }
  }
  std::fprintf(
      stderr, R"({"open_ms": %.3f, "model_kib": %llu, "open_kib": %llu, "peak_kib": %llu})",
      open_ms, static_cast<unsigned long long>(with_model),
      static_cast<unsigned long long>(with_index), static_cast<unsigned long long>(peak.stop()));
  return std::cout.flush() ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return fail("usage: search_timing MODEL INDEX QUERIES.jsonl");
  std::ios::sync_with_stdio(false);
  return run(argv[1], argv[2], argv[3]);
}
