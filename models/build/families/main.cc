// despin-train-families: trains section FAML from pages and pairs of each family of spinners.
//
// A spun record belongs to the family whose phrases its text holds, else to the one that its kind
// names. Its swaps are decoded by a channel, and scored by ratios, that have not learned from it,
// with the strings masked by which it was found. It is scored again without its own family, as a
// page of an unknown one, and again without each other family, so that a short list is no sign of
// an unknown one. The weights are fitted to the results, which are also printed: "page" or
// "stranger", id, kind, family, then the posterior of each family and of "unknown", by weights from
// the other folds.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "despin/reader.h"
#include "lib/base/hash.h"
#include "lib/detect/family_shares.h"
#include "lib/detect/reading.h"
#include "models/build/arguments.h"
#include "models/build/encode/families_encoder.h"
#include "models/build/families/estimate.h"
#include "models/build/families/fit.h"
#include "models/build/lm/blob.h"
#include "models/build/lm/opened.h"
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
using despin::Error;
using despin::ErrorCode;
using despin::Result;
using train::open_section;
using train::Opened;

struct Options {
  std::string vocabulary, ngrams, cloze, mask, out;
  std::vector<std::string> channels, phrases, tsv, jsonl;
  train::RatioOptions ratios;
};

struct Page {
  std::string id;
  std::string kind;
  std::size_t family = 0;
  std::size_t fold = 0;
  std::string text;
  train::FormCounts counts;  // of its spans
  // Of the text without the strings by which it was found:
  std::vector<decode::InputWord> words;
  decode::Decoding swaps;
};

constexpr std::size_t kNone = ~std::size_t{0};

// A page read by what is known of all families but one.
struct HeldOutPage {
  const Page* page;
  std::size_t without;  // kNone: of all
  train::FamilyExample example;
};

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

class Trainer {
 public:
  explicit Trainer(const Options& options) : options_(options) {}

  Result<void> read() {
    if (auto ok = read_phrases(); !ok) return ok;
    read_pages();
    auto vocabulary = open_section<format::Vocabulary>(options_.vocabulary);
    if (!vocabulary) return vocabulary.error();
    vocabulary_ = std::move(*vocabulary);
    if (auto ok = read_pairs(); !ok) return ok;
    auto ngrams = open_section<lm::NgramModel>(options_.ngrams);
    if (!ngrams) return ngrams.error();
    ngrams_ = std::move(*ngrams);
    auto cloze = train::open_optional_section<cloze::ClozeNet>(options_.cloze);
    if (!cloze) return cloze.error();
    cloze_ = std::move(*cloze);
    return {};
  }

  // Decodes every page by a channel that has not learned from it.
  Result<void> decode() {
    const train::Mask mask = train::Mask::read(options_.mask);
    decode::DecodeScratch scratch;
    detect::Reading reading;
    for (std::size_t fold = 0; fold < options_.channels.size(); ++fold) {
      const auto channel = open_section<channel::Channel>(options_.channels[fold]);
      if (!channel) return channel.error();
      const decode::Decoder decoder(ngrams_->section, channel->section, {},
                                    cloze_ ? &cloze_->section : nullptr);
      for (Page& page : pages_) {
        if (page.fold != fold) continue;
        const std::string masked = mask.cut(page.text);
        for (const std::string* text : {&std::as_const(page.text), &masked}) {
          const auto ok = detect::read(*text, vocabulary_->section, decoder, scratch, reading);
          if (!ok) return Error{ok.error().code, page.id + ": " + ok.error().message};
          if (text != &masked) train::count_spans(reading.words, reading.swaps(), page.counts);
        }
        page.words = reading.words;
        page.swaps = reading.swaps();
      }
    }
    return {};
  }

