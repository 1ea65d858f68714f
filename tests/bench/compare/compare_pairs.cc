// compare_pairs MODEL: compares the pairs of JSONL on standard input, {"id", "original",
// "suspect"}, and prints each comparison as a line of JSON.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "despin/aligner.h"
#include "despin/detector.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: compare_pairs MODEL < PAIRS.jsonl\n";
    return 2;
  }
  const auto detector = despin::Detector::open(argv[1]);
  if (!detector) {
    std::cerr << "compare_pairs: " << detector.error().message << "\n";
    return 2;
  }
  const despin::Aligner aligner(*detector);
  despin::Workspace scratch;
  for (std::string line; std::getline(std::cin, line);) {
    const auto pair = nlohmann::json::parse(line);
    const auto original = pair.at("original").get<std::string>();
    const auto suspect = pair.at("suspect").get<std::string>();
    const auto id = pair.at("id").get<std::string>();
    const auto comparison = aligner.compare(original, suspect, scratch);
    if (!comparison) {
      std::cerr << "compare_pairs: " << id << ": " << comparison.error().message << "\n";
      return 2;
    }
    std::cout << despin::to_json(*comparison, id, original, id, suspect) << '\n';
  }
  return 0;
}
