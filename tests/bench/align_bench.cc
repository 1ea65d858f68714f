// tests/bench/align_bench.cc - what comparing costs: two pages with the shipped model, two
// long texts, and the aligner alone on rows of content words, as a search verifies its
// candidates. The texts are the example pages, so nothing else is needed.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "despin/aligner.h"
#include "lib/align/comparison.h"
#include "lib/align/copy_evidence.h"
#include "lib/detect/model.h"

namespace {

using namespace despin;

constexpr const char* kModel = DESPIN_SOURCE_DIR "/models/en.despin";

std::string page(const std::string& name) {
  std::ifstream in(std::string(DESPIN_SOURCE_DIR) + "/examples/pages/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string many(const std::string& text, int times) {
  std::string out;
  for (int k = 0; k < times; ++k) {
    out +=
        text + "\n\nPart " + std::to_string(k) + " of section " + std::to_string(7 * k) + ".\n\n";
  }
  return out;
}

void compare_texts(benchmark::State& state) {
  const int times = static_cast<int>(state.range(0));
  const std::string original = many(page("harbour_original.txt"), times);
  const std::string suspect = many(page("harbour_spun.txt"), times);
  const auto detector = Detector::open(kModel);
  if (!detector) return state.SkipWithError("the English model does not open");
  const Aligner aligner(*detector);
  Workspace scratch;
  std::uint32_t words = 0;
  for (auto _ : state) {
    const auto comparison = aligner.compare(original, suspect, scratch);
    words = comparison->original_words;
    benchmark::DoNotOptimize(comparison->copied);
  }
  state.counters["words"] = words;
}
BENCHMARK(compare_texts)->Arg(1)->Arg(400)->Unit(benchmark::kMicrosecond);

struct Row {
  std::vector<align::Word> words;
};

Row content_words(const std::string& text, const detect::Model& model) {
  text::Tokens tokens;
  align::TextWords words;
  Row row;
  if (!text::tokenize(text, tokens)) return row;
  align::to_words(tokens, text, model.vocabulary, model.ngrams, align::ClassCosts{}, words);
  for (const align::Word& word : words.words) {
    if ((word.flags & align::kFunctionWord) == 0) row.words.push_back(word);
  }
  return row;
}

void align_content(benchmark::State& state, const std::string& original,
                   const std::string& suspect) {
  const auto model = detect::Model::open(kModel);
  if (!model) return state.SkipWithError("the English model does not open");
  const Row a = content_words(original, *model);
  const Row b = content_words(suspect, *model);
  align::AlignScratch scratch;
  align::Alignment alignment;
  for (auto _ : state) {
    align::align(a.words, b.words, {&model->channel, &model->vocabulary}, scratch, alignment);
    const auto evidence = align::copy_evidence(a.words, b.words, alignment);
    benchmark::DoNotOptimize(evidence.copied);
  }
  state.counters["original"] = static_cast<double>(a.words.size());
  state.counters["suspect"] = static_cast<double>(b.words.size());
}

void align_content_copy(benchmark::State& state) {
  align_content(state, page("harbour_original.txt"), page("harbour_spun.txt"));
}
BENCHMARK(align_content_copy)->Unit(benchmark::kMicrosecond);

void align_content_unrelated(benchmark::State& state) {
  std::ifstream in(DESPIN_SOURCE_DIR "/README.md");
  align_content(state, std::string(std::istreambuf_iterator<char>(in), {}),
                page("harbour_spun.txt"));
}
BENCHMARK(align_content_unrelated)->Unit(benchmark::kMicrosecond);

}  // namespace
