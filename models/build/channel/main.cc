// despin-train-channel: thesauri and pairs to the section CHAN of a model.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <limits>
#include <string>
#include <unordered_set>
#include <vector>

#include "lib/base/hash.h"
#include "models/build/arguments.h"
#include "models/build/channel/learn.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/lm/blob.h"
#include "models/build/lm/opened.h"
#include "models/build/pairs/align.h"
#include "models/build/pairs/pairs.h"
#include "models/build/pairs/spread.h"

namespace {

namespace base = despin::base;
namespace channel = despin::channel;
namespace cloze = despin::cloze;
namespace format = despin::format;
namespace lm = despin::lm;
namespace train = despin::train;
using despin::Error;
using despin::ErrorCode;
using despin::Result;

constexpr double kPenalty = 1.0;

struct Options {
  std::string vocabulary, ngrams, vectors, lexicon, llm_prior, cloze, out;
  std::vector<std::string> tsv, jsonl, null_text;
  std::string without_fold;
  int half = -1;
  std::size_t null_lines = 400000;
  std::size_t max_forms = std::numeric_limits<std::size_t>::max();
  train::LearnOptions learn;
  train::NullOptions null;
};

// "file:3" weighs each pair 3.
std::pair<std::string, double> weighted(const std::string& input) {
  const std::size_t colon = input.rfind(':');
  if (colon == std::string::npos) return {input, 1.0};
  return {input.substr(0, colon), std::stod(input.substr(colon + 1))};
}

Result<std::vector<train::PhrasePair>> read_pairs(const Options& options) {
  std::vector<train::PhrasePair> pairs;
  const auto take = [&pairs](Result<std::vector<train::PhrasePair>> read) -> Result<void> {
    if (!read) return read.error();
    pairs.insert(pairs.end(), read->begin(), read->end());
    return {};
  };
  for (const std::string& input : options.tsv) {
    const auto [file, weight] = weighted(input);
    if (auto ok = take(train::read_pairs_tsv(file, weight)); !ok) return ok.error();
  }
  for (const std::string& input : options.jsonl) {
    const auto [file, weight] = weighted(input);
    if (auto ok = take(train::read_labeled_jsonl(file, weight)); !ok) return ok.error();
  }
  unsigned fold = 0;
  unsigned folds = 0;
  if (!options.without_fold.empty() &&
      std::sscanf(options.without_fold.c_str(), "%u/%u", &fold, &folds) == 2 && folds > 0) {
    std::erase_if(pairs, [&](const train::PhrasePair& pair) {
      return !pair.group.empty() && base::hash_bytes(pair.group) % folds == fold;
    });
  }
  return pairs;
}

// Calls use(written, meant, fields from the third on) for each line whose phrases are known.
template <typename Use>
Result<void> read_swaps(const std::string& path, const Error& missing,
                        const train::Candidates& candidates, Use use) {
  std::ifstream in(path);
  if (!in) return missing;
  std::string line;
  while (std::getline(in, line)) {
    const std::size_t a = line.find('\t');
    const std::size_t b = a == std::string::npos ? a : line.find('\t', a + 1);
    if (b == std::string::npos) continue;
    const std::string_view text(line);
    const auto written = candidates.parse(text.substr(0, a));
    const auto meant = candidates.parse(text.substr(a + 1, b - a - 1));
    if (written && meant) use(*written, *meant, line.substr(b + 1));
  }
  return {};
}

Result<void> read_lexicon(const std::string& path, train::Candidates& candidates) {
  return read_swaps(
      path, {ErrorCode::kNotFound, "the lexicon cannot be opened; check --lexicon"}, candidates,
      [&](const auto& written, const auto& meant, const std::string& relations) {
        candidates.add_relation(written, meant,
                                static_cast<std::uint32_t>(std::stoul(relations, nullptr, 16)));
      });
}

Result<void> read_llm_prior(const std::string& path, train::Candidates& candidates) {
  return read_swaps(
      path, {ErrorCode::kNotFound, "the table of LLM priors cannot be opened; check --told"},
      candidates, [&](const auto& written, const auto& meant, const std::string& numbers) {
        train::Option::LlmPrior llm_prior{};
        if (std::sscanf(numbers.c_str(), "%lf\t%lf", &llm_prior.ln_p, &llm_prior.ln_prior) == 2) {
          candidates.set_llm_prior(written, meant, llm_prior);
        }
      });
}

std::string joined(const std::vector<std::string>& words) {
  std::string s;
  for (const std::string& word : words) s += (s.empty() ? "" : " ") + word;
  return s;
}

// Lines of tokens as despin-tokenize writes them, evenly over each file.
std::vector<std::vector<despin::WordId>> read_sentences(const Options& options,
                                                        const format::Vocabulary& vocabulary) {
  std::vector<std::vector<despin::WordId>> sentences;
  for (const std::string& file : options.null_text) {
    std::ifstream in(file);
    std::string line;
    for (std::size_t n = 0; n < options.null_lines && std::getline(in, line); ++n) {
      std::vector<despin::WordId> words;
      std::string_view rest(line);
      while (!rest.empty()) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (space > 0) words.push_back(vocabulary.find(rest.substr(0, space)));
        rest.remove_prefix(std::min(space + 1, rest.size()));
      }
      if (!words.empty()) sentences.push_back(std::move(words));
    }
  }
  return sentences;
}

int fail(const Error& error) {
  std::cerr << "despin-train-channel: " << error.message << "\n";
  return 2;
}