  // Reads every page by ratios that have not learned from it: of all families, and of all
  // but one, which makes it a stranger where that is its own.
  Result<void> measure() {
    for (std::size_t fold = 0; fold < options_.channels.size(); ++fold) {
      const auto counts = count(fold);
      for (const Page& page : pages_) {
        if (page.fold != fold) continue;
        readings_.push_back({&page, kNone, {evidence(page, counts), page.family, page.family}});
        for (std::size_t without = 0; families_.size() > 1 && without < families_.size();
             ++without) {
          const bool has_pages = std::any_of(pages_.begin(), pages_.end(), [&](const Page& other) {
            return other.family == without;
          });
          if (!has_pages) continue;
          auto rest = counts;
          rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(without));
          train::FamilyExample example{evidence(page, rest), page.family, page.family};
          if (without < page.family) --example.truth;
          // Strangers of all families are one group: "unknown".
          if (without == page.family) example.truth = rest.size();
          if (without == page.family) example.group = families_.size();
          readings_.push_back({&page, without, std::move(example)});
        }
      }
    }
    return {};
  }

  Result<void> write() const {
    const auto all = examples(options_.channels.size());
    channel::FamilyWeights weights;
    if (!all.empty()) weights = train::fit_weights(all);
    print_pages();
    std::cout << "scale\t" << weights.scale << "\nunknown\t" << weights.unknown_nats
              << "\nmost_swaps\t" << weights.most_swaps << "\nunlisted\t" << weights.unlisted_nats
              << "\nmean_ln_posterior\t" << train::mean_ln_posterior(all, weights) << "\n";
    const auto counts = count(options_.channels.size());
    for (std::size_t f = 0; f < families_.size(); ++f) {
      double uses = 0;
      for (const auto& [hash, n] : counts[f]) uses += n;
      std::cout << "family\t" << families_[f].name << "\t" << counts[f].size() << " forms\t" << uses
                << " uses\n";
    }
    const auto forms = train::estimate_ratios(counts, options_.ratios);
    const auto section = channel::encode_families(families_, forms, weights);
    std::cout << "forms\t" << forms.size() << "\nbytes\t" << section.size() << "\n";
    return train::write_blob(options_.out, section);
  }

 private:
  std::optional<std::size_t> family_of(const std::string& name) const {
    for (std::size_t f = 0; f < families_.size(); ++f) {
      if (families_[f].name == name) return f;
    }
    return std::nullopt;
  }

  // "B=on the off chance that": the families, in order of first mention.
  Result<void> read_phrases() {
    for (const std::string& option : options_.phrases) {
      const std::size_t sign = option.find('=');
      const std::string name = option.substr(0, sign);
      if (sign == std::string::npos || name.empty() || name == "unknown" ||
          name.size() > channel::kMaxFamilyNameBytes || sign + 1 == option.size() ||
          option.size() - sign - 1 > channel::kMaxFamilyPhraseBytes) {
        return Error{ErrorCode::kBadInput,
                     "a --phrase is not NAME=PHRASE with a short name and phrase; correct it"};
      }
      if (!family_of(name)) families_.push_back({name, {}});
      families_[*family_of(name)].phrases.push_back(option.substr(sign + 1));
    }
    const bool fits = families_.size() <= channel::kMaxFamilies &&
                      std::all_of(families_.begin(), families_.end(), [](const auto& family) {
                        return family.phrases.size() <= channel::kMaxFamilyPhrases;
                      });
    if (fits && !families_.empty()) return {};
    return Error{ErrorCode::kBadInput, "found " + std::to_string(families_.size()) +
                                           " families; expected 1 to 16, of at most 16 phrases "
                                           "each; give them by --phrase"};
  }

  Result<void> read_pairs() {
    pairs_.resize(families_.size());
    for (const std::string& option : options_.tsv) {
      const std::size_t sign = option.find('=');
      const auto family = family_of(option.substr(0, sign));
      if (sign == std::string::npos || !family) {
        return Error{ErrorCode::kBadInput,
                     "a --tsv is not NAME=FILE of a family with a --phrase; correct it"};
      }
      const std::string path = option.substr(sign + 1);
      const auto read = train::read_pairs_tsv(path, 1);
      if (!read) return Error{read.error().code, path + ": " + read.error().message};
      for (const auto& [hash, n] : train::count_pairs(*read, vocabulary_->section)) {
        pairs_[*family][hash] += n;
      }
    }
    return {};
  }

  void read_pages() {
    for (const std::string& path : options_.jsonl) {
      std::ifstream in(path);
      for (std::string line; std::getline(in, line);) {
        const auto record = despin::read_record(line);
        if (!record || record->label != "spun") continue;
        const auto family = family_of_page(*record);
        if (!family) continue;
        Page page;
        page.id = record->id;
        page.kind = record->kind;
        page.family = *family;
        page.fold = fold_of(record->id);
        page.text = record->text;
        pages_.push_back(std::move(page));
      }
    }
  }

  // None of a page with phrases of two.
  std::optional<std::size_t> family_of_page(const despin::Record& record) const {
    const std::string text = lower(record.text);
    std::optional<std::size_t> found;
    for (std::size_t f = 0; f < families_.size(); ++f) {
      const auto& phrases = families_[f].phrases;
      const bool holds = std::any_of(
          phrases.begin(), phrases.end(),
          [&](const std::string& phrase) { return text.find(lower(phrase)) != std::string::npos; });
      if (!holds) continue;
      if (found) return std::nullopt;
      found = f;
    }
    return found ? found : family_of(record.kind);
  }

  // As despin-train-channel --without-fold draws them.
  std::size_t fold_of(const std::string& id) const {
    const std::size_t folds = options_.channels.size();
    return folds == 0 ? 0 : base::hash_bytes(id) % folds;
  }

  // Of each family, without the pages of one fold; a fold beyond the last leaves out none.
  std::vector<train::FormCounts> count(std::size_t without_fold) const {
    std::vector<train::FormCounts> counts = pairs_;
    for (const Page& page : pages_) {
      if (page.fold == without_fold) continue;
      for (const auto& [hash, n] : page.counts) counts[page.family][hash] += n;
    }
    return counts;
  }

  detect::FamilyEvidence evidence(const Page& page,
                                  const std::vector<train::FormCounts>& counts) const {
    std::vector<channel::Family> names;
    for (std::size_t f = 0; f < counts.size(); ++f) names.push_back({std::to_string(f), {}});
    const auto section =
        channel::encode_families(names, train::estimate_ratios(counts, options_.ratios), {});
    const auto families = channel::Families::view(section);
    return detect::family_evidence(page.words, page.swaps, *families);
  }

  // All but those of one fold.
  std::vector<train::FamilyExample> examples(std::size_t without_fold) const {
    std::vector<train::FamilyExample> out;
    for (const HeldOutPage& reading : readings_) {
      if (reading.page->fold != without_fold) out.push_back(reading.example);
    }
    return out;
  }

  void print_pages() const {
    std::cout << "test\tid\tkind\tfamily";
    for (const auto& family : families_) std::cout << '\t' << family.name;
    std::cout << "\tunknown\n";
    for (std::size_t fold = 0; fold < options_.channels.size(); ++fold) {
      const auto others = examples(fold);
      if (others.empty()) continue;
      const auto weights = train::fit_weights(others);
      for (const HeldOutPage& reading : readings_) {
        if (reading.page->fold != fold) continue;
        const bool stranger = reading.without == reading.page->family;
        if (reading.without != kNone && !stranger) continue;
        auto posterior = detect::family_posterior(reading.example.evidence, weights);
        if (stranger) {
          posterior.insert(posterior.begin() + static_cast<std::ptrdiff_t>(reading.without), 0);
        }
        print(stranger ? "stranger" : "page", *reading.page, posterior);
      }
    }
  }

  void print(const char* kind, const Page& page, const std::vector<double>& posterior) const {
    std::cout << kind << '\t' << page.id << '\t' << page.kind << '\t'
              << families_[page.family].name;
    char text[32];
    for (const double share : posterior) {
      std::snprintf(text, sizeof text, "\t%.4f", share);
      std::cout << text;
    }
    std::cout << '\n';
  }

  const Options& options_;
  std::vector<channel::Family> families_;
  std::vector<train::FormCounts> pairs_;  // by family
  std::vector<Page> pages_;
  std::optional<Opened<format::Vocabulary>> vocabulary_;
  std::optional<Opened<lm::NgramModel>> ngrams_;
  std::optional<Opened<cloze::ClozeNet>> cloze_;
  std::vector<HeldOutPage> readings_;
};

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Learns which family of spinners writes what; writes the section FAML.");
  Options o;
  args.option("--vocabulary", o.vocabulary, "section VOCB").required();
  args.option("--ngrams", o.ngrams, "section NGRM").required();
  args.option("--channels", o.channels, "sections CHAN, the Kth without the records of fold K");
  args.option("--cloze", o.cloze, "section CLOZ");
  args.option("--phrase", o.phrases, "NAME=PHRASE, what a family is known by").required();
  args.option("--tsv", o.tsv, "NAME=FILE, a family's pairs \"written<TAB>meant\"");
  args.option("--jsonl", o.jsonl, "labelled records with text");
  args.option("--mask", o.mask, "strings to cut out of the records' texts");
  args.option("--prior", o.ratios.prior, "uses of the pool that smooth a family").show_default();
  args.option("--out", o.out, "where the section goes").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  Trainer trainer(o);
  for (const auto stage : {&Trainer::read, &Trainer::decode, &Trainer::measure}) {
    if (auto ok = (trainer.*stage)(); !ok) {
      std::cerr << "despin-train-families: " << ok.error().message << "\n";
      return 2;
    }
  }
  if (auto ok = trainer.write(); !ok) {
    std::cerr << "despin-train-families: " << ok.error().message << "\n";
    return 2;
  }
  return 0;
}
