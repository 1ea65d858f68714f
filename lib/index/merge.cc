#include "lib/index/merge.h"

#include <algorithm>
#include <optional>
#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/index/segment_format.h"
#include "lib/index/segment_writer.h"

namespace despin::index {
namespace {

using Segments = std::span<const std::shared_ptr<const Segment>>;

// Iterates over the terms of a segment.
class TermCursor {
 public:
  explicit TermCursor(const Segment& segment) : lexicon_(segment.lexicon()) { next(); }

  bool at_end() const { return !walk_; }
  bool corrupt() const { return corrupt_; }
  std::string_view spelling() const { return walk_->spelling(); }
  const Term& term() const { return walk_->term(); }

  void next() {
    while (!corrupt_) {
      if (walk_ && walk_->next()) return;
      corrupt_ = walk_ && walk_->corrupt();
      walk_.reset();
      if (corrupt_ || block_ == lexicon_.blocks()) return;
      walk_.emplace(lexicon_, block_++);
    }
  }

 private:
  const Lexicon& lexicon_;
  std::optional<Lexicon::Walk> walk_;
  std::uint64_t block_ = 0;
  bool corrupt_ = false;
};

// Calls f(spelling, holders) for each term of any segment, in order; holders are pairs of a
// segment's position and its Term. Returns the corrupt segment, if any.
template <class F>
const Segment* for_each_term(Segments segments, F&& f) {
  std::vector<TermCursor> cursors;
  cursors.reserve(segments.size());
  for (const auto& segment : segments) cursors.emplace_back(*segment);
  const auto later = [&](std::size_t a, std::size_t b) {
    const int order = cursors[a].spelling().compare(cursors[b].spelling());
    return order != 0 ? order > 0 : a > b;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  for (std::size_t i = 0; i < cursors.size(); ++i) {
    if (cursors[i].corrupt()) return segments[i].get();
    if (!cursors[i].at_end()) queue.push(i);
  }
  std::vector<std::pair<std::size_t, Term>> holders;
  std::string spelling;
  std::string last;
  while (!queue.empty()) {
    spelling.assign(cursors[queue.top()].spelling());
    holders.clear();
    while (!queue.empty() && cursors[queue.top()].spelling() == spelling) {
      const std::size_t i = queue.top();
      queue.pop();
      holders.emplace_back(i, cursors[i].term());
      cursors[i].next();
      if (cursors[i].corrupt()) return segments[i].get();
      if (!cursors[i].at_end()) queue.push(i);
    }
    // Terms out of order, or twice in a segment, only occur by corruption.
    if (!last.empty() && spelling <= last) return segments[holders.front().first].get();
    for (std::size_t i = 1; i < holders.size(); ++i) {
      if (holders[i].first == holders[i - 1].first) return segments[holders[i].first].get();
    }
    last = spelling;
    f(std::string_view(spelling), holders);
  }
  return nullptr;
}

// Lists that the merged segment needs but a source segment lacks, because the term is frequent
// there; stored as gaps in varints.
class MissingLists {
 public:
  void expect(TermId term) { lists_.try_emplace(term); }
  bool empty() const { return lists_.empty(); }

  void add(TermId term, std::uint32_t document) {
    const auto found = lists_.find(term);
    if (found == lists_.end()) return;
    List& list = found->second;
    if (list.count > 0 && list.last == document) return;
    append_varint(list.gaps, document - list.last);
    list.last = document;
    ++list.count;
  }

  template <class F>
  void for_each(TermId term, F&& f) const {
    const auto found = lists_.find(term);
    if (found == lists_.end()) return;
    Bytes rest = found->second.gaps;
    std::uint64_t gap = 0;
    for (std::uint32_t document = 0; take_varint(rest, gap);) {
      document += static_cast<std::uint32_t>(gap);
      f(document);
    }
  }

 private:
  struct List {
    std::uint32_t last = 0;
    std::uint32_t count = 0;
    std::vector<std::byte> gaps;
  };
  std::unordered_map<TermId, List> lists_;
};

class Merger {
 public:
  Merger(Segments segments, const IndexProgress& progress, base::Budget* budget)
      : segments_(segments),
        progress_(progress),
        budget_(budget),
        terms_(segments.size()),
        missing_(segments.size()),
        removed_(segments.size()),
        numbers_(segments.size()) {}

  Result<SegmentEntry> run(const std::string& folder, const std::string& file) {
    if (auto ok = number_terms(); !ok) return ok.error();
    if (plan_.documents == 0) return segments_.front()->corruption("tombstones");
    auto writer = SegmentWriter::create(folder, file, plan_);
    if (!writer) return writer.error();
    if (auto ok = copy_documents(**writer); !ok) return ok.error();
    if (auto ok = copy_metadata(**writer); !ok) return ok.error();
    if (!base::may_go_on(budget_, 1)) return budget_->error();
    if (auto ok = join_postings(**writer); !ok) return ok.error();
    return (*writer)->finish();
  }

 private:
  // Documents count twice: for their terms and for their metadata.
  void report() const {
    if (progress_) progress_(done_ / 2, plan_.documents);
  }

  Result<void> number_terms() {
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      const Segment& segment = *segments_[i];
      begins_.push_back(static_cast<std::uint32_t>(plan_.documents));
      plan_.documents += segment.live_documents();
      plan_.words += segment.words();
      for (std::size_t k = 0; k < kDistanceClasses; ++k) {
        plan_.distances[k] += segment.document_table().distances()[k];
      }
      terms_[i].resize(segment.terms(), kGone);
      if (segment.tombstones() != nullptr) {
        plan_.words -= std::min(plan_.words, segment.tombstones()->words());
        if (auto ok = count_removed(i); !ok) return ok;
      }
      if (plan_.documents > kMaxSegmentDocuments) {
        return Error{ErrorCode::kTooLarge,
                     "more documents than a segment holds; expected at most " +
                         std::to_string(kMaxSegmentDocuments) + "; leave the index as it is"};
      }
    }
    const std::uint64_t cap = postings_cap(plan_.documents);
    const Segment* corrupt = for_each_term(segments_, [&](std::string_view, const auto& holders) {
      const auto id = static_cast<TermId>(plan_.frequencies.size());
      std::uint64_t documents = 0;
      for (const auto& [i, term] : holders) {
        const std::uint32_t live = live_of(i, term);
        if (live > 0) terms_[i][term.id] = id;
        documents += live;
      }
      if (documents == 0) return;
      plan_.frequencies.push_back(static_cast<std::uint32_t>(documents));
      if (documents > cap) return;
      for (const auto& [i, term] : holders) {
        if (terms_[i][term.id] == kGone) continue;
        if (!segments_[i]->has_postings(term)) missing_[i].expect(term.id);
      }
    });
    if (corrupt != nullptr) return corrupt->corruption("terms");
    return {};
  }

  // What the removed documents of a segment had.
  Result<void> count_removed(std::size_t i) {
    const Segment& segment = *segments_[i];
    removed_[i].resize(segment.terms(), 0);
    std::vector<TermId> terms;
    std::unordered_map<TermId, std::uint32_t> last;  // place, of a document
    for (const std::uint32_t document : segment.tombstones()->documents()) {
      if (auto ok = segment.terms_of(document, terms); !ok) return ok;
      if (!base::may_go_on(budget_, 1 + terms.size() / 16)) return budget_->error();
      last.clear();
      for (std::uint32_t place = 0; place < terms.size(); ++place) {
        const auto [at, first] = last.try_emplace(terms[place], place);
        if (first) {
          ++removed_[i][terms[place]];
          continue;
        }
        std::uint64_t& distances = plan_.distances[distance_class(place - at->second)];
        distances -= std::min<std::uint64_t>(distances, 1);
        at->second = place;
      }
    }
    return {};
  }

  // How many documents hold the term that have not been removed.
  std::uint32_t live_of(std::size_t i, const Term& term) const {
    if (removed_[i].empty()) return term.documents;
    return term.documents - std::min(term.documents, removed_[i][term.id]);
  }

  Result<void> copy_documents(SegmentWriter& writer) {
    std::vector<TermId> terms;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      const Segment& segment = *segments_[i];
      const bool any_removed = segment.tombstones() != nullptr;
      if (any_removed) numbers_[i].resize(segment.documents(), kGone);
      std::uint32_t next = begins_[i];
      for (std::uint32_t document = 0; document < segment.documents(); ++document) {
        if (any_removed && segment.is_removed(document)) continue;
        if (any_removed) numbers_[i][document] = next;
        if (auto ok = segment.terms_of(document, terms); !ok) return ok;
        if (!base::may_go_on(budget_, 1 + terms.size() / 16)) return budget_->error();
        for (TermId& term : terms) {
          if (!missing_[i].empty()) missing_[i].add(term, next);
          term = terms_[i][term];
          if (term == kGone) return segment.corruption("terms");
        }
        writer.add_document(terms);
        ++next;
        if ((++done_ & 0xFFF) == 0) report();
      }
      terms_[i] = {};
    }
    return {};
  }

