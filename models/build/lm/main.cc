// despin-train-lm: token streams to the sections VOCB and NGRM of a model.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "lib/format/vocabulary.h"
#include "models/build/arguments.h"
#include "models/build/encode/ngram_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/lm/arpa.h"
#include "models/build/lm/backoff_model.h"
#include "models/build/lm/blob.h"
#include "models/build/lm/corpus.h"
#include "models/build/lm/counts.h"
#include "models/build/lm/word_list.h"

namespace {

namespace format = despin::format;
namespace lm = despin::lm;
namespace train = despin::train;
using despin::Result;

struct Options {
  std::vector<std::string> inputs;
  std::vector<std::uint32_t> cutoffs;
  std::vector<std::uint32_t> fingerprint_bits;
  std::string required_file;
  std::string out_folder;
  std::string arpa_file;
  double held_out = 0;
  double memory_gib = 4;
  std::uint64_t target_ngrams = 0;
  double theta = 0;
  train::WordChoice choice;
  train::CountOptions count;
  lm::NgramCoding coding;
};

int fail(const despin::Error& error) {
  std::cerr << "despin-train-lm: " << error.message << "\n";
  return 2;
}

// "news.txt=0.5" keeps half of the paragraphs.
std::vector<train::TextSource> sources_of(const std::vector<std::string>& inputs) {
  std::vector<train::TextSource> sources;
  for (const std::string& input : inputs) {
    const std::size_t sign = input.rfind('=');
    train::TextSource source{input.substr(0, sign), 1.0};
    if (sign != std::string::npos) source.keep = std::stod(input.substr(sign + 1));
    sources.push_back(source);
  }
  return sources;
}

std::string check_input(const std::string& input) {
  const std::size_t sign = input.rfind('=');
  if (sign == std::string::npos) return {};
  char* end = nullptr;
  const std::string number = input.substr(sign + 1);
  const double keep = std::strtod(number.c_str(), &end);
  const bool good = end != number.c_str() && *end == '\0' && keep >= 0 && keep <= 1;
  return good ? "" : "behind = a share between 0 and 1 is expected";
}

std::vector<std::string> read_words(const std::string& path) {
  std::vector<std::string> words;
  std::ifstream in(path);
  // Only the first column counts, so a table of words with counts will do.
  for (std::string line; std::getline(in, line);) words.push_back(line.substr(0, line.find('\t')));
  return words;
}

Result<void> write_held_out(const train::Corpus& corpus, const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const train::TextSource& source : corpus.sources()) {
    std::ofstream out(folder + "/" + std::filesystem::path(source.path).filename().string());
    auto ok = corpus.read_held_out(source, [&](std::string_view line) { out << line << "\n"; });
    if (!ok) return ok.error();
  }
  return {};
}

void report(const char* what, const train::BackoffModel& model) {
  std::cout << what;
  for (const train::BackoffLevel& level : model.levels) std::cout << " " << level.size();
  std::cout << "\n" << std::flush;
}

