// despin-train-tagger: trains section TAGR of a model from pages whose swaps are listed.
//
// The spans of a page come from a channel that has not learned from it (one channel per fold), so
// its features are those of an unseen page. Prints how well the spans of held-out pages are ranked:
// by the decoder's posterior, by all features, and by all but one.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/base/hash.h"
#include "models/build/arguments.h"
#include "models/build/encode/tagger_encoder.h"
#include "models/build/lm/blob.h"
#include "models/build/lm/opened.h"
#include "models/build/tagger/fit.h"

namespace {

namespace base = despin::base;
namespace channel = despin::channel;
namespace decode = despin::decode;
namespace detect = despin::detect;
namespace cloze = despin::cloze;
namespace format = despin::format;
namespace lm = despin::lm;
namespace train = despin::train;

using Used = std::array<bool, detect::kSpanFeatureCount>;
using Spans = std::vector<const train::LabeledSpan*>;

struct Options {
  std::string vocabulary, ngrams, cloze, out;
  std::vector<std::string> channels, records;
  int without_fold = -1;
  train::TaggerOptions fit;
};

int fail(const despin::Error& error) {
  std::cerr << "despin-train-tagger: " << error.message << "\n";
  return 2;
}

// Cross-validated by fold.
train::Ranking cross_validate(const std::vector<train::LabeledSpan>& spans, unsigned folds,
                              const Used& used, const train::TaggerOptions& options) {
  Spans all;
  std::vector<double> scores(spans.size());
  for (unsigned fold = 0; fold < folds; ++fold) {
    const auto of_fold = [fold](const auto& span) { return span.fold == fold; };
    if (std::none_of(spans.begin(), spans.end(), of_fold)) continue;
    Spans others;
    for (const auto& span : spans) {
      if (span.fold != fold) others.push_back(&span);
    }
    const detect::Tagger tagger = train::fit_tagger(others, used, options);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      if (spans[i].fold == fold) scores[i] = tagger.log_odds(spans[i].features);
    }
  }
  for (const auto& span : spans) all.push_back(&span);
  return train::rank(all, scores);
}

void report(std::string_view name, const train::Ranking& ranking) {
  std::cout << name << "\tarea\t" << ranking.area << "\tprecision\t" << ranking.precision << "\n";
}

int run(const Options& options) {
  const auto vocabulary = train::open_section<format::Vocabulary>(options.vocabulary);
  if (!vocabulary) return fail(vocabulary.error());
  const auto ngrams = train::open_section<lm::NgramModel>(options.ngrams);
  if (!ngrams) return fail(ngrams.error());
  const auto cloze = train::open_optional_section<cloze::ClozeNet>(options.cloze);
  if (!cloze) return fail(cloze.error());
  const auto folds = static_cast<unsigned>(options.channels.size());
  std::vector<train::LabeledSpan> spans;
  for (unsigned fold = 0; fold < folds; ++fold) {
    if (static_cast<int>(fold) == options.without_fold) continue;
    const auto learned = train::open_section<channel::Channel>(options.channels[fold]);
    if (!learned) return fail(learned.error());
    const train::SpanSource source{&vocabulary->section, &ngrams->section, &learned->section,
                                   *cloze ? &(*cloze)->section : nullptr};
    for (const std::string& path : options.records) {
      std::ifstream in(path);
      for (std::string line; std::getline(in, line);) {
        const auto record = despin::read_record(line);
        if (!record || record->label != "spun") continue;
        if (base::hash_bytes(record->id) % folds != fold) continue;
        const auto ok = train::append_spans(source, *record, fold, spans);
        if (!ok) return fail(ok.error());
      }
    }
  }
  Spans all;
  std::size_t listed = 0;
  for (const auto& span : spans) {
    all.push_back(&span);
    listed += span.listed ? 1 : 0;
  }
  if (listed == 0 || listed == spans.size()) {
    std::cerr << "despin-train-tagger: expected spans that are listed and others; found none of "
                 "one; give records with substitutions\n";
    return 2;
  }
  if (folds < 2) {
    std::cerr << "despin-train-tagger: expected at least two --channels, one a fold; see --help\n";
    return 2;
  }
  std::cout << "spans\t" << spans.size() << "\tlisted\t" << listed << "\n";
  Used used{};
  used[detect::kSpanPosterior] = true;
  report("posterior alone", cross_validate(spans, folds, used, options.fit));
  used.fill(true);
  report("all", cross_validate(spans, folds, used, options.fit));
  const detect::Tagger tagger = train::fit_tagger(all, used, options.fit);
  for (std::size_t f = 0; f < detect::kSpanFeatureCount; ++f) {
    used[f] = false;
    report("without " + std::string(detect::span_feature_names()[f]),
           cross_validate(spans, folds, used, options.fit));
    used[f] = true;
  }
  for (std::size_t f = 0; f < detect::kSpanFeatureCount; ++f) {
    std::cout << detect::span_feature_names()[f] << "\tweight\t" << tagger.weights()[f] << "\n";
  }
  std::cout << "bias\t" << tagger.bias() << "\n";
  if (auto ok = train::write_blob(options.out, detect::encode_tagger(tagger)); !ok)
    return fail(ok.error());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Learns which spans of a spun text were swapped; writes the section TAGR.");
  Options o;
  args.option("--vocabulary", o.vocabulary, "section VOCB").required();
  args.option("--ngrams", o.ngrams, "section NGRM").required();
  args.option("--cloze", o.cloze, "section CLOZ");
  args.option("--channels", o.channels, "sections CHAN, the K-th not having learned from fold K")
      .required();
  args.option("--records", o.records, "spun records with their substitutions").required();
  args.option("--without-fold", o.without_fold, "learn nothing from this fold");
  args.option("--penalty", o.fit.penalty, "L2 penalty of the weights");
  args.option("--coverage", o.fit.coverage, "share of all swaps that the lists hold")
      .range(0.1, 1.0);
  args.option("--out", o.out, "where the section goes").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(o);
}