  Result<void> copy_metadata(SegmentWriter& writer) {
    std::vector<MetadataSource> sources;
    for (const auto& segment : segments_) {
      sources.push_back({&segment->metadata_table(), segment->tombstones()});
    }
    const MetadataTable* corrupt = writer.copy_metadata(sources, [this](std::uint64_t rows) {
      done_ += rows;
      report();
    });
    for (const auto& segment : segments_) {
      if (&segment->metadata_table() == corrupt) return segment->corruption("metadata");
    }
    return {};
  }

  Result<void> join_postings(SegmentWriter& writer) {
    std::vector<std::uint32_t> postings;
    const Segment* broken = nullptr;
    TermId id = 0;
    const Segment* corrupt =
        for_each_term(segments_, [&](std::string_view spelling, const auto& holders) {
          if (broken != nullptr || base::ended(budget_)) return;
          const bool held = std::any_of(holders.begin(), holders.end(), [this](const auto& holder) {
            return live_of(holder.first, holder.second) > 0;
          });
          if (!held) return;
          postings.clear();
          const bool wanted = writer.wants_postings(id);
          for (const auto& [i, term] : holders) {
            if (!wanted) break;
            const std::size_t before = postings.size();
            if (!take_postings(i, term, postings) || postings.size() - before != live_of(i, term)) {
              broken = segments_[i].get();
            }
          }
          if (broken != nullptr) return;
          for (std::size_t k = 1; k < postings.size(); ++k) {
            if (postings[k - 1] >= postings[k]) broken = segments_[holders.front().first].get();
          }
          if (broken == nullptr) writer.add_term(spelling, postings);
          ++id;
          base::may_go_on(budget_, 1 + postings.size() / 64);
        });
    if (base::ended(budget_)) return budget_->error();
    if (corrupt != nullptr) return corrupt->corruption("terms");
    if (broken != nullptr) return broken->corruption("postings");
    if (progress_) progress_(plan_.documents, plan_.documents);
    return {};
  }