int run(Options options) {
  const auto opened_vocabulary = train::open_section<format::Vocabulary>(options.vocabulary);
  if (!opened_vocabulary) return fail(opened_vocabulary.error());
  const auto opened_ngrams = train::open_section<lm::NgramModel>(options.ngrams);
  if (!opened_ngrams) return fail(opened_ngrams.error());
  const auto opened_vectors =
      train::open_optional_section<despin::vectors::Vectors>(options.vectors);
  if (!opened_vectors) return fail(opened_vectors.error());
  const auto cloze = train::open_optional_section<cloze::ClozeNet>(options.cloze);
  if (!cloze) return fail(cloze.error());
  if (*cloze) options.null.net = &(*cloze)->section;
  const format::Vocabulary& vocabulary = opened_vocabulary->section;
  const lm::NgramModel& ngrams = opened_ngrams->section;
  const despin::vectors::Vectors none;  // every cosine is 0
  const despin::vectors::Vectors& vectors = *opened_vectors ? (*opened_vectors)->section : none;

  train::Candidates candidates(vocabulary, vectors);
  if (auto ok = read_lexicon(options.lexicon, candidates); !ok) return fail(ok.error());
  auto pairs = read_pairs(options);
  if (!pairs) return fail(pairs.error());
  if (options.half >= 0) {
    std::erase_if(*pairs, [&](const train::PhrasePair& pair) {
      return pair.group.empty() && train::half_of(pair) != options.half;
    });
  }
  const auto add = [&candidates](const std::vector<train::SwapCount>& swaps) {
    for (const train::SwapCount& swap : swaps) {
      const auto written = candidates.parse(joined(swap.written));
      const auto meant = candidates.parse(joined(swap.meant));
      if (written && meant) candidates.add_swap(*written, *meant, swap.count);
    }
  };
  train::AlignOptions align;
  align.listings = [&candidates](const std::string& written, const std::string& meant) {
    const auto w = candidates.parse(written);
    const auto m = candidates.parse(meant);
    return w && m ? candidates.listings_of(*w, *m) : 0;
  };
  const auto swaps = train::align(*pairs, align);
  const auto known = [&](std::string_view word) { return vocabulary.find(word) != 0; };
  add(swaps);
  add(train::spread_inflections(swaps, known));
  if (!options.llm_prior.empty()) {
    if (auto ok = read_llm_prior(options.llm_prior, candidates); !ok) return fail(ok.error());
  }

  train::ChoiceModel model = train::meaning_model();
  train::add_choices(*pairs, candidates, ngrams, vocabulary, model);
  const Eigen::VectorXd theta = model.fit(kPenalty);
  std::vector<std::string_view> names(train::feature_names().begin(), train::feature_names().end());
  names.insert(names.end(), {"log_frequency", "language_model"});
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::cout << names[i] << "\t" << theta[static_cast<Eigen::Index>(i)] << "\n";
  }
  const channel::ContextWeights context = train::context_weights(theta);
  auto forms = train::most_useful(train::weigh_forms(candidates, theta, ngrams, options.learn),
                                  candidates, ngrams, options.max_forms);
  const auto sentences = read_sentences(options, vocabulary);
  if (!sentences.empty()) {
    forms = train::correct_for_null(std::move(forms), context, ngrams, sentences, options.null);
  }
  std::size_t entries = 0;
  for (const auto& form : forms) entries += form.entries.size();
  const auto section = channel::encode_channel(forms, context);
  std::cout << "choices\t" << model.size() << "\npairs\t" << pairs->size() << "\nforms\t"
            << forms.size() << "\nentries\t" << entries << "\nbytes\t" << section.size() << "\n";
  if (auto ok = train::write_blob(options.out, section); !ok) return fail(ok.error());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Learns what spinners write for what is meant; writes the section CHAN.");
  Options o;
  args.option("--vocabulary", o.vocabulary, "section VOCB").required();
  args.option("--ngrams", o.ngrams, "section NGRM").required();
  args.option("--vectors", o.vectors, "section EMBD");
  args.option("--lexicon", o.lexicon, "table of despin-build-lexicon").required();
  args.option("--told", o.llm_prior, "table of teacher/tell.py");
  args.option("--tsv", o.tsv, "pairs \"written<TAB>meant\", FILE[:WEIGHT]");
  args.option("--jsonl", o.jsonl, "records with substitutions, FILE[:WEIGHT]");
  args.option("--half", o.half, "learn on this half of the TSV pairs only (0 or 1)");
  args.option("--without-fold", o.without_fold, "K/N: leave out records of this fold");
  args.option("--null-text", o.null_text, "token lines of genuine text, not used for NGRM");
  args.option("--cloze", o.cloze, "section CLOZ, by which genuine text is read");
  args.option("--null-lines", o.null_lines, "lines taken of each");
  args.option("--null-max-gain", o.null.max_gain, "most that one place of it counts");
  args.option("--favour-prior", o.learn.swap_ratio_prior, "pseudo-swaps");
  args.option("--max-entries", o.learn.max_entries, "entries of a one-word form");
  args.option("--max-rare-entries", o.learn.max_rare_entries, "entries of a rare one");
  args.option("--max-phrase-entries", o.learn.max_phrase_entries, "entries of a longer form");
  args.option("--max-forms", o.max_forms, "written forms, the most useful first");
  args.option("--out", o.out, "where the section goes").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(o);
}
