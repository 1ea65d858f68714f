#include "models/build/lexicon/lemmas.h"

#include <algorithm>
#include <string>
#include <utility>

#include "models/build/lexicon/relations.h"

namespace despin::lexicon {
namespace {

using text::Inflection;

std::string replaced(std::string_view word, std::string_view from, std::string_view to) {
  std::string result;
  for (;;) {
    const std::size_t at = word.find(from);
    result += word.substr(0, at);
    if (at == std::string_view::npos) return result;
    result += to;
    word.remove_prefix(at + from.size());
  }
}

struct Ending {
  std::string_view from;
  std::string_view to;
};

// The first that fits is put in place.
constexpr Ending kEndings[] = {
    {"isations", "izations"},
    {"isation", "ization"},
    {"ising", "izing"},
    {"isers", "izers"},
    {"iser", "izer"},
    {"ised", "ized"},
    {"ises", "izes"},
    {"ise", "ize"},
    {"ysing", "yzing"},
    {"ysed", "yzed"},
    {"yse", "yze"},
    {"ense", "ence"},
    {"ogues", "ogs"},
    {"ogue", "og"},
    {"res", "ers"},
    {"re", "er"},
    {"mme", "m"},
    {"mmes", "ms"},
};

}  // namespace

bool takes(std::uint8_t part, Inflection inflection) {
  switch (inflection) {
    case Inflection::kBase:
      return true;
    case Inflection::kPlural:
      return (part & (kNoun | kVerb)) != 0;
    case Inflection::kPast:
    case Inflection::kParticiple:
    case Inflection::kGerund:
      return (part & kVerb) != 0;
    case Inflection::kComparative:
    case Inflection::kSuperlative:
      return (part & kAdjective) != 0;
  }
  return false;
}

const std::vector<Lemma>& Lemmas::of(PhraseId term) {
  const auto [entry, is_new] = known_.try_emplace(term);
  std::vector<Lemma>& result = entry->second;
  if (!is_new || terms_->words(term) != 1) return result;
  std::vector<text::Morphology> readings;
  text::morphology(terms_->text(term), readings);
  for (const text::Morphology& reading : readings) {
    const PhraseId lemma = terms_->find(reading.lemma);
    if (lemma == kNoPhrase) continue;
    for (const PartOfSpeech part : {kNoun, kVerb, kAdjective, kAdverb}) {
      if ((wordnet_->parts_of(lemma) & part) == 0) continue;
      if (!takes(part, reading.inflection)) continue;
      result.push_back({lemma, part, reading.inflection});
    }
  }
  return result;
}

const std::vector<std::uint32_t>& Lemmas::keys_of(PhraseId term) {
  const auto [entry, is_new] = keys_.try_emplace(term);
  std::vector<std::uint32_t>& keys = entry->second;
  if (!is_new) return keys;
  const auto add = [&](std::string_view spelled) {
    const auto next = static_cast<std::uint32_t>(key_numbers_.size());
    keys.push_back(key_numbers_.try_emplace(spelling_key(spelled), next).first->second);
  };
  add(terms_->text(term));
  for (const Lemma& lemma : of(term)) add(terms_->text(lemma.term));
  return keys;
}

bool Lemmas::same_word(PhraseId a, PhraseId b) {
  const std::vector<std::uint32_t>& keys = keys_of(a);
  for (const std::uint32_t key : keys_of(b)) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) return true;
  }
  // Plurals of words that WordNet has not.
  std::string_view shorter = terms_->text(a);
  std::string_view longer = terms_->text(b);
  if (shorter.size() > longer.size()) std::swap(shorter, longer);
  if (terms_->words(a) != 1 || terms_->words(b) != 1 || !longer.starts_with(shorter)) return false;
  const std::string_view rest = longer.substr(shorter.size());
  return rest == "s" || rest == "es";
}

std::string spelling_key(std::string_view term) {
  std::string key;
  for (const char c : term) {
    if (c != ' ' && c != '\'') key += c;
  }
  key = replaced(key, "ae", "e");
  key = replaced(key, "oe", "e");
  key = replaced(key, "our", "or");
  key = replaced(key, "gement", "gment");
  for (const Ending& ending : kEndings) {
    if (!key.ends_with(ending.from)) continue;
    key.resize(key.size() - ending.from.size());
    key += ending.to;
    break;
  }
  key.erase(std::unique(key.begin(), key.end()), key.end());
  return key;
}

}  // namespace despin::lexicon