  // Appends those of a segment, by their new numbers.
  bool take_postings(std::size_t i, const Term& term, std::vector<std::uint32_t>& postings) const {
    const Segment& segment = *segments_[i];
    if (live_of(i, term) == 0) return true;
    if (!segment.has_postings(term)) {
      missing_[i].for_each(term.id, [&](std::uint32_t document) { postings.push_back(document); });
      return true;
    }
    if (numbers_[i].empty()) {
      return segment.for_each_posting(term, [&, begin = begins_[i]](std::uint32_t document) {
        postings.push_back(begin + document);
      });
    }
    return segment.for_each_posting(term, [&](std::uint32_t document) {
      if (numbers_[i][document] != kGone) postings.push_back(numbers_[i][document]);
    });
  }

  static constexpr std::uint32_t kGone = UINT32_MAX;

  Segments segments_;
  const IndexProgress& progress_;
  base::Budget* budget_;
  SegmentPlan plan_;
  std::vector<std::uint32_t> begins_;       // first document, by segment
  std::vector<std::vector<TermId>> terms_;  // by segment, renumbered
  std::vector<MissingLists> missing_;
  // By segment; empty for those that nothing was removed from.
  std::vector<std::vector<std::uint32_t>> removed_;  // by term: removed documents that hold it
  std::vector<std::vector<std::uint32_t>> numbers_;  // by document: its new number
  std::uint64_t done_ = 0;
};

}  // namespace

Result<SegmentEntry> merge_segments(Segments segments, const std::string& folder,
                                    const std::string& file, const IndexProgress& progress,
                                    base::Budget* budget) {
  return Merger(segments, progress, budget).run(folder, file);
}

}  // namespace despin::index
