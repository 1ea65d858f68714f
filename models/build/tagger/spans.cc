#include "models/build/tagger/spans.h"

#include <algorithm>
#include <string_view>

#include "lib/decode/rescore.h"
#include "lib/detect/reading.h"

namespace despin::train {
namespace {

// Marks the words of `tokens` that stand where the written side does, but for those that the
// meant side has as well: a list gives a swap with the words around it.
void mark(const text::Tokens& tokens, const LabeledSwap& swap, std::vector<bool>& listed) {
  text::Tokens phrase;
  text::Tokens meant;
  if (!text::tokenize(swap.written, phrase) || phrase.list.empty()) return;
  if (!text::tokenize(swap.meant, meant)) return;
  std::vector<bool> swapped;
  for (const text::Token& token : phrase.list) {
    swapped.push_back(std::none_of(
        meant.list.begin(), meant.list.end(),
        [&](const text::Token& other) { return phrase.form(token) == meant.form(other); }));
  }
  const auto same = [&](const text::Token& a, const text::Token& b) {
    return tokens.form(a) == phrase.form(b);
  };
  auto at = tokens.list.begin();
  while ((at = std::search(at, tokens.list.end(), phrase.list.begin(), phrase.list.end(), same)) !=
         tokens.list.end()) {
    for (std::size_t i = 0; i < swapped.size(); ++i) {
      const auto place = static_cast<std::size_t>(at - tokens.list.begin()) + i;
      if (swapped[i]) listed[place] = true;
    }
    ++at;
  }
}

}  // namespace

Result<void> append_spans(const SpanSource& source, const Record& page, unsigned fold,
                          std::vector<LabeledSpan>& out) {
  detect::Reading reading;
  if (auto ok = detect::read_words(page.text, *source.vocabulary, reading); !ok) return ok;
  decode::DecodeScratch decoding;
  decode::RescoreScratch scratch;
  decode::Rescored rescored;
  decode::Decoding first;  // only a page of more words than any of them needs it
  decode::Decoder(*source.ngrams, *source.channel).decode(reading.words, decoding, first);
  decode::rescore(reading.words, {*source.ngrams, *source.channel, source.cloze}, first, {},
                  decoding, scratch, rescored);
  std::vector<bool> listed(reading.tokens.list.size(), false);
  for (const LabeledSwap& s : page.substitutions) mark(reading.tokens, s, listed);
  const detect::SpanReader reader(reading.words, rescored, *source.channel, *source.ngrams);
  for (std::size_t i = 0; i < rescored.decoding.spans.size(); ++i) {
    const auto begin = listed.begin() + rescored.decoding.spans[i].begin;
    const auto end = listed.begin() + rescored.decoding.spans[i].end;
    out.push_back({fold, std::find(begin, end, true) != end, reader.features(i)});
  }
  return {};
}

}  // namespace despin::train
