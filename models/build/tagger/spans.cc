#include "models/build/tagger/spans.h"

#include <algorithm>
#include <string_view>

namespace despin::train {
namespace {

// Marks the words of `tokens` that stand where `written` does.
void mark(const text::Tokens& tokens, const std::string& written, std::vector<bool>& listed) {
  text::Tokens phrase;
  if (!text::tokenize(written, phrase) || phrase.list.empty()) return;
  const auto same = [&](const text::Token& a, const text::Token& b) {
    return tokens.form(a) == phrase.form(b);
  };
  auto at = tokens.list.begin();
  while ((at = std::search(at, tokens.list.end(), phrase.list.begin(), phrase.list.end(), same)) !=
         tokens.list.end()) {
    const auto begin = listed.begin() + (at - tokens.list.begin());
    std::fill_n(begin, phrase.list.size(), true);
    ++at;
  }
}

}  // namespace

Result<void> append_spans(const SpanSource& source, const Record& page, unsigned fold,
                          std::vector<LabelledSpan>& out) {
  detect::Analysis analysis;
  if (auto ok = detect::analyse(page.text, *source.vocabulary, *source.decoder, analysis); !ok) {
    return ok;
  }
  std::vector<bool> listed(analysis.tokens.list.size(), false);
  for (const Substitution& s : page.substitutions) mark(analysis.tokens, s.written, listed);
  const detect::SpanReader reader(analysis, *source.channel, *source.ngrams);
  for (const decode::Span& span : analysis.decoding.spans) {
    const auto begin = listed.begin() + span.begin;
    const auto end = listed.begin() + span.end;
    out.push_back({fold, std::find(begin, end, true) != end, reader.features(span)});
  }
  return {};
}

}  // namespace despin::train
