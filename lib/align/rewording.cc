#include "lib/align/rewording.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/hash.h"

namespace despin::align {
namespace {

// Longest first.
constexpr std::string_view kEndings[] = {"ations", "ation", "ingly", "ments", "ement", "ness",
                                         "ings",   "ment",  "edly",  "ing",   "ies",   "ied",
                                         "ion",    "ers",   "est",   "ely",   "ed",    "es",
                                         "ly",     "er",    "al",    "s",     "e",     "y"};
constexpr std::size_t kMinStem = 4;

std::string_view stem(std::string_view word) {
  for (const std::string_view ending : kEndings) {
    if (word.size() >= ending.size() + kMinStem && word.ends_with(ending)) {
      return word.substr(0, word.size() - ending.size());
    }
  }
  return word;
}

// A word that carries meaning.
struct Content {
  std::uint64_t stem = 0;
  double idf = 0;
  std::uint32_t at = 0;  // among such words of its text
  std::uint8_t flags = 0;
};

std::vector<Content> content_of(std::span<const Word> words, const format::Vocabulary& vocabulary,
                                const RewordingPolicy& policy) {
  std::vector<Content> out;
  out.reserve(words.size());
  for (const Word& word : words) {
    const bool plain = word.word >= kFirstPlainWord;
    out.push_back(
        {plain ? base::hash_bytes(stem(vocabulary.word(word.word))) : word.key,
         std::min(-static_cast<double>(vocabulary.log_frequency(word.word)), policy.max_word_nats),
         static_cast<std::uint32_t>(out.size()), word.flags});
  }
  return out;
}

void sort_by_stem(std::vector<Content>& words) {
  std::sort(words.begin(), words.end(), [](const Content& a, const Content& b) {
    return a.stem != b.stem ? a.stem < b.stem : a.at < b.at;
  });
}

// The share of distinct names and numbers, by idf, that the original has; both in order of stems.
double entities_held(const std::vector<Content>& original, const std::vector<Content>& suspect,
                     const RewordingPolicy& policy) {
  double held = policy.entity_prior_nats;
  double all = 2 * policy.entity_prior_nats;
  std::size_t o = 0;
  for (std::size_t s = 0; s < suspect.size();) {
    const std::uint64_t stem = suspect[s].stem;
    double idf = 0;
    for (; s < suspect.size() && suspect[s].stem == stem; ++s) {
      if ((suspect[s].flags & (kName | kNumber)) != 0) idf = std::max(idf, suspect[s].idf);
    }
    while (o < original.size() && original[o].stem < stem) ++o;
    all += idf;
    if (o < original.size() && original[o].stem == stem) held += idf;
  }
  return all > 0 ? held / all : 0;
}

// Places in the original of words that both have once, in the suspect's order; both sides in order
// of stems.
std::vector<std::uint32_t> places_of_once(const std::vector<Content>& original,
                                          const std::vector<Content>& suspect) {
  const auto once = [](const std::vector<Content>& words, std::size_t i) {
    return (i == 0 || words[i - 1].stem != words[i].stem) &&
           (i + 1 == words.size() || words[i + 1].stem != words[i].stem);
  };
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  std::size_t o = 0;
  for (std::size_t s = 0; s < suspect.size(); ++s) {
    while (o < original.size() && original[o].stem < suspect[s].stem) ++o;
    if (o == original.size()) break;
    if (original[o].stem != suspect[s].stem || !once(original, o) || !once(suspect, s)) continue;
    places.emplace_back(suspect[s].at, original[o].at);
  }
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> out;
  out.reserve(places.size());
  for (const auto& [suspect_at, original_at] : places) out.push_back(original_at);
  return out;
}

std::size_t longest_rising(std::span<const std::uint32_t> places) {
  std::vector<std::uint32_t> ends;  // the least end of a rising row of each length
  for (const std::uint32_t place : places) {
    const auto at = std::lower_bound(ends.begin(), ends.end(), place);
    if (at == ends.end()) {
      ends.push_back(place);
    } else {
      *at = place;
    }
  }
  return ends.size();
}

void fill_order(std::span<const std::uint32_t> places, const RewordingPolicy& policy,
                RewordingEvidence& out) {
  out.once = static_cast<std::uint32_t>(places.size());
  if (places.size() < policy.min_ordered_words) return;
  const auto n = static_cast<double>(places.size());
  // In random order the longest rising row of n has about 2 sqrt(n) (Logan and Shepp 1977).
  out.order = (static_cast<double>(longest_rising(places)) - 2 * std::sqrt(n)) / n;
  std::size_t near = 0;
  for (std::size_t i = 1; i < places.size(); ++i) {
    near += places[i] > places[i - 1] && places[i] - places[i - 1] <= policy.neighbor_words ? 1 : 0;
  }
  out.neighbors = static_cast<double>(near) / (n - 1);
}

double copied_share(std::span<const Word> suspect, const Alignment& alignment) {
  std::size_t copied = 0;
  for (const WordPair& pair : alignment.pairs) copied += pair.suspect.size();
  return suspect.empty() ? 0 : static_cast<double>(copied) / static_cast<double>(suspect.size());
}

std::vector<Word> without_function_words(std::span<const Word> words) {
  std::vector<Word> out;
  out.reserve(words.size());
  for (const Word& word : words) {
    if ((word.flags & kFunctionWord) == 0) out.push_back(word);
  }
  return out;
}

// As an index has them: by frequency, since what stood around them is not kept.
std::vector<Word> indexed_words(std::span<const Word> words, const format::Vocabulary& vocabulary) {
  std::vector<Word> out = without_function_words(words);
  for (Word& word : out) {
    word.ln_p = vocabulary.log_frequency(word.word);
    word.flags &= kNumber;
  }
  return out;
}

}  // namespace

RewordingEvidence rewording_evidence(std::span<const Word> original, std::span<const Word> suspect,
                                     const Alignment& alignment,
                                     const format::Vocabulary& vocabulary,
                                     const RewordingPolicy& policy) {
  RewordingEvidence out;
  std::vector<Content> of_original = content_of(original, vocabulary, policy);
  std::vector<Content> of_suspect = content_of(suspect, vocabulary, policy);
  sort_by_stem(of_original);
  sort_by_stem(of_suspect);
  out.copied = copied_share(suspect, alignment);
  out.entities = entities_held(of_original, of_suspect, policy);
  fill_order(places_of_once(of_original, of_suspect), policy, out);
  return out;
}

RewordingEvidence content_rewording(std::span<const Word> original, std::span<const Word> suspect,
                                    const Dictionary& dictionary, AlignScratch& scratch,
                                    Alignment& alignment, base::Budget* budget) {
  const std::vector<Word> from = indexed_words(original, *dictionary.vocabulary);
  const std::vector<Word> to = without_function_words(suspect);
  align(from, to, dictionary, scratch, alignment, budget);
  return rewording_evidence(from, to, alignment, *dictionary.vocabulary,
                            dictionary.parameters->rewording);
}

double rewording_log_odds(const RewordingEvidence& evidence, const RewordingPolicy& policy) {
  return policy.bias + policy.copied_weight * evidence.copied +
         policy.entities_weight * evidence.entities + policy.order_weight * evidence.order +
         policy.neighbors_weight * evidence.neighbors;
}

}  // namespace despin::align
