// examples/detect.cc - one text, one verdict, and what was swapped in it.
//
//   detect models/en.despin page.txt
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "despin/detector.h"

namespace {

int fail(const despin::Error& error) {
  std::fprintf(stderr, "detect: %s\n", error.message.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: detect MODEL TEXT_FILE\n");
    return 2;
  }
  auto detector = despin::Detector::open(argv[1]);
  if (!detector) return fail(detector.error());

  std::ifstream file(argv[2], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};

  despin::Workspace scratch;  // one per thread, used again for each text
  auto report = detector->analyze(text, scratch);
  if (!report) return fail(report.error());

  const std::string verdict(name_of(report->verdict));
  std::printf("verdict: %s (score %.1f; at most %.2g of genuine texts score as high)\n",
              verdict.c_str(), report->score, report->false_positive_rate_upper);
  for (const despin::Finding& finding : report->findings) {
    // Offsets are bytes of the text as it was given.
    const std::string written =
        text.substr(finding.begin_byte, finding.end_byte - finding.begin_byte);
    std::printf("  %s", written.c_str());
    const char* separator = " <- ";
    for (const std::string& original : finding.likely_originals) {
      std::printf("%s%s", separator, original.c_str());
      separator = ", ";
    }
    std::printf("\n");
  }
  return 0;
}
