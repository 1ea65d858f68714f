#include "lib/search/source_matches.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/align/copy_policy.h"
#include "lib/search/copy_groups.h"

namespace despin::search {
namespace {

// Dates of unlike precision are compared as far as both go; no date is never later.
bool is_later(std::string_view date, std::string_view than) {
  const std::size_t n = std::min(date.size(), than.size());
  return date.substr(0, n) > than.substr(0, n);
}

// As its id or its address.
bool is_named(const index::Metadata& source, std::string_view name) {
  return !name.empty() && (source.id == name || source.url == name);
}

bool is_itself(const index::Metadata& source, const Suspect& suspect) {
  return is_named(source, suspect.id) || is_named(source, suspect.url);
}

// Where it is counted if it is not wanted; null if it is.
std::uint64_t* withheld_as(const index::Metadata& source, const Suspect& suspect,
                           const SearchOptions& options, Withheld& withheld) {
  if (is_itself(source, suspect)) return &withheld.itself;
  const bool later = !suspect.date.empty() && is_later(source.date, suspect.date);
  return later && !options.later_sources ? &withheld.later : nullptr;
}

// Takes the pairs out whose words more than `most` sources have.
void drop_boilerplate(std::span<const std::uint32_t> sharing, std::size_t most,
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
void fill_shares(const AlignedSource& source, const align::TextWords& all,
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

SourceMatch to_match(const VerifiedSource& source, const SearchInput& input,
                     const EvidenceScratch& words) {
  const AlignedSource& aligned = source.aligned;
  SourceMatch out;
  out.id = source.metadata.id;
  out.url = source.metadata.url;
  out.title = source.metadata.title;
  out.date = source.metadata.date;
  out.later = !input.suspect.claimed_date.empty() && is_later(out.date, input.suspect.claimed_date);
  out.own_address = is_named(source.metadata, input.suspect.claimed_url);
  out.score = aligned.evidence.discounted_nats;
  out.relation = source.is_retold
                     ? Relation::kReworded
                     : align::relation_of_copy(aligned.evidence, input.aligning.given_original);
  fill_shares(aligned, words.all, words.content, out);
  for (const align::AlignedPassage& passage : aligned.alignment.passages) {
    const auto token = [&](std::uint32_t word) {
      return input.tokens.list[words.content.tokens[word]];
    };
    out.passages.push_back(
        {token(passage.suspect.begin).begin_byte, token(passage.suspect.end - 1).end_byte});
  }
  return out;
}

// Aligns candidates in order and keeps those that the suspect was copied from.
class Matcher {
 public:
  Matcher(const SearchInput& input, const SearchOptions& options, MatchScratch& scratch)
      : input_(input), options_(options), scratch_(scratch), evidence_(input, scratch.evidence) {}

  // Until several in a row were no copies.
  Result<void> verify() {
    if (auto ok = evidence_.rank_by_sketch(); !ok) return ok;
    std::size_t rejects = 0;
    const std::size_t most = evidence_.max_consecutive_rejects();
    for (const SketchedCandidate& candidate : scratch_.evidence.sketched) {
      const auto copied = verify(candidate.number);
      if (!copied) return copied.error();
      rejects = *copied ? 0 : rejects + 1;
      if (rejects == most) break;
    }
    return {};
  }

  // Of near copies the best is a match, and has the others.
  std::vector<SourceMatch> collect_matches() {
    const std::vector<std::size_t> order = best_first();
    const std::vector<std::uint32_t> groups = groups_of(order);
    const std::size_t count =
        groups.empty() ? 0 : *std::max_element(groups.begin(), groups.end()) + 1;
    count_sharing(order, groups);
    const bool much_shared = options_.max_sharing != 0 && count > options_.max_sharing;
    std::vector<std::optional<SourceMatch>> of_group(count);
    for (std::size_t k = 0; k < order.size(); ++k) {
      const VerifiedSource& source = scratch_.verified[order[k]];
      SourceMatch match = to_match(source, input_, scratch_.evidence);
      if (much_shared) {
        const align::CopyEvidence unshared = unshared_evidence(source.aligned);
        if (!source.is_retold && !is_copy(unshared)) {
          ++withheld_.common;
          continue;
        }
        match.score = unshared.discounted_nats;
      }
      std::optional<SourceMatch>& first = of_group[groups[k]];
      if (first) {
        first->copies.push_back({std::move(match.id), std::move(match.url), std::move(match.title),
                                 std::move(match.date)});
      } else {
        first = std::move(match);
      }
    }
    return ranked(std::move(of_group));
  }

  const Withheld& withheld() const { return withheld_; }

 private:
  std::vector<std::size_t> best_first() const {
    std::vector<std::size_t> order(count_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return scratch_.verified[a].aligned.evidence.discounted_nats >
             scratch_.verified[b].aligned.evidence.discounted_nats;
    });
    return order;
  }

  // Where every passage counts, every document does.
  std::vector<std::uint32_t> groups_of(std::span<const std::size_t> order) const {
    std::vector<std::uint32_t> groups(order.size());
    std::iota(groups.begin(), groups.end(), 0U);
    if (options_.max_sharing == 0) return groups;
    std::vector<std::span<const align::Word>> words;
    for (const std::size_t i : order) words.emplace_back(scratch_.verified[i].aligned.words);
    return group_copies(words);
  }

  // A word counts once of each group.
  void count_sharing(std::span<const std::size_t> order, std::span<const std::uint32_t> groups) {
    const std::size_t words = scratch_.evidence.content.words.size();
    scratch_.sharing.assign(words, 0);
    std::vector<std::uint32_t> last(words, UINT32_MAX);  // group that has been counted
    std::vector<std::size_t> by_group(order.size());
    std::iota(by_group.begin(), by_group.end(), std::size_t{0});
    std::stable_sort(by_group.begin(), by_group.end(),
                     [&](std::size_t a, std::size_t b) { return groups[a] < groups[b]; });
    for (const std::size_t k : by_group) {
      for (const align::WordPair& pair : scratch_.verified[order[k]].aligned.alignment.pairs) {
        for (std::uint32_t i = pair.suspect.begin; i < pair.suspect.end; ++i) {
          scratch_.sharing[i] += last[i] != groups[k] ? 1 : 0;
          last[i] = groups[k];
        }
      }
    }
  }

  std::vector<SourceMatch> ranked(std::vector<std::optional<SourceMatch>> found) {
    std::vector<SourceMatch> matches;
    for (std::optional<SourceMatch>& match : found) {
      if (match) matches.push_back(*std::move(match));
    }
    // What the suspect says of itself comes last.
    const auto doubts = [](const SourceMatch& match) { return match.own_address || match.later; };
    std::stable_sort(matches.begin(), matches.end(),
                     [&](const SourceMatch& a, const SourceMatch& b) {
                       return doubts(a) != doubts(b) ? doubts(b) : a.score > b.score;
                     });
    if (matches.size() > options_.max_matches) {
      withheld_.more = matches.size() - options_.max_matches;
      matches.resize(options_.max_matches);
    }
    return matches;
  }

  // Of the words that few others have; what others have was copied all the same.
  align::CopyEvidence unshared_evidence(const AlignedSource& source) const {
    align::Alignment unshared = source.alignment;
    drop_boilerplate(scratch_.sharing, options_.max_sharing, unshared);
    align::CopyEvidence evidence = evidence_.evidence_of(source, unshared);
    evidence.copied = source.evidence.copied;
    return evidence;
  }

  bool is_copy(const align::CopyEvidence& evidence) const {
    return evidence_.log_odds(evidence) >= 0;
  }

  // Whether the suspect was copied from it; if so and if it is wanted, it is kept.
  Result<bool> verify(std::size_t number) {
    if (count_ == scratch_.verified.size()) scratch_.verified.emplace_back();
    VerifiedSource& source = scratch_.verified[count_];
    if (auto ok = evidence_.align(number, source.aligned); !ok) return ok.error();
    const bool copied = is_copy(source.aligned.evidence);
    source.is_retold = !copied && evidence_.is_retold(source.aligned);
    if (!copied && !source.is_retold) return false;
    const index::RetrievalCandidate& candidate = input_.candidates[number].candidate;
    const index::DocumentStore& store = *input_.stores[candidate.segment];
    auto metadata = store.metadata(candidate.document, scratch_.metadata);
    if (!metadata) return metadata.error();
    source.metadata = std::move(*metadata);
    std::uint64_t* const counted =
        withheld_as(source.metadata, input_.suspect, options_, withheld_);
    ++(counted != nullptr ? *counted : count_);
    return true;
  }

  const SearchInput& input_;
  const SearchOptions& options_;
  MatchScratch& scratch_;
  SourceEvidence evidence_;
  std::uint64_t count_ = 0;  // of scratch_.verified
  Withheld withheld_;
};

}  // namespace

Result<std::vector<SourceMatch>> match_sources(const SearchInput& input,
                                               const SearchOptions& options,
                                               MatchScratch& scratch) {
  Matcher matcher(input, options, scratch);
  if (auto ok = matcher.verify(); !ok) return ok.error();
  auto matches = matcher.collect_matches();
  if (options.withheld != nullptr) *options.withheld = matcher.withheld();
  return matches;
}

}  // namespace despin::search
