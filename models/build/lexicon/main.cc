// despin-build-lexicon - builds one table of substitution candidates from thesauri.
#include <cstdint>
#include <iostream>
#include <string>

#include "models/build/arguments.h"
#include "models/build/lexicon/dictionary.h"
#include "models/build/lexicon/expand.h"
#include "models/build/lexicon/file.h"
#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/moby.h"
#include "models/build/lexicon/mythes.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/ppdb.h"
#include "models/build/lexicon/table_file.h"
#include "models/build/lexicon/unigrams.h"
#include "models/build/lexicon/wordnet.h"

namespace {

using namespace despin;
using namespace despin::lexicon;

struct Options {
  std::string unigrams;
  std::string wordnet;
  std::string mythes;
  std::string moby;
  std::string ppdb;
  std::string dictionary;
  std::string output;
  std::uint64_t min_count = 20;
  std::uint64_t min_meant_count = 20;
};

Result<void> read_wordnet(const std::string& folder, WordNet& wordnet) {
  const std::pair<PartOfSpeech, const char*> files[] = {
      {kNoun, "noun"}, {kVerb, "verb"}, {kAdjective, "adj"}, {kAdverb, "adv"}};
  for (const auto& [part, name] : files) {
    auto bytes = read_file(folder + "/data." + name);
    if (!bytes) return bytes.error();
    if (auto ok = wordnet.read(part, *bytes); !ok) return ok;
  }
  return {};
}

// Admits the plain words of the thesauri, and writes them if that is asked.
Result<void> admit_dictionary(const Options& options, std::string_view counts, Unigrams& unigrams) {
  const auto counted = Unigrams::parse(counts, 1);
  if (!counted) return counted.error();
  const auto moby = read_file(options.moby);
  if (!moby) return moby.error();
  const Unigrams any = Unigrams::any();
  PhraseTable terms(any);
  WordNet wordnet(terms);
  if (auto ok = read_wordnet(options.wordnet, wordnet); !ok) return ok;
  const auto words = dictionary_words(terms, wordnet, *moby, *counted);
  unigrams.admit(words);
  std::string lines;
  for (const std::string& word : words) lines += word + '\n';
  return write_file(options.dictionary, lines);
}

Result<TableSize> build(const Options& options) {
  auto counts = read_file(options.unigrams);
  if (!counts) return counts.error();
  auto unigrams = Unigrams::parse(*counts, options.min_count);
  if (!unigrams) return unigrams.error();
  if (!options.dictionary.empty()) {
    if (auto ok = admit_dictionary(options, *counts, *unigrams); !ok) return ok.error();
  }

  PhraseTable terms(*unigrams, options.min_meant_count);
  PairList pairs;
  WordNet wordnet(terms);
  // First: the lemmas of the others are looked up in it.
  if (auto ok = read_wordnet(options.wordnet, wordnet); !ok) return ok.error();
  wordnet.add_pairs(pairs);
  Lemmas lemmas(terms, wordnet);
  if (!options.mythes.empty()) {
    auto bytes = read_file(options.mythes);
    if (!bytes) return bytes.error();
    if (auto ok = read_mythes(*bytes, terms, pairs); !ok) return ok.error();
  }
  if (!options.moby.empty()) {
    auto bytes = read_file(options.moby);
    if (!bytes) return bytes.error();
    read_moby(*bytes, terms, pairs);
  }
  if (!options.ppdb.empty()) {
    auto bytes = read_file(options.ppdb);
    if (!bytes) return bytes.error();
    read_ppdb(*bytes, lemmas, terms, pairs);
  }
  const PairList table = Expander(terms, wordnet, lemmas).expand(std::move(pairs));
  return write_table(table, terms, options.output);
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args(
      "Makes one table of substitution candidates (written, meant, relations, parts of speech,\n"
      "inflection) out of WordNet and, where given, MyThes, Moby and PPDB. Any input may be\n"
      "compressed with Zstandard.");
  Options options;
  args.option("--unigrams", options.unigrams, "Word counts of the training text: word<TAB>count")
      .required();
  args.option("--min-count", options.min_count, "Leave out words counted less often")
      .show_default()
      .positive();
  args.option("--min-meant-count", options.min_meant_count, "The same for words meant")
      .show_default();
  args.option("--wordnet", options.wordnet, "Folder of WordNet's data.noun, data.verb, ...")
      .required();
  args.option("--mythes", options.mythes, "MyThes thesaurus, th_en_US_v2.dat");
  const auto moby = args.option("--moby", options.moby, "Moby thesaurus, words.txt");
  args.option("--ppdb", options.ppdb, "PPDB word pairs: two columns");
  args.option("--dictionary", options.dictionary,
              "Take the plain words of WordNet and Moby though nobody counted them, and write "
              "them to this file, one a line")
      .needs(moby);
  args.option("-o,--output", options.output, "Table to write").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  const auto size = build(options);
  if (!size) {
    std::cerr << "despin-build-lexicon: " << size.error().message << '\n';
    return 2;
  }
  std::cerr << size->rows << " candidates, " << size->written << " words and phrases written\n";
  return 0;
}
