#include "models/build/tagger/spans.h"

#include <algorithm>
#include <string_view>

#include "lib/detect/meaning_ranks.h"

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
  detect::Analysis analysis;
  if (auto ok = detect::analyse(page.text, *source.vocabulary, *source.decoder, analysis); !ok) {
    return ok;
  }
  if (source.cloze != nullptr) {
    detect::rank_meanings(*source.ngrams, *source.channel, *source.cloze, analysis);
  }
  std::vector<bool> listed(analysis.tokens.list.size(), false);
  for (const LabeledSwap& s : page.substitutions) mark(analysis.tokens, s, listed);
  const detect::SpanReader reader(analysis, *source.channel, *source.ngrams);
  for (const decode::SwapSpan& span : analysis.decoding.spans) {
    const auto begin = listed.begin() + span.begin;
    const auto end = listed.begin() + span.end;
    out.push_back({fold, std::find(begin, end, true) != end, reader.features(span)});
  }
  return {};
}

}  // namespace despin::train
