// despin-pack-cloze: a trained network to the section CLOZ of a model.
//
// The network comes from train.py in this folder or from another model: training takes nine minutes
// on a GPU, so a recipe may reuse the network of an existing model.
#include <cstring>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "lib/base/bytes.h"
#include "lib/base/mapped_file.h"
#include "lib/cloze/cloze_net.h"
#include "lib/format/model_file.h"
#include "models/build/arguments.h"
#include "models/build/encode/cloze_encoder.h"
#include "models/build/lm/blob.h"

namespace {

namespace base = despin::base;
namespace cloze = despin::cloze;
namespace format = despin::format;
using ByteBuffer = std::vector<std::byte>;

struct Options {
  std::string trained, model, vocabulary, out;
  std::uint32_t words = 0;
  cloze::ClozeWeights weights;
};

int fail(const std::string& what) {
  std::cerr << "despin-pack-cloze: " << what << "\n";
  return 2;
}

// Matrices of floats one after the other, in the order of ClozeParameters.
class Floats {
 public:
  explicit Floats(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::vector<float> take(std::uint64_t n) {
    std::vector<float> values;
    if (bytes_.size() < 4 * n) {
      whole_ = false;
      return values;
    }
    values.resize(n);
    std::memcpy(values.data(), bytes_.data(), 4 * n);
    bytes_ = bytes_.subspan(4 * n);
    return values;
  }
  bool whole() const { return whole_ && bytes_.empty(); }

 private:
  std::span<const std::byte> bytes_;
  bool whole_ = true;
};

bool read_trained(std::span<const std::byte> bytes, cloze::ClozeParameters& p) {
  std::uint32_t* const sizes[] = {&p.words, &p.dimensions, &p.hidden, &p.joint};
  std::size_t at = 0;
  for (std::uint32_t* size : sizes) {
    if (!base::read_le(bytes, at, *size) || *size == 0 || *size > (1U << 20)) return false;
    at += 4;
  }
  const std::uint64_t gates = 4ULL * p.hidden;
  Floats floats(bytes.subspan(at));
  p.word_vectors = floats.take(std::uint64_t{p.words} * p.dimensions);
  p.word_biases = floats.take(p.words);
  for (auto* d : {&p.forward, &p.backward}) {
    d->input = floats.take(gates * p.dimensions);
    d->recurrent = floats.take(gates * p.hidden);
    d->bias = floats.take(gates);
  }
  p.joint_weights = floats.take(2ULL * p.hidden * p.joint);
  p.joint_bias = floats.take(p.joint);
  p.out_weights = floats.take(std::uint64_t{p.joint} * p.dimensions);
  p.out_bias = floats.take(p.dimensions);
  return floats.whole();
}

int run(const Options& options) {
  const auto vocabulary_file = base::MappedFile::open(options.vocabulary);
  if (!vocabulary_file) return fail(vocabulary_file.error().message);
  const auto vocabulary = format::Vocabulary::view(vocabulary_file->bytes());
  if (!vocabulary) return fail(vocabulary.error().message);
  ByteBuffer section;
  if (!options.trained.empty()) {
    const auto file = base::MappedFile::open(options.trained);
    if (!file) return fail(file.error().message);
    cloze::ClozeParameters p;
    if (!read_trained(file->bytes(), p)) {
      return fail("the trained network is not whole; expected a file of train.py; train it again");
    }
    if (options.words > 0 && options.words < p.words) {
      p.words = options.words;
      p.word_vectors.resize(std::size_t{p.words} * p.dimensions);
      p.word_biases.resize(p.words);
    }
    const auto hash = cloze::cloze_words_hash(*vocabulary, p.words);
    section = cloze::encode_cloze_net(p, hash, options.weights);
  } else {
    const auto model = format::ModelFile::open(options.model);
    if (!model) return fail(model.error().message);
    const auto found = model->section(format::kClozeSection);
    if (!found) return fail(found.error().message);
    section.assign(found->begin(), found->end());
    cloze::set_cloze_weights(section, options.weights);
  }
  const auto net = cloze::ClozeNet::view(section);
  if (!net) return fail(net.error().message);
  if (net->words() > vocabulary->size() ||
      net->words_hash() != cloze::cloze_words_hash(*vocabulary, net->words())) {
    return fail(
        "the network was trained with other words; expected those of the vocabulary; train it "
        "again with models/build/cloze/train.py");
  }
  if (auto ok = despin::train::write_blob(options.out, section); !ok) {
    return fail(ok.error().message);
  }
  if (options.words > 0 && options.words != net->words()) {
    return fail("the network knows " + std::to_string(net->words()) + " words; expected " +
                std::to_string(options.words) + "; change --words or train it again");
  }
  std::cout << "words\t" << net->words() << "\nbytes\t" << section.size() << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  despin::train::Arguments args("Packs a trained network into the section CLOZ.");
  Options o;
  const auto trained = args.option("--trained", o.trained, "a file of train.py");
  args.option("--model", o.model, "a model that has the network").excludes(trained);
  args.option("--vocabulary", o.vocabulary, "section VOCB").required();
  args.option("--words", o.words, "keep so many of the most frequent words of a trained file");
  args.option("--ngrams", o.weights.ngrams, "weight of the n-grams beside the network");
  args.option("--cloze", o.weights.cloze, "weight of the network");
  args.option("--discount", o.weights.discount, "share of a word's own ln P taken off");
  args.option("--look-again", o.weights.rescore_nats_per_word,
              "evidence a word by n-grams alone that calls for the network");
  args.option("--window", o.weights.window_words, "words of which evidence is asked at a time");
  args.option("--out", o.out, "where the section goes").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  if (o.trained.empty() == o.model.empty()) {
    std::cerr << "despin-pack-cloze: one of --trained and --model is expected; see --help\n";
    return 2;
  }
  return run(o);
}
