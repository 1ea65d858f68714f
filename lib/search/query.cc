#include "lib/search/query.h"

#include <algorithm>
#include <string_view>

#include "lib/text/terms.h"

namespace despin::search {
namespace {

void add_term(std::string_view term, float weight, float min_weight, QueryScratch& scratch,
              std::vector<index::QueryTerm>& out) {
  if (weight < min_weight || term.empty() || text::is_function_word(term)) return;
  const auto [place, is_new] = scratch.places.try_emplace(std::string(term), out.size());
  if (is_new) {
    out.push_back({std::string(term), weight});
  } else {
    float& known = out[place->second].weight;
    known = std::max(known, weight);
  }
}

}  // namespace

void collect_query(const detect::Reading& reading, const detect::NgramWindows::Window& ngrams,
                   const detect::Model& model, std::uint32_t first, std::uint32_t last,
                   float min_weight, QueryScratch& scratch, std::vector<index::QueryTerm>& out) {
  out.clear();
  scratch.places.clear();
  const decode::Decoding& decoding = ngrams.decoding;
  for (std::uint32_t i = first; i < last; ++i) {
    const text::Token& token = reading.tokens.list[i];
    add_term(text::term_of(reading.tokens, token, reading.text, scratch.buffer),
             std::max(1 - decoding.words[i - ngrams.begin].swapped, min_weight), min_weight,
             scratch, out);
  }
  auto at = std::lower_bound(
      decoding.spans.begin(), decoding.spans.end(), first - ngrams.begin,
      [](const decode::SwapSpan& span, std::uint32_t token) { return span.begin < token; });
  for (; at != decoding.spans.end() && at->begin < last - ngrams.begin; ++at) {
    const decode::SwapSpan& span = *at;
    for (std::uint32_t c = span.first_candidate; c < span.last_candidate; ++c) {
      const decode::Candidate& candidate = decoding.candidates[c];
      const channel::Meant meant = model.channel.meant(candidate.entry);
      for (const WordId word : meant.view()) {
        if (word < kFirstPlainWord) continue;
        add_term(model.vocabulary.word(word), span.posterior * candidate.share, min_weight, scratch,
                 out);
      }
    }
  }
}

}  // namespace despin::search
