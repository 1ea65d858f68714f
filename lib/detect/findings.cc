#include "lib/detect/findings.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "lib/base/exact_math.h"
#include "lib/detect/tagger.h"
#include "lib/detect/used_names.h"

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
  odds.reserve(decoding.spans.size());
  for (const decode::SwapSpan& span : decoding.spans) {
    const auto p = static_cast<double>(span.posterior);
    odds.push_back(base::exact_log(p) - base::exact_log(1 - p));
  }
  return odds;
}

std::vector<double> tagged_log_odds(std::span<const decode::InputWord> input_words,
                                    const decode::Rescored& rescored, const Model& model,
                                    base::Budget* budget) {
  const SpanReader reader(input_words, rescored, model.channel, model.ngrams, model.detect);
  std::vector<double> odds;
  odds.reserve(rescored.decoding.spans.size());
  for (std::size_t i = 0; i < rescored.decoding.spans.size(); ++i) {
    if (!base::may_go_on(budget, 2)) return odds;
    odds.push_back(model.tagger.log_odds(reader.features(i)));
  }
  return odds;
}

namespace {

bool in_capitals(const text::Token& token) {
  return token.kind == text::TokenKind::kWord && token.shape == text::Shape::kUpper &&
         token.form_size > 1;
}

bool is_acronym(const std::vector<text::Token>& tokens, std::size_t at) {
  const text::Token& token = tokens[at];
  if (token.shape == text::Shape::kMixed) return true;
  const bool line_in_capitals = (at > 0 && in_capitals(tokens[at - 1])) ||
                                (at + 1 < tokens.size() && in_capitals(tokens[at + 1]));
  return in_capitals(token) && !line_in_capitals;
}

bool is_name(const text::Token& token) {
  return token.shape == text::Shape::kTitle && (token.flags & text::kSentenceStart) == 0;
}

}  // namespace

void spare_names(const text::Tokens& tokens, const decode::Decoding& decoding,
                 const NameNats& least, std::span<double> log_odds) {
  std::optional<UsedNames> used;
  for (std::size_t i = 0; i < log_odds.size(); ++i) {
    const decode::SwapSpan& span = decoding.spans[i];
    if (span.end - span.begin != 1 || log_odds[i] < 0) continue;
    const text::Token& token = tokens.list[span.begin];
    const auto nats = double{span.evidence_nats};
    bool spared = is_acronym(tokens.list, span.begin);
    if (!spared && is_name(token)) {
      if (!used) used.emplace(tokens);
      spared = nats < (used->has(tokens.form(token)) ? least.used : least.any);
    }
    if (spared) log_odds[i] = -std::numeric_limits<double>::infinity();
  }
}

namespace {

using SpanNumbers = std::vector<std::uint32_t>;

// The numbers of the spans that are shown, in any order.
SpanNumbers disjoint_spans(const text::Tokens& tokens, const decode::Decoding& decoding,
                           std::span<const double> log_odds) {
  SpanNumbers shown;
  shown.reserve(static_cast<std::size_t>(
      std::count_if(log_odds.begin(), log_odds.end(), [](double odds) { return odds >= 0; })));
  for (std::uint32_t i = 0; i < decoding.spans.size(); ++i) {
    if (log_odds[i] >= 0) shown.push_back(i);
  }
  std::sort(shown.begin(), shown.end(), [&](std::uint32_t a, std::uint32_t b) {
    return log_odds[a] != log_odds[b] ? log_odds[a] > log_odds[b] : a < b;
  });
  std::vector<std::uint8_t> taken(tokens.list.size(), 0);
  std::size_t kept = 0;
  for (const std::uint32_t i : shown) {
    const auto first = taken.begin() + decoding.spans[i].begin;
    const auto last = taken.begin() + decoding.spans[i].end;
    if (std::find(first, last, 1) != last) continue;
    std::fill(first, last, std::uint8_t{1});
    shown[kept++] = i;
  }
  shown.resize(kept);
  return shown;
}

// Keeps `limit` of the most evidence, of equals the first, by place if there were more.
template <class Items, class Evidence, class Begin>
void keep_strongest(std::size_t limit, Items& items, Evidence evidence_of, Begin begin_of) {
  if (items.size() <= limit) return;
  std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(limit), items.end(),
                   [&](const auto& a, const auto& b) {
                     return evidence_of(a) != evidence_of(b) ? evidence_of(a) > evidence_of(b)
                                                             : begin_of(a) < begin_of(b);
                   });
  items.resize(limit);
  std::sort(items.begin(), items.end(),
            [&](const auto& a, const auto& b) { return begin_of(a) < begin_of(b); });
}

Finding to_finding(const text::Tokens& tokens, const decode::Decoding& decoding, std::size_t span,
                   double log_odds, const Meanings& meanings) {
  const decode::SwapSpan& swap = decoding.spans[span];
  Finding finding;
  finding.probability = static_cast<float>(1 / (1 + base::exact_exp(-log_odds)));
  finding.begin_byte = tokens.list[swap.begin].begin_byte;
  finding.end_byte = tokens.list[swap.end - 1].end_byte;
  finding.evidence_nats = swap.evidence_nats;
  finding.likely_originals.reserve(swap.last_candidate - swap.first_candidate);
  for (std::uint32_t c = swap.first_candidate; c < swap.last_candidate; ++c) {
    const channel::Meant meant = meanings.channel.meant(decoding.candidates[c].entry);
    finding.likely_originals.push_back(spell(meant.view(), meanings.vocabulary));
  }
  return finding;
}

}  // namespace

void keep_strongest(std::size_t limit, std::vector<Finding>& findings) {
  keep_strongest(
      limit, findings, [](const Finding& f) { return f.evidence_nats; },
      [](const Finding& f) { return f.begin_byte; });
}

void list_findings(const text::Tokens& tokens, const decode::Decoding& decoding,
                   std::span<const double> log_odds, const Meanings& meanings, std::size_t limit,
                   Report& report) {
  SpanNumbers spans = disjoint_spans(tokens, decoding, log_odds);
  report.findings_total = static_cast<std::uint32_t>(spans.size());
  const auto begin_of = [&](std::uint32_t span) { return decoding.spans[span].begin; };
  std::sort(spans.begin(), spans.end(),
            [&](std::uint32_t a, std::uint32_t b) { return begin_of(a) < begin_of(b); });
  keep_strongest(
      limit, spans, [&](std::uint32_t span) { return decoding.spans[span].evidence_nats; },
      begin_of);
  report.findings.clear();
  report.findings.reserve(spans.size());
  for (const std::uint32_t i : spans) {
    report.findings.push_back(to_finding(tokens, decoding, i, log_odds[i], meanings));
  }
}

std::vector<Finding> to_findings(const text::Tokens& tokens, const decode::Decoding& decoding,
                                 std::span<const double> log_odds, const Meanings& meanings) {
  Report report;
  list_findings(tokens, decoding, log_odds, meanings, std::numeric_limits<std::size_t>::max(),
                report);
  return std::move(report.findings);
}

}  // namespace despin::detect
