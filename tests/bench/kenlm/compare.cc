// Compares a despin model with KenLM on the same n-grams and the same words, in
// one run on one core. Built and run by compare.sh; not part of the build.
//
//   compare MODEL.despin TRIE QUANTISED_TRIE PROBING TOKENS
//
// Perplexity is taken over all tokens, sentence ends and unknown words included.
// For speed, words are ids before the clock starts, in both; rounds alternate
// and the best of each counts.
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "lib/format/model_file.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"
#include "lm/model.hh"

namespace {

constexpr double kLog10 = 2.302585092994046;
constexpr int kRounds = 7;

// Both models' scores of one text, token by token.
struct Difference {
  double mean = 0;  // nats
  double far = 0;   // share of more than half a nat
};

Difference difference(const std::vector<double>& exact, const std::vector<double>& mine) {
  Difference d;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const double off = std::abs(exact[i] - mine[i]);
    d.mean += std::min(off, 5.0) / static_cast<double>(exact.size());
    d.far += off > 0.5 ? 1 / static_cast<double>(exact.size()) : 0;
  }
  return d;
}

struct Text {
  std::vector<std::vector<std::string>> sentences;
  std::size_t tokens = 0;
};

Text read_text(const char* path) {
  Text text;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t end = std::min(line.find(' ', at), line.size());
      if (end > at) words.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    if (words.empty()) continue;
    text.tokens += words.size() + 1;
    text.sentences.push_back(std::move(words));
  }
  return text;
}

// The same words in random order: what a decoder asks when a guess is wrong.
Text shuffled(Text text) {
  std::vector<std::string*> words;
  for (auto& sentence : text.sentences) {
    for (auto& word : sentence) words.push_back(&word);
  }
  std::mt19937_64 random(1);
  for (std::size_t i = words.size(); i > 1; --i) std::swap(*words[i - 1], *words[random() % i]);
  return text;
}

// Sentences as ids, each with its end.
template <class Find>
std::vector<std::vector<std::uint32_t>> to_ids(const Text& text, std::uint32_t end, Find find) {
  std::vector<std::vector<std::uint32_t>> out;
  for (const auto& sentence : text.sentences) {
    auto& ids = out.emplace_back();
    for (const auto& word : sentence) ids.push_back(find(word));
    ids.push_back(end);
  }
  return out;
}

template <class Model>
struct Kenlm {
  explicit Kenlm(const char* path, const Text& text) : model(path) {
    ids = to_ids(text, model.GetVocabulary().EndSentence(),
                 [&](const std::string& w) { return model.GetVocabulary().Index(w); });
  }
  // Natural logarithms, token by token, where `each` is given.
  template <class Each>
  void score(Each each) const {
    typename Model::State state;
    typename Model::State next;
    for (const auto& sentence : ids) {
      state = model.BeginSentenceState();
      for (const std::uint32_t id : sentence) {
        each(static_cast<double>(model.Score(state, id, next)) * kLog10);
        state = next;
      }
    }
  }
  Model model;
  std::vector<std::vector<std::uint32_t>> ids;
};

struct Ours {
  Ours(const despin::lm::NgramModel& m, const despin::format::Vocabulary& v, const Text& text)
      : model(m) {
    ids = to_ids(text, despin::kSentenceEndWord, [&](const std::string& w) { return v.find(w); });
  }
  template <class Each>
  void score(Each each) const {
    despin::lm::State states[2];
    for (const auto& sentence : ids) {
      states[0] = model.begin_state();
      int now = 0;
      for (const std::uint32_t id : sentence) {
        each(static_cast<double>(model.score(states[now], id, states[1 - now])));
        now = 1 - now;
      }
    }
  }
  const despin::lm::NgramModel& model;
  std::vector<std::vector<std::uint32_t>> ids;
};

template <class Scorer>
std::vector<double> all_scores(const Scorer& scorer, std::size_t tokens) {
  std::vector<double> out;
  out.reserve(tokens);
  scorer.score([&](double nats) { out.push_back(nats); });
  return out;
}