int run(const Options& o) {
  const train::Corpus corpus(sources_of(o.inputs), o.held_out);
  std::error_code ignored;
  std::filesystem::create_directories(o.out_folder, ignored);
  if (o.held_out > 0) {
    if (auto ok = write_held_out(corpus, o.out_folder + "/held_out"); !ok) return fail(ok.error());
  }
  const auto required =
      o.required_file.empty() ? std::vector<std::string>{} : read_words(o.required_file);
  auto words = train::choose_words(corpus, o.choice, required);
  if (!words) return fail(words.error());
  const auto vocabulary_bytes = format::encode_vocabulary(*words);
  auto vocabulary = format::Vocabulary::view(vocabulary_bytes);
  if (!vocabulary) return fail(vocabulary.error());
  std::cout << "words " << vocabulary->size() << "\n" << std::flush;

  auto counts = train::count_ngrams(corpus, *vocabulary, o.count);
  if (!counts) return fail(counts.error());
  std::cout << "tokens " << counts->tokens << ", unknown " << (*words)[despin::kUnknownWord].count
            << "\n"
            << std::flush;
  constexpr std::uint64_t kBytesPerNgram = 40;
  auto model = train::estimate(*counts, o.count.memory_bytes / kBytesPerNgram);
  if (!model) return fail(model.error());
  report("estimated", *model);
  if (o.target_ngrams > 0) {
    std::cout << "pruned at a loss of " << train::prune(*model, o.target_ngrams) << " nats\n";
  } else if (o.theta > 0) {
    train::prune_below(*model, o.theta);
  }
  report("kept", *model);

  const auto ngram_bytes = lm::encode_ngrams(train::tables_of(*model), o.coding);
  if (!ngram_bytes) return fail(ngram_bytes.error());
  if (auto ok = train::write_blob(o.out_folder + "/VOCB", vocabulary_bytes); !ok) {
    return fail(ok.error());
  }
  if (auto ok = train::write_blob(o.out_folder + "/NGRM", *ngram_bytes); !ok) {
    return fail(ok.error());
  }
  if (!o.arpa_file.empty()) {
    if (auto ok = train::write_arpa(*model, *vocabulary, o.arpa_file); !ok) return fail(ok.error());
  }
  std::cout << "VOCB " << vocabulary_bytes.size() << " bytes, NGRM " << ngram_bytes->size()
            << " bytes, "
            << static_cast<double>(ngram_bytes->size()) / static_cast<double>(model->ngrams())
            << " bytes an n-gram\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options o;
  train::Arguments args("Trains the n-gram model of a despin model file from token streams.");
  args.read_options_from("--recipe", "Read these options from a file (INI or TOML)");
  args.option("--input", o.inputs, "Token stream, or FILE=SHARE to keep a share of it")
      .required()
      .check(check_input, "FILE[=SHARE]");
  args.option("--out", o.out_folder, "Folder for the sections VOCB and NGRM").required();
  args.option("--order", o.count.order, "Longest n-gram").range(2, lm::kMaxOrder);
  args.option("--cutoff", o.cutoffs, "Occurrences up to which to drop, for orders 2, 3, ...");
  args.option("--min-count", o.choice.min_count, "Least occurrences of a word");
  args.option("--max-words", o.choice.max_words, "Most words, before the required ones");
  args.option("--require", o.required_file, "Words to have at any rate, one a line")
      .existing_file();
  args.option("--held-out", o.held_out, "Share of paragraphs to set apart in OUT/held_out")
      .range(0.0, 1.0);
  args.option("--target-ngrams", o.target_ngrams, "Prune to so many n-grams above words");
  args.option("--theta", o.theta, "Prune n-grams that cost fewer nats a word than this");
  args.option("--memory", o.memory_gib, "Memory for counting, in GiB").range(0.01, 1e3);
  args.option("--scratch", o.count.scratch_folder, "Folder for sorting").existing_folder();
  args.option("--fingerprint-bits", o.fingerprint_bits, "For orders 2, 3, ...").range(1, 16);
  args.option("--prob-bits", o.coding.prob_bits).range(1, 12);
  args.option("--backoff-bits", o.coding.backoff_bits).range(1, 12);
  args.option("--arpa", o.arpa_file, "Write the model as ARPA too");
  if (const auto exit = args.parse(argc, argv)) return *exit;

  o.count.memory_bytes = static_cast<std::size_t>(o.memory_gib * 0x1p30);
  std::uint32_t cutoff = 0;
  for (std::size_t k = 1; k < train::kMaxOrder; ++k) {
    if (k <= o.cutoffs.size()) cutoff = std::max(cutoff, o.cutoffs[k - 1]);
    o.count.cutoffs[k] = cutoff;
  }
  const std::size_t given = std::min(o.fingerprint_bits.size(), o.coding.fingerprint_bits.size());
  std::copy_n(o.fingerprint_bits.begin(), given, o.coding.fingerprint_bits.begin());
  return run(o);
}
