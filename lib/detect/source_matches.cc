#include "lib/detect/source_matches.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "lib/base/exact_math.h"

namespace despin::detect {
namespace {

bool is_copy(const align::Judgement& judgement, double least_nats) {
  return (judgement.relation == Relation::kVerbatim || judgement.relation == Relation::kSpun) &&
         judgement.own_nats >= least_nats;
}

// Dates of unlike precision are compared as far as both go; no date is never later.
bool is_later(std::string_view date, std::string_view than) {
  const std::size_t n = std::min(date.size(), than.size());
  return date.substr(0, n) > than.substr(0, n);
}

bool is_wanted(const index::Metadata& source, const Suspect& suspect,
               const SearchOptions& options) {
  if (!suspect.id.empty() && source.id == suspect.id) return false;
  return options.later_sources || !is_later(source.date, suspect.date);
}

// Takes the pairs out whose words more than `most` sources have.
void drop_shared(std::span<const std::uint32_t> sharing, std::size_t most,
                 align::Alignment& alignment) {
  std::vector<align::Pair> kept;
  kept.reserve(alignment.pairs.size());
  for (align::Passage& passage : alignment.passages) {
    const auto first = static_cast<std::uint32_t>(kept.size());
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const align::Pair& pair = alignment.pairs[k];
      if (sharing[pair.suspect.begin] > most) {
        passage.nats -= static_cast<double>(pair.nats);
      } else {
        kept.push_back(pair);
      }
    }
    passage.first_pair = first;
    passage.last_pair = static_cast<std::uint32_t>(kept.size());
  }
  alignment.pairs = std::move(kept);
  std::erase_if(alignment.passages,
                [](const align::Passage& p) { return p.first_pair == p.last_pair; });
}

// Shares of all words of the suspect, out of what became of those that carry meaning: a
// function word was copied if the words of meaning on both its sides were.
void tell_shares(const VerifiedSource& source, const TextWords& all, const TextWords& content,
                 SourceMatch& out) {
  std::vector<std::uint8_t> is_copied(content.words.size(), 0);
  std::size_t swapped = 0;
  for (const align::Pair& pair : source.alignment.pairs) {
    for (std::uint32_t i = pair.suspect.begin; i < pair.suspect.end; ++i) is_copied[i] = 1;
    if (pair.edit == Edit::kSwapped) swapped += pair.suspect.size();
  }
  std::size_t copied = 0;
  std::size_t next = 0;  // content word
  for (std::size_t i = 0; i < all.words.size(); ++i) {
    const bool here = next < content.tokens.size() && content.tokens[next] == all.tokens[i];
    const bool before = next == 0 || is_copied[next - 1] != 0;
    const bool after = next == content.tokens.size() || is_copied[next] != 0;
    copied += (here ? after : before && after) ? 1 : 0;
    next += here ? 1 : 0;
  }
  const auto words = static_cast<double>(std::max<std::size_t>(all.words.size(), 1));
  out.copied = static_cast<double>(copied) / words;
  out.swapped = static_cast<double>(swapped) / words;
}

SourceMatch tell(const VerifiedSource& source, const text::Tokens& tokens, const TextWords& all,
                 const TextWords& content) {
  SourceMatch out;
  out.id = source.metadata.id;
  out.url = source.metadata.url;
  out.title = source.metadata.title;
  out.date = source.metadata.date;
  out.score = source.judgement.own_nats;
  out.relation = source.judgement.relation;
  tell_shares(source, all, content, out);
  for (const align::Passage& passage : source.alignment.passages) {
    out.passages.push_back({tokens.list[content.tokens[passage.suspect.begin]].begin_byte,
                            tokens.list[content.tokens[passage.suspect.end - 1]].end_byte});
  }
  return out;
}

}  // namespace

Result<std::vector<SourceMatch>> match_sources(const Suspect& suspect, const text::Tokens& tokens,
                                               std::span<const index::Candidate> candidates,
                                               const index::Index& index, const Model& model,
                                               const SearchOptions& options,
                                               MatchScratch& scratch) {
  to_words(tokens, suspect.text, model.vocabulary, model.ngrams, scratch.all);
  keep_content(scratch.all, scratch.content);
  const std::vector<align::Word>& words = scratch.content.words;
  std::uint64_t documents = 1;
  for (const auto& segment : index.segments) documents += segment->documents();
  const double least_nats = align::kMinOwnNats + base::exact_log(static_cast<double>(documents));

  std::size_t count = 0;
  scratch.sharing.assign(words.size(), 0);
  for (const index::Candidate& candidate : candidates) {
    if (count == scratch.verified.size()) scratch.verified.emplace_back();
    VerifiedSource& source = scratch.verified[count];
    const index::Segment& segment = *index.segments[candidate.segment];
    source.candidate = candidate;
    if (auto ok = source_words(segment, candidate.document, model.vocabulary, scratch.source,
                               source.words);
        !ok) {
      return ok.error();
    }
    align::align(source.words, words, {&model.channel, &model.vocabulary}, scratch.aligning,
                 source.alignment);
    source.judgement = align::judge(source.words, words, source.alignment);
    if (!is_copy(source.judgement, least_nats)) continue;
    auto metadata = segment.metadata(candidate.document, scratch.metadata);
    if (!metadata) return metadata.error();
    source.metadata = std::move(*metadata);
    if (!is_wanted(source.metadata, suspect, options)) continue;
    for (const align::Pair& pair : source.alignment.pairs) {
      for (std::uint32_t i = pair.suspect.begin; i < pair.suspect.end; ++i) ++scratch.sharing[i];
    }
    ++count;
  }

  std::vector<SourceMatch> matches;
  for (std::size_t i = 0; i < count; ++i) {
    VerifiedSource& source = scratch.verified[i];
    if (options.max_sharing != 0 && count > options.max_sharing) {
      drop_shared(scratch.sharing, options.max_sharing, source.alignment);
      source.judgement = align::judge(source.words, words, source.alignment);
      if (!is_copy(source.judgement, least_nats)) continue;
    }
    matches.push_back(tell(source, tokens, scratch.all, scratch.content));
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const SourceMatch& a, const SourceMatch& b) { return a.score > b.score; });
  if (matches.size() > options.max_matches) matches.resize(options.max_matches);
  return matches;
}

}  // namespace despin::detect
