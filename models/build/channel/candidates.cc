#include "models/build/channel/candidates.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "lib/base/hash.h"
#include "models/build/lexicon/relations.h"

namespace despin::train {
namespace {

constexpr std::string_view kNames[] = {"wordnet_synonym",  "wordnet_broader",
                                       "wordnet_narrower", "wordnet_similar",
                                       "mythes_synonym",   "mythes_broader",
                                       "mythes_narrower",  "mythes_similar",
                                       "moby_meant_lists", "moby_written_lists",
                                       "ppdb_forward",     "ppdb_backward",
                                       "ppdb_kin",         "wordnet_pertains",
                                       "sources_2",        "sources_3",
                                       "cosine",           "told",
                                       "told_ln_p",        "told_ln_prior",
                                       "log_meant_count",  "log_meant_forms",
                                       "meant_words",      "written_words",
                                       "shares_a_word",    "keep",
                                       "constant"};
constexpr Eigen::Index kRelationFeatures = 14;

constexpr double kMinLlmNats = -14;  // nats; anything less likely is practically excluded

}  // namespace

int listings(std::uint32_t bits) {
  using namespace lexicon;
  constexpr std::uint32_t kWordNet =
      kWordNetSynonym | kWordNetBroader | kWordNetNarrower | kWordNetSimilar | kWordNetPertains;
  constexpr std::uint32_t kMyThes =
      kMyThesSynonym | kMyThesBroader | kMyThesNarrower | kMyThesSimilar;
  constexpr std::uint32_t kPpdb = kPpdbForward | kPpdbBackward | kPpdbKin;
  int n = 0;
  for (const std::uint32_t source : {kWordNet, kMyThes, kPpdb}) n += (bits & source) != 0 ? 1 : 0;
  // Moby one way is noise, both ways a second opinion.
  return n + std::popcount(bits & kMobyAny);
}

std::span<const std::string_view> feature_names() { return kNames; }

std::size_t PhraseHash::operator()(const Phrase& p) const noexcept {
  std::uint64_t hash = p.size;
  for (const WordId word : p.view()) hash = base::extend_hash(hash, word);
  return base::mix64(hash);
}

std::optional<Phrase> Candidates::parse(std::string_view forms) const {
  Phrase phrase;
  while (!forms.empty()) {
    const std::size_t space = std::min(forms.find(' '), forms.size());
    const WordId id = vocabulary_->find(forms.substr(0, space));
    if (id == kUnknownWord || phrase.size == channel::kMaxWrittenWords) return std::nullopt;
    phrase.words[phrase.size++] = id;
    forms.remove_prefix(std::min(space + 1, forms.size()));
  }
  if (phrase.size == 0) return std::nullopt;
  return phrase;
}

Candidates::WrittenEntry& Candidates::entry(const Phrase& written) {
  const auto [at, fresh] = index_.try_emplace(written, written_.size());
  if (fresh) {
    written_.push_back(written);
    entries_.emplace_back();
  }
  return entries_[at->second];
}

const Candidates::WrittenEntry* Candidates::find(const Phrase& written) const {
  const auto at = index_.find(written);
  return at == index_.end() ? nullptr : &entries_[at->second];
}

Option& Candidates::option(WrittenEntry& entry, const Phrase& meant) {
  const auto at = std::find_if(entry.options.begin(), entry.options.end(),
                               [&](const Option& o) { return o.meant == meant; });
  if (at != entry.options.end()) return *at;
  entry.options.push_back({meant, 0, 0});
  return entry.options.back();
}

void Candidates::add_relation(const Phrase& written, const Phrase& meant, std::uint32_t relations) {
  if (written == meant || meant.size > channel::kMaxMeantWords) return;
  Option& o = option(entry(written), meant);
  if (o.relations == 0 && relations != 0) ++meant_forms_[meant];
  o.relations |= relations;
}

void Candidates::set_llm_prior(const Phrase& written, const Phrase& meant,
                               Option::LlmPrior llm_prior) {
  const auto at = index_.find(written);
  if (at == index_.end()) return;
  for (Option& o : entries_[at->second].options) {
    if (o.meant == meant) o.llm_prior = llm_prior;
  }
}

void Candidates::add_swap(const Phrase& written, const Phrase& meant, double count) {
  if (meant.size > channel::kMaxMeantWords) return;
  WrittenEntry& e = entry(written);
  if (written == meant) {
    e.kept += count;
    return;
  }
  option(e, meant).count += count;
  e.swapped += count;
  meant_count_[meant] += count;
  swapped_total_ += count;
}

std::span<const Option> Candidates::options(const Phrase& written) const {
  const WrittenEntry* e = find(written);
  return e == nullptr ? std::span<const Option>() : std::span<const Option>(e->options);
}

int Candidates::listings_of(const Phrase& written, const Phrase& meant) const {
  for (const Option& o : options(written)) {
    if (o.meant == meant) return listings(o.relations);
  }
  return 0;
}

double Candidates::swapped_count(const Phrase& written) const {
  const WrittenEntry* e = find(written);
  return e == nullptr ? 0 : e->swapped;
}

double Candidates::kept_count(const Phrase& written) const {
  const WrittenEntry* e = find(written);
  return e == nullptr ? 0 : e->kept;
}

double Candidates::count(const Phrase& written, const Option& option, double held_out) const {
  const double seen = option.meant == written ? kept_count(written) : option.count;
  return std::max(0.0, seen - held_out);
}

Eigen::VectorXd Candidates::features(const Phrase& written, const Option& option,
                                     double held_out) const {
  const bool keep = option.meant == written;
  Eigen::VectorXd f = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(std::size(kNames)));
  Eigen::Index at = 0;
  for (; at < kRelationFeatures; ++at) f[at] = (option.relations >> at & 1) != 0 ? 1 : 0;
  const int listed_by = listings(option.relations);
  f[at++] = listed_by >= 2 ? 1 : 0;
  f[at++] = listed_by >= 3 ? 1 : 0;
  f[at++] = keep ? 0 : static_cast<double>(vectors_->cosine(written.view(), option.meant.view()));
  f[at++] = option.llm_prior ? 1 : 0;
  f[at++] = option.llm_prior ? std::max(option.llm_prior->ln_p, kMinLlmNats) - kMinLlmNats : 0;
  f[at++] = option.llm_prior ? std::max(option.llm_prior->ln_prior, kMinLlmNats) - kMinLlmNats : 0;
  const auto meant = meant_count_.find(option.meant);
  f[at++] =
      keep || meant == meant_count_.end() ? 0 : std::log1p(std::max(0.0, meant->second - held_out));
  const auto forms = meant_forms_.find(option.meant);
  f[at++] = keep || forms == meant_forms_.end() ? 0 : std::log1p(forms->second);
  f[at++] = option.meant.size - 1;
  f[at++] = keep ? 0 : written.size - 1;
  f[at++] = !keep && std::any_of(option.meant.view().begin(), option.meant.view().end(),
                                 [&](WordId w) {
                                   return std::find(written.view().begin(), written.view().end(),
                                                    w) != written.view().end();
                                 })
                ? 1
                : 0;
  f[at++] = keep ? 1 : 0;
  f[at++] = 1;
  return f;
}

double Candidates::log_frequency(const Phrase& phrase) const {
  double sum = 0;
  for (const WordId w : phrase.view()) sum += static_cast<double>(vocabulary_->log_frequency(w));
  return sum;
}

}  // namespace despin::train
