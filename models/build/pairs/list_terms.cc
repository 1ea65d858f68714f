// despin-list-terms: writes section TERM of a model, the originals of pairs of phrases as wholes.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "lib/channel/known_phrases.h"
#include "lib/format/vocabulary.h"
#include "models/build/arguments.h"
#include "models/build/encode/known_phrases_encoder.h"
#include "models/build/lm/blob.h"
#include "models/build/lm/opened.h"
#include "models/build/pairs/pairs.h"

namespace {

using namespace despin;
using namespace despin::train;

int fail(const Error& error) {
  std::cerr << "despin-list-terms: " << error.message << '\n';
  return 2;
}

// Plain words, neither too few nor too many of them.
bool is_term(const std::vector<WordId>& ids) {
  return !ids.empty() && ids.size() <= channel::kMaxKnownPhraseWords &&
         std::all_of(ids.begin(), ids.end(), [](WordId id) { return id >= kFirstPlainWord; });
}

int run(const std::string& vocabulary_file, const std::vector<std::string>& pair_files,
        const std::string& out) {
  const auto vocabulary = open_section<format::Vocabulary>(vocabulary_file);
  if (!vocabulary) return fail(vocabulary.error());
  std::vector<std::vector<WordId>> known_phrases;
  for (const std::string& file : pair_files) {
    const auto pairs = read_pairs_tsv(file, 1);
    if (!pairs) return fail(pairs.error());
    for (const PhrasePair& pair : *pairs) {
      auto ids = ids_of(pair.meant, vocabulary->section);
      if (is_term(ids)) known_phrases.push_back(std::move(ids));
    }
  }
  std::sort(known_phrases.begin(), known_phrases.end());
  known_phrases.erase(std::unique(known_phrases.begin(), known_phrases.end()), known_phrases.end());
  const auto section = channel::encode_known_phrases(known_phrases);
  if (auto ok = write_blob(out, section); !ok) return fail(ok.error());
  std::cout << "terms\t" << known_phrases.size() << "\nbytes\t" << section.size() << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Lists what pairs of phrases mean, as wholes; writes the section TERM.");
  std::string vocabulary;
  std::string out;
  std::vector<std::string> pairs;
  args.option("--vocabulary", vocabulary, "section VOCB").required();
  args.option("--tsv", pairs, "pairs \"written<TAB>meant\"").required();
  args.option("--out", out, "where the section goes").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(vocabulary, pairs, out);
}
