// despin-features: prints the features of the document score, one text per line.
//
// Columns: source, label (spun, clean, honest), kind, id, words, the features, and the evidence of
// each sentence: words:nats,words:nats.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "lib/base/hash.h"
#include "lib/detect/document_report.h"
#include "models/build/arguments.h"
#include "models/build/lm/opened.h"
#include "models/build/verdict/honest.h"
#include "models/build/verdict/mask.h"

namespace {

namespace base = despin::base;
namespace channel = despin::channel;
namespace decode = despin::decode;
namespace detect = despin::detect;
namespace cloze = despin::cloze;
namespace format = despin::format;
namespace lm = despin::lm;
namespace train = despin::train;

struct Options {
  std::string vocabulary, ngrams, channel_file, cloze, mask;
  std::vector<std::string> labeled, genuine, honest;
  train::HonestOptions cut;
  std::string fold;  // K/N: this fold's records only
};

int fail(const despin::Error& error) {
  std::cerr << "despin-features: " << error.message << "\n";
  return 2;
}

class Printer {
 public:
  Printer(const format::Vocabulary& vocabulary, const decode::Decoder& decoder)
      : vocabulary_(&vocabulary), decoder_(&decoder) {}

  bool print(const std::string& source, const std::string& label, const std::string& kind,
             const std::string& id, const std::string& text) {
    if (!detect::read(text, *vocabulary_, *decoder_, scratch_, reading_)) return false;
    const detect::DocumentFacts facts = detect::facts_of(reading_, *vocabulary_);
    std::cout << source << '\t' << label << '\t' << kind << '\t' << id << '\t' << facts.words;
    for (const double f : facts.features) std::cout << '\t' << f;
    char before = '\t';
    for (const detect::SentenceEvidence& sentence : facts.sentences) {
      std::cout << before << sentence.words << ':' << sentence.nats;
      before = ',';
    }
    std::cout << '\n';
    return true;
  }

 private:
  const format::Vocabulary* vocabulary_;
  const decode::Decoder* decoder_;
  decode::DecodeScratch scratch_;
  detect::Reading reading_;
};

int run(const Options& options) {
  const auto vocabulary = train::open_section<format::Vocabulary>(options.vocabulary);
  if (!vocabulary) return fail(vocabulary.error());
  const auto ngrams = train::open_section<lm::NgramModel>(options.ngrams);
  if (!ngrams) return fail(ngrams.error());
  const auto channel = train::open_section<channel::Channel>(options.channel_file);
  if (!channel) return fail(channel.error());
  const auto cloze = train::open_optional_section<cloze::ClozeNet>(options.cloze);
  if (!cloze) return fail(cloze.error());
  const decode::Decoder decoder(ngrams->section, channel->section, {},
                                *cloze ? &(*cloze)->section : nullptr);
  Printer printer(vocabulary->section, decoder);
  const train::Mask mask = train::Mask::read(options.mask);
  unsigned fold = 0;
  unsigned folds = 0;
  if (!options.fold.empty()) std::sscanf(options.fold.c_str(), "%u/%u", &fold, &folds);
  for (const std::string& file : options.labeled) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      const auto record = despin::read_record(line);
      if (!record) continue;
      if (folds > 0 && base::hash_bytes(record->id) % folds != fold) continue;
      printer.print(file, record->label, record->kind, record->id, mask.cut(record->text));
    }
  }
  for (const std::string& file : options.genuine) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      if (const auto record = despin::read_record(line)) {
        printer.print(file, "honest", record->kind, record->id, record->text);
      }
    }
  }
  for (const std::string& file : options.honest) {
    const auto texts = train::read_honest(file, options.cut);
    if (!texts) return fail(texts.error());
    for (std::size_t i = 0; i < texts->size(); ++i) {
      printer.print(file, "honest", file.substr(file.rfind('/') + 1), std::to_string(i),
                    (*texts)[i]);
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Prints the features of labelled and genuine texts.");
  Options o;
  args.option("--vocabulary", o.vocabulary, "section VOCB").required();
  args.option("--ngrams", o.ngrams, "section NGRM").required();
  args.option("--channel", o.channel_file, "section CHAN").required();
  args.option("--cloze", o.cloze, "section CLOZ");
  args.option("--labelled", o.labeled, "records with text and label");
  args.option("--fold", o.fold, "K/N: records of this fold only");
  args.option("--mask", o.mask, "strings to cut out of labelled texts");
  args.option("--genuine", o.genuine, "records with genuine texts and their kind");
  args.option("--honest", o.honest, "running text");
  args.option("--words", o.cut.words, "words of an genuine text");
  args.option("--texts", o.cut.texts, "genuine texts of each file");
  args.option("--skip", o.cut.skip, "share of each genuine file to pass over");
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(o);
}
