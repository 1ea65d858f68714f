// models/build/align/pair_evidence.cc - what pairs of texts have in common: what fit_rewording.py
// and fit_direction.py learn from.
//
//   despin-pair-evidence MODEL < PAIRS.jsonl > evidence.tsv
//
// A pair is a line {"id", "kind", "copy", "original", "suspect"}. A line for each pair: id, kind,
// copy (1 or 0), relation by the model's parameters, the numbers of RewordingEvidence, swapped
// phrases, the share of them that the channel lists, nats of direction by context and by channel.
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "despin/comparison.h"
#include "lib/align/comparison.h"
#include "lib/align/copy_evidence.h"
#include "lib/align/direction.h"
#include "lib/align/rewording.h"
#include "lib/detect/model.h"
#include "lib/format/parameters.h"

namespace {

using namespace despin;

int fail(std::string_view what) {
  std::cerr << what << '\n';
  return 2;
}

struct Pair {
  std::string id;
  std::string kind;
  bool copy = false;
  std::string original;
  std::string suspect;
};

void print(const Pair& pair, std::string_view relation, const align::RewordingEvidence& e,
           const align::CopyEvidence& copied, const align::DirectionEvidence& direction) {
  const double listed =
      copied.swaps == 0 ? 0 : static_cast<double>(copied.listed_swaps) / copied.swaps;
  std::printf("%s\t%s\t%d\t%s\t%.5f\t%.5f\t%.5f\t%.5f\t%u\t%u\t%.4f\t%.3f\t%.3f\n", pair.id.c_str(),
              pair.kind.c_str(), pair.copy ? 1 : 0, std::string(relation).c_str(), e.copied,
              e.entities, e.order, e.neighbors, e.once, copied.swaps, listed,
              direction.context_nats, direction.channel_nats);
}

Result<void> print_evidence(const Pair& pair, const detect::Model& model,
                            const align::Parameters& parameters,
                            align::ComparisonScratch& scratch) {
  const auto comparison =
      align::compare(pair.original, pair.suspect,
                     {model.vocabulary, model.ngrams, model.channel, parameters}, scratch);
  if (!comparison) return comparison.error();
  const std::vector<align::Word>& original = scratch.original.words.words;
  const std::vector<align::Word>& suspect = scratch.suspect.words.words;
  const align::CopyEvidence copied =
      align::copy_evidence(original, suspect, scratch.alignment, parameters);
  const align::DirectionEvidence direction =
      align::direction_evidence(original, suspect, scratch.alignment.pairs, model.ngrams,
                                model.channel, parameters.direction);
  const align::RewordingEvidence rewording = align::content_rewording(
      original, suspect,
      {&model.channel, &model.vocabulary, align::RowWords::kContent, &parameters}, scratch.aligning,
      scratch.alignment);
  print(pair, name_of(comparison->relation), rewording, copied, direction);
  return {};
}

int run(const std::string& path) {
  const auto model = detect::Model::open(path);
  if (!model) return fail(model.error().message);
  const auto parameters = format::parameters_of<align::Parameters>(model->file);
  if (!parameters) return fail(parameters.error().message);
  align::ComparisonScratch scratch;
  for (std::string line; std::getline(std::cin, line);) {
    const auto json = nlohmann::json::parse(line);
    const Pair pair{json.at("id"), json.at("kind"), json.at("copy"), json.at("original"),
                    json.at("suspect")};
    if (auto ok = print_evidence(pair, *model, *parameters, scratch); !ok) {
      return fail(pair.id + ": " + ok.error().message);
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fail("usage: despin-pair-evidence MODEL < PAIRS.jsonl > evidence.tsv");
  return run(argv[1]);
}