double perplexity(const std::vector<double>& nats) {
  double sum = 0;
  for (const double x : nats) sum += x;
  return std::exp(-sum / static_cast<double>(nats.size()));
}

// Time on the processor, so that what else runs on the machine matters less.
double now() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

template <class Scorer>
double seconds(const Scorer& scorer, double& sink) {
  const double start = now();
  double sum = 0;
  scorer.score([&](double nats) { sum += nats; });
  sink += sum;
  return now() - start;
}

double file_bytes(const char* path) {
  struct stat info {};
  return stat(path, &info) == 0 ? static_cast<double>(info.st_size) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: compare MODEL.despin TRIE QUANTISED_TRIE PROBING TOKENS\n");
    return 2;
  }
  auto file = despin::format::ModelFile::open(argv[1]);
  if (!file) {
    std::fprintf(stderr, "%s: %s\n", argv[1], file.error().message.c_str());
    return 2;
  }
  auto vocabulary =
      despin::format::Vocabulary::view(*file->section(despin::format::kVocabularySection));
  const auto section = *file->section(despin::format::kNgramSection);
  auto model = despin::lm::NgramModel::view(section);
  if (!vocabulary || !model) return 2;
  const Text text = read_text(argv[5]);
  std::uint64_t ngrams = 0;
  for (int k = 1; k <= model->order(); ++k) ngrams += model->ngrams(k);
  const auto n = static_cast<double>(ngrams);

  const Ours ours(*model, *vocabulary, text);
  const std::vector<double> mine = all_scores(ours, text.tokens);
  {
    const Kenlm<lm::ngram::TrieModel> trie(argv[2], text);
    const std::vector<double> exact = all_scores(trie, text.tokens);
    std::printf("tokens %zu, n-grams %.0f\n", text.tokens, n);
    std::printf("perplexity  KenLM trie %.3f  despin %.3f (%+.2f %%)\n", perplexity(exact),
                perplexity(mine), 100 * (perplexity(mine) / perplexity(exact) - 1));
    const Difference as_is = difference(exact, mine);
    const Text mixed = shuffled(text);
    const Kenlm<lm::ngram::TrieModel> mixed_trie(argv[2], mixed);
    const Ours mixed_ours(*model, *vocabulary, mixed);
    const Difference random =
        difference(all_scores(mixed_trie, mixed.tokens), all_scores(mixed_ours, mixed.tokens));
    std::printf("scores off  mean %.4f nats, %.3f %% by more than half a nat\n", as_is.mean,
                100 * as_is.far);
    std::printf("in random order  mean %.4f nats, %.3f %% by more than half a nat\n", random.mean,
                100 * random.far);
  }
  {
    const Kenlm<lm::ngram::QuantArrayTrieModel> trie(argv[3], text);
    std::printf("perplexity  KenLM quantised trie %.3f\n",
                perplexity(all_scores(trie, text.tokens)));
  }
  // KenLM's file holds the words as well, so both are given.
  const double words =
      static_cast<double>(file->section(despin::format::kVocabularySection)->size());
  std::printf(
      "bytes an n-gram  KenLM quantised trie %.3f (file)  despin %.3f (NGRM), %.3f (with VOCB)\n",
      file_bytes(argv[3]) / n, static_cast<double>(section.size()) / n,
      (static_cast<double>(section.size()) + words) / n);

  const Kenlm<lm::ngram::ProbingModel> probing(argv[4], text);
  double sink = 0;
  double best_ours = 1e9;
  double best_probing = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    best_ours = std::min(best_ours, seconds(ours, sink));
    best_probing = std::min(best_probing, seconds(probing, sink));
  }
  const auto tokens = static_cast<double>(text.tokens);
  std::printf("queries/s  KenLM probing %.2f M  despin %.2f M (%.2f times)  [%g]\n",
              tokens / best_probing / 1e6, tokens / best_ours / 1e6, best_probing / best_ours,
              sink > 0 ? 1.0 : 0.0);
  return 0;
}
