// despin-perplexity: prints the perplexity of a model on token streams, one per line.
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "lib/format/model_file.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"
#include "models/build/arguments.h"
#include "models/build/lm/perplexity.h"

namespace {

namespace format = despin::format;
namespace lm = despin::lm;
namespace train = despin::train;

int fail(const despin::Error& error) {
  std::fprintf(stderr, "despin-perplexity: %s\n", error.message.c_str());
  return 2;
}

void print(const char* name, const train::Perplexity& p) {
  const auto per = [](double log_prob, std::uint64_t n) {
    return std::exp(-log_prob / static_cast<double>(n > 0 ? n : 1));
  };
  std::printf("%10.2f  %10.2f  %11llu  %9llu  %s\n", per(p.log_prob, p.tokens),
              per(p.log_prob - p.unknown_log_prob, p.tokens - p.unknown),
              static_cast<unsigned long long>(p.tokens), static_cast<unsigned long long>(p.unknown),
              name);
}

int run(const std::string& model_file, const std::vector<std::string>& inputs) {
  auto file = format::ModelFile::open(model_file);
  if (!file) return fail(file.error());
  auto words = file->section(format::kVocabularySection);
  auto ngrams = file->section(format::kNgramSection);
  if (!words) return fail(words.error());
  if (!ngrams) return fail(ngrams.error());
  auto vocabulary = format::Vocabulary::view(*words);
  auto model = lm::NgramModel::view(*ngrams);
  if (!vocabulary) return fail(vocabulary.error());
  if (!model) return fail(model.error());

  std::printf("perplexity  known only       tokens    unknown  stream\n");
  train::Perplexity all;
  for (const std::string& input : inputs) {
    auto p = train::perplexity_of(*model, *vocabulary, input);
    if (!p) return fail(p.error());
    print(input.substr(input.rfind('/') + 1).c_str(), *p);
    all.log_prob += p->log_prob;
    all.tokens += p->tokens;
    all.unknown_log_prob += p->unknown_log_prob;
    all.unknown += p->unknown;
  }
  if (inputs.size() > 1) print("all", all);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string model;
  std::vector<std::string> inputs;
  train::Arguments args("Prints how well a model foresees token streams.");
  args.option("model", model, "Model file with the sections VOCB and NGRM").required();
  args.option("input", inputs, "Token streams").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(model, inputs);
}
