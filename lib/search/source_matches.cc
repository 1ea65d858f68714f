#include "lib/search/source_matches.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "lib/align/sketch.h"
#include "lib/search/source_odds.h"

namespace despin::search {
namespace {

// Stop after this many consecutive rejected candidates.
constexpr std::size_t kMisses = 4;

// An unrelated document's swaps fit by less than his words; and of a million unrelated documents
// hardly one has the suspect's names in its order, as the author of the other report of an event
// has them.
constexpr double kSwapShare = 0.3;
constexpr double kMaxEntityNats = 3;

// A suspect that is a quotation for the most part has no words but those to be judged by.
void spare_quotations(std::vector<align::Word>& words) {
  std::size_t quoted = 0;
  for (const align::Word& word : words) quoted += (word.flags & align::kQuoted) != 0 ? 1 : 0;
  if (2 * quoted <= words.size()) return;
  for (align::Word& word : words) word.flags &= static_cast<std::uint8_t>(~align::kQuoted);
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
  std::vector<align::WordPair> kept;
  kept.reserve(alignment.pairs.size());
  for (align::AlignedPassage& passage : alignment.passages) {
    const auto first = static_cast<std::uint32_t>(kept.size());
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const align::WordPair& pair = alignment.pairs[k];
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
                [](const align::AlignedPassage& p) { return p.first_pair == p.last_pair; });
}

// Shares of all words of the suspect, out of what became of those that carry meaning: a
// function word was copied if the words of meaning on both its sides were.
void tell_shares(const VerifiedSource& source, const align::TextWords& all,
                 const align::TextWords& content, SourceMatch& out) {
  std::vector<std::uint8_t> is_copied(content.words.size(), 0);
  std::size_t swapped = 0;
  for (const align::WordPair& pair : source.alignment.pairs) {
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

SourceMatch tell(const VerifiedSource& source, const text::Tokens& tokens,
                 const align::TextWords& all, const align::TextWords& content) {
  SourceMatch out;
  out.id = source.metadata.id;
  out.url = source.metadata.url;
  out.title = source.metadata.title;
  out.date = source.metadata.date;
  out.score = source.judgement.own_nats;
  out.relation = source.judgement.spun ? Relation::kSpun : Relation::kVerbatim;
  tell_shares(source, all, content, out);
  for (const align::AlignedPassage& passage : source.alignment.passages) {
    out.passages.push_back({tokens.list[content.tokens[passage.suspect.begin]].begin_byte,
                            tokens.list[content.tokens[passage.suspect.end - 1]].end_byte});
  }
  return out;
}

// What two passes over the candidates share.
class Matcher {
 public:
  Matcher(const Suspect& suspect, const text::Tokens& tokens,
          std::span<const WindowedCandidate> candidates, const index::Index& index,
          const detect::Model& model, const SearchOptions& options, MatchScratch& scratch)
      : suspect_(suspect),
        tokens_(tokens),
        candidates_(candidates),
        index_(index),
        model_(model),
        options_(options),
        scratch_(scratch) {
    align::to_words(tokens, suspect.text, model.vocabulary, model.ngrams, scratch.all);
    keep_content(scratch.all, scratch.content);
    spare_quotations(scratch.content.words);
    for (const auto& segment : index.segments) documents_ += segment->documents();
    null_.swap_share = kSwapShare;
    null_.max_entity_nats = kMaxEntityNats;
    scratch.judged.clear();
    scratch.sharing.assign(scratch.content.words.size(), 0);
  }

  // Orders the candidates by what a glance at them promises.
  Result<void> glance() {
    scratch_.promising.clear();
    scratch_.background.clear();
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const index::RetrievalCandidate& candidate = candidates_[i].candidate;
      const index::Segment& segment = *index_.segments[candidate.segment];
      if (i == 0 || candidate.segment != candidates_[i - 1].candidate.segment) {
        number_words(segment, suspect_.text, tokens_, scratch_.content, scratch_.numbered);
        scratch_.background.read(scratch_.numbered);
      }
      if (auto ok = numbered_source(segment, candidate.document, scratch_.source,
                                    scratch_.source_numbered);
          !ok) {
        return ok;
      }
      const double nats =
          align::sketch_nats(scratch_.source_numbered, window(candidates_[i]), scratch_.aligning);
      scratch_.promising.push_back({nats, i});
      scratch_.background.add(scratch_.source_numbered);
    }
    std::stable_sort(scratch_.promising.begin(), scratch_.promising.end(),
                     [](const Promising& a, const Promising& b) { return a.nats > b.nats; });
    return {};
  }

  // Aligns them in that order, until several in a row were no copies.
  Result<void> verify() {
    std::size_t misses = 0;
    for (const Promising& promising : scratch_.promising) {
      const auto copied = verify(promising.number);
      if (!copied) return copied.error();
      misses = *copied ? 0 : misses + 1;
      if (misses == kMisses) break;
    }
    return {};
  }

  std::vector<SourceMatch> tell_matches() {
    std::vector<SourceMatch> matches;
    for (std::size_t i = 0; i < count_; ++i) {
      const VerifiedSource& source = scratch_.verified[i];
      SourceMatch match = tell(source, tokens_, scratch_.all, scratch_.content);
      if (options_.max_sharing != 0 && count_ > options_.max_sharing) {
        const align::Judgement unshared = judge_unshared(source);
        if (!is_copy(unshared)) continue;
        match.score = unshared.own_nats;
      }
      matches.push_back(std::move(match));
    }
    std::stable_sort(matches.begin(), matches.end(),
                     [](const SourceMatch& a, const SourceMatch& b) { return a.score > b.score; });
    if (matches.size() > options_.max_matches) matches.resize(options_.max_matches);
    return matches;
  }

 private:
  std::span<const align::Word> window(const WindowedCandidate& candidate) const {
    const std::vector<std::uint32_t>& tokens = scratch_.content.tokens;
    const auto place = [&](std::uint32_t token) {
      return static_cast<std::size_t>(std::lower_bound(tokens.begin(), tokens.end(), token) -
                                      tokens.begin());
    };
    const std::size_t first = place(candidate.first_token);
    return std::span(scratch_.numbered).subspan(first, place(candidate.last_token) - first);
  }

  align::Judgement judge(const VerifiedSource& source, const align::Alignment& alignment) const {
    align::TopicNull null = null_;
    null.max_word_nats = source.max_word_nats;
    align::Judgement judgement =
        align::judge(source.words, scratch_.content.words, alignment, null);
    credit_verbatim(judgement);
    return judgement;
  }

  // By the words that few others have; what others have was copied all the same.
  align::Judgement judge_unshared(const VerifiedSource& source) const {
    align::Alignment unshared = source.alignment;
    drop_shared(scratch_.sharing, options_.max_sharing, unshared);
    align::Judgement judgement = judge(source, unshared);
    judgement.copied = source.judgement.copied;
    return judgement;
  }

  bool is_copy(const align::Judgement& judgement) const {
    return copy_log_odds(judgement, documents_) >= 0;
  }

  // Whether the suspect was copied from it; if so and if it is wanted, it is kept.
  Result<bool> verify(std::size_t number) {
    const index::RetrievalCandidate& candidate = candidates_[number].candidate;
    if (count_ == scratch_.verified.size()) scratch_.verified.emplace_back();
    VerifiedSource& source = scratch_.verified[count_];
    const index::Segment& segment = *index_.segments[candidate.segment];
    const std::vector<align::Word>& words = scratch_.content.words;
    if (auto ok = source_words(segment, candidate.document, model_.vocabulary, scratch_.source,
                               source.words);
        !ok) {
      return ok.error();
    }
    align::align(source.words, words, {&model_.channel, &model_.vocabulary, align::kOfContentWords},
                 scratch_.aligning, source.alignment);
    scratch_.background.cap(source.alignment, number, source.max_word_nats);
    source.judgement = judge(source, source.alignment);
    scratch_.judged.push_back({number, source.judgement});
    if (!is_copy(source.judgement)) return false;
    auto metadata = segment.metadata(candidate.document, scratch_.metadata);
    if (!metadata) return metadata.error();
    source.metadata = std::move(*metadata);
    if (!is_wanted(source.metadata, suspect_, options_)) return true;
    for (const align::WordPair& pair : source.alignment.pairs) {
      for (std::uint32_t i = pair.suspect.begin; i < pair.suspect.end; ++i) {
        ++scratch_.sharing[i];
      }
    }
    ++count_;
    return true;
  }

  const Suspect& suspect_;
  const text::Tokens& tokens_;
  std::span<const WindowedCandidate> candidates_;  // by segment
  const index::Index& index_;
  const detect::Model& model_;
  const SearchOptions& options_;
  MatchScratch& scratch_;
  align::TopicNull null_;
  std::uint64_t documents_ = 0;
  std::size_t count_ = 0;  // of scratch_.verified
};

}  // namespace

Result<std::vector<SourceMatch>> match_sources(const Suspect& suspect, const text::Tokens& tokens,
                                               std::span<const WindowedCandidate> candidates,
                                               const index::Index& index,
                                               const detect::Model& model,
                                               const SearchOptions& options,
                                               MatchScratch& scratch) {
  Matcher matcher(suspect, tokens, candidates, index, model, options, scratch);
  if (auto ok = matcher.glance(); !ok) return ok.error();
  if (auto ok = matcher.verify(); !ok) return ok.error();
  return matcher.tell_matches();
}

}  // namespace despin::search
