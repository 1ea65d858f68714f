#include "lib/detect/findings.h"

#include <algorithm>
#include <iterator>

#include "lib/base/exact_math.h"
#include "lib/detect/tagger.h"

namespace despin::detect {

namespace {

// Ids that stand for many words.
bool is_class(WordId word) {
  return word == kUnknownWord || word == kNumberWord || word == kCodeWord;
}

void append_word(std::string_view form, std::string& out) {
  // "china 's" is one word on paper.
  if (!out.empty() && form != "'s") out += ' ';
  out += form;
}

}  // namespace

std::string spell(std::span<const WordId> words, const format::Vocabulary& vocabulary) {
  std::string out;
  for (const WordId word : words) append_word(vocabulary.word(word), out);
  return out;
}

std::string spell_restored(std::span<const WordId> words, const Reading& reading,
                           const format::Vocabulary& vocabulary) {
  std::vector<std::string_view> spellings;
  std::vector<WordId> classes;
  for (std::size_t i = 0; i < reading.words.size(); ++i) {
    if (!is_class(reading.words[i].word)) continue;
    const text::Token& token = reading.tokens.list[i];
    spellings.push_back(reading.text.substr(token.begin_byte, token.end_byte - token.begin_byte));
    classes.push_back(reading.words[i].word);
  }
  std::vector<WordId> kept;
  std::copy_if(words.begin(), words.end(), std::back_inserter(kept), is_class);
  if (kept != classes) return spell(words, vocabulary);
  std::string out;
  std::size_t next = 0;
  for (const WordId word : words) {
    append_word(is_class(word) ? spellings[next++] : vocabulary.word(word), out);
  }
  return out;
}

std::vector<double> posterior_log_odds(const decode::Decoding& decoding) {
  std::vector<double> odds;
  for (const decode::SwapSpan& span : decoding.spans) {
    const auto p = static_cast<double>(span.posterior);
    odds.push_back(base::exact_log(p) - base::exact_log(1 - p));
  }
  return odds;
}

std::vector<double> tagged_log_odds(std::span<const decode::InputWord> input_words,
                                    const decode::Rescored& rescored, const Model& model) {
  const SpanReader reader(input_words, rescored, model.channel, model.ngrams, model.detect);
  std::vector<double> odds;
  for (std::size_t i = 0; i < rescored.decoding.spans.size(); ++i) {
    odds.push_back(model.tagger.log_odds(reader.features(i)));
  }
  return odds;
}

std::vector<Finding> to_findings(const text::Tokens& tokens, const decode::Decoding& decoding,
                                 std::span<const double> log_odds,
                                 const format::Vocabulary& vocabulary) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < decoding.spans.size(); ++i) {
    if (log_odds[i] >= 0) shown.push_back(i);
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::size_t a, std::size_t b) { return log_odds[a] > log_odds[b]; });
  std::vector<std::uint8_t> taken(tokens.list.size(), 0);
  std::vector<std::size_t> disjoint;
  for (const std::size_t i : shown) {
    const auto first = taken.begin() + decoding.spans[i].begin;
    const auto last = taken.begin() + decoding.spans[i].end;
    if (std::find(first, last, 1) != last) continue;
    std::fill(first, last, std::uint8_t{1});
    disjoint.push_back(i);
  }
  std::sort(disjoint.begin(), disjoint.end(), [&](std::size_t a, std::size_t b) {
    return decoding.spans[a].begin < decoding.spans[b].begin;
  });

  std::vector<Finding> findings;
  findings.reserve(disjoint.size());
  for (const std::size_t i : disjoint) {
    const decode::SwapSpan* span = &decoding.spans[i];
    Finding finding;
    finding.probability = static_cast<float>(1 / (1 + base::exact_exp(-log_odds[i])));
    finding.begin_byte = tokens.list[span->begin].begin_byte;
    finding.end_byte = tokens.list[span->end - 1].end_byte;
    finding.evidence_nats = span->evidence_nats;
    for (std::uint32_t c = span->first_candidate; c < span->last_candidate; ++c) {
      finding.likely_originals.push_back(spell(decoding.candidates[c].meant.view(), vocabulary));
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace despin::detect
