// examples/compare.cc - what of an original is in a suspect, and which words were swapped.
//
//   compare models/en.despin original.txt suspect.txt
#include "despin/aligner.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "despin/detector.h"

namespace {

int fail(const despin::Error& error) {
  std::fprintf(stderr, "compare: %s\n", error.message.c_str());
  return 2;
}

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string part(const std::string& text, despin::ByteSpan span) {
  return text.substr(span.begin_byte, span.end_byte - span.begin_byte);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: compare MODEL ORIGINAL SUSPECT\n");
    return 2;
  }
  auto detector = despin::Detector::open(argv[1]);
  if (!detector) return fail(detector.error());
  const std::string original = read(argv[2]);
  const std::string suspect = read(argv[3]);

  const despin::Aligner aligner(*detector);  // shares the model; never changes
  despin::Workspace scratch;                 // one per thread, used again for each pair
  auto comparison = aligner.compare(original, suspect, scratch);
  if (!comparison) return fail(comparison.error());

  std::printf("%s: %.0f %% of the words copied, %.0f %% swapped\n",
              std::string(name_of(comparison->relation)).c_str(), 100 * comparison->copied,
              100 * comparison->swapped);
  for (const despin::Swap& swap : comparison->substitutions) {
    // Offsets are bytes of the texts as they were given.
    std::printf("  %s -> %s%s\n", part(original, swap.original).c_str(),
                part(suspect, swap.suspect).c_str(), swap.listed ? "  (listed)" : "");
  }
  return 0;
}
