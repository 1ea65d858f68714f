// examples/batch.cc - a folder of pages and texts, analyzed on all cores.
//
//   batch models/en.despin pages/
//
// One Detector is shared by all threads; each has a Workspace of its own. The
// output is in the order of names, whatever thread was faster.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"

namespace {

struct Outcome {
  bool spun = false;
  std::string line;
};

Outcome analyze_file(const despin::Detector& detector, const std::filesystem::path& path,
                     despin::Workspace& scratch) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const std::string name = path.filename().string();

  auto document = despin::read_document(bytes, {.name = name, .content_type = {}});
  if (!document) return {false, "error: " + document.error().message};
  auto report = detector.analyze(document->text, scratch);
  if (!report) return {false, "error: " + report.error().message};

  const std::string verdict(name_of(report->verdict));
  if (report->verdict != despin::Verdict::kSpun) return {false, verdict};
  return {true, verdict + ", " + std::to_string(report->findings.size()) + " findings"};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: batch MODEL FOLDER\n");
    return 2;
  }
  const auto detector = despin::Detector::open(argv[1]);
  if (!detector) {
    std::fprintf(stderr, "batch: %s\n", detector.error().message.c_str());
    return 2;
  }

  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[2], error)) {
    if (entry.is_regular_file(error)) paths.push_back(entry.path());
  }
  if (paths.empty()) {
    std::fprintf(stderr, "batch: no files in that folder\n");
    return 2;
  }
  std::sort(paths.begin(), paths.end());

  std::vector<Outcome> outcomes(paths.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    despin::Workspace scratch;
    for (std::size_t i = next++; i < paths.size(); i = next++) {
      outcomes[i] = analyze_file(*detector, paths[i], scratch);
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) pool.emplace_back(work);
  work();  // this thread works too
  for (std::thread& thread : pool) thread.join();

  std::size_t spun = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::printf("%s: %s\n", paths[i].filename().c_str(), outcomes[i].line.c_str());
    spun += outcomes[i].spun ? 1 : 0;
  }
  std::printf("%zu documents, %zu spun\n", paths.size(), spun);
  return 0;
}
