#include "lib/align/path.h"

#include <algorithm>

#include "lib/align/costs.h"

namespace despin::align {
namespace {

constexpr float kNever = -1e30F;

enum class PathState : std::uint16_t { kMatch, kSwap, kAdd, kDrop };

// The last step of an unlisted swap.
enum class SwapStep : std::uint16_t {
  kBegins,        // a word for a word
  kSuspectWord,   // a word more of the suspect
  kOriginalWord,  // a word more of the original
  kAfterLink,     // none: it is a link, which more words may follow
};

// The last step of a match: a value from kFirstLink on is a link, by its number among the cell's.
enum MatchStep : std::uint32_t { kPathBegins = 0, kKeptWord = 1, kFirstLink = 2 };
constexpr std::uint32_t kMaxCellLinks = 1000;

// Which state is best in a cell, and how each of its states was reached: as 16 bits.
struct CellSteps {
  PathState best = PathState::kMatch;
  SwapStep swap = SwapStep::kBegins;
  bool add_extends = false;
  bool drop_extends = false;
  std::uint32_t match = kPathBegins;

  std::uint16_t encode() const {
    return static_cast<std::uint16_t>(
        static_cast<std::uint32_t>(best) | static_cast<std::uint32_t>(swap) << 2 |
        std::uint32_t{add_extends} << 4 | std::uint32_t{drop_extends} << 5 | match << 6);
  }
  static CellSteps decode(std::uint16_t code) {
    return {static_cast<PathState>(code & 3U), static_cast<SwapStep>(code >> 2 & 3U),
            (code >> 4 & 1U) != 0, (code >> 5 & 1U) != 0, static_cast<std::uint32_t>(code >> 6)};
  }
};

class PathFiller {
 public:
  PathFiller(const PathInput& input, PathScratch& scratch)
      : original_(input.original),
        suspect_(input.suspect),
        band_(input.band),
        links_(input.links),
        owner_(input.owner),
        own_(input.own),
        ends_(input.ends),
        shares_(input.shares),
        costs_(input.costs),
        budget_(input.budget),
        scratch_(scratch) {}

  void fill() {
    scratch_.codes.assign(band_.offset.back(), 0);
    for (std::uint32_t row = band_.first_row; row <= band_.last_row(); ++row) {
      if (!base::may_go_on(budget_, 1 + (band_.high(row) - band_.low(row)) / 16)) return;
      fill_row(row);
    }
  }

  void trace(std::vector<PathStep>& out) const {
    auto& steps = scratch_.reversed;
    steps.clear();
    std::uint32_t row = end_row_;
    std::uint32_t column = end_column_;
    while (true) {
      const CellSteps last = steps_at(row, column);
      if (last.best != PathState::kMatch) {
        steps.push_back(run(row, column, last.best));
      } else if (last.match == kPathBegins) {
        break;
      } else if (last.match == kKeptWord) {
        steps.push_back(kept(row, column));
      } else {
        steps.push_back(linked(row, column, last.match - kFirstLink));
      }
      row = steps.back().suspect.begin;
      column = steps.back().original.begin;
    }
    out.insert(out.end(), steps.rbegin(), steps.rend());
  }

 private:
  const PathCell* cell(std::uint32_t row, std::uint32_t column) const {
    if (!band_.has(row, column)) return nullptr;
    return &scratch_.rows[row % scratch_.rows.size()][column - band_.low(row)];
  }

  CellSteps steps_at(std::uint32_t row, std::uint32_t column) const {
    return CellSteps::decode(scratch_.codes[band_.cell(row, column)]);
  }

  bool others(std::uint32_t original) const {
    return owner_[original] != 0 && owner_[original] != own_;
  }

  // What a path gains that begins or ends here.
  float edge_nats(std::uint32_t row, std::uint32_t column) const {
    const bool suspect = row == suspect_.size() || (suspect_[row].flags & kSentenceStart) != 0;
    const bool original =
        column == original_.size() || (original_[column].flags & kSentenceStart) != 0;
    return suspect && original ? costs_.sentence_edge_nats : 0;
  }

  void fill_row(std::uint32_t row) {
    const std::uint32_t low = band_.low(row);
    const std::uint32_t high = band_.high(row);
    auto& cells = scratch_.rows[row % scratch_.rows.size()];
    cells.resize(high - low + 1);
    for (std::uint32_t column = low; column <= high; ++column) {
      CellSteps steps;
      const PathCell filled = fill_cell(row, column, steps);
      cells[column - low] = filled;
      scratch_.codes[band_.cell(row, column)] = steps.encode();
      if (row >= band_.end_row && column >= band_.end_column) offer_end(row, column, filled.best);
    }
  }

  void offer_end(std::uint32_t row, std::uint32_t column, float nats) {
    if (!ends_.free_end && (row != band_.end_row || column != band_.end_column)) return;
    const float end = nats + (ends_.free_end ? edge_nats(row, column) : 0);
    if (end <= end_score_) return;
    end_score_ = end;
    end_row_ = row;
    end_column_ = column;
  }

  PathCell fill_cell(std::uint32_t row, std::uint32_t column, CellSteps& steps) {
    PathCell out{kNever, kNever, kNever, kNever};
    const bool has_suspect = row > band_.first_row;
    const bool has_original = column > 0;
    const bool blocked = has_original && others(column - 1);
    if (may_start(row, column)) out.best = ends_.free_start ? edge_nats(row, column) : 0;
    if (has_suspect && has_original && !blocked) fill_pair(row, column, steps, out);
    follow_links(row, column, steps, out);
    if (has_suspect) fill_from_above(row, column, steps, out);
    if (has_original) fill_from_left(row, column, blocked, steps, out);
    choose_best(steps, out);
    return out;
  }

  bool may_start(std::uint32_t row, std::uint32_t column) const {
    return ends_.free_start ? row <= band_.start_row && column <= band_.start_column
                            : row == band_.start_row && column == band_.start_column;
  }

  // The word before the boundary on either side: kept, or the first of an unlisted swap.
  void fill_pair(std::uint32_t row, std::uint32_t column, CellSteps& steps, PathCell& out) const {
    const PathCell* corner = cell(row - 1, column - 1);
    if (corner == nullptr) return;
    const Word& original = original_[column - 1];
    const Word& suspect = suspect_[row - 1];
    if (original.key != suspect.key) {
      out.swapped = corner->best + unlisted_nats(original, suspect, shares_, costs_);
      return;
    }
    const float nats = corner->best + keep_nats(suspect, shares_, costs_);
    if (nats <= out.best) return;
    out.best = nats;
    steps.match = kKeptWord;
  }

  // A word more of the suspect, in a swap or added.
  void fill_from_above(std::uint32_t row, std::uint32_t column, CellSteps& steps,
                       PathCell& out) const {
    const PathCell* up = cell(row - 1, column);
    if (up == nullptr) return;
    const float more = up->swapped + more_nats(suspect_[row - 1], costs_);
    if (more > out.swapped) {
      out.swapped = more;
      steps.swap = SwapStep::kSuspectWord;
    }
    out.added = up->best + costs_.add_open_nats;
    if (up->added + costs_.add_nats > out.added) {
      out.added = up->added + costs_.add_nats;
      steps.add_extends = true;
    }
  }

  // A word more of the original, in a swap or dropped.
  void fill_from_left(std::uint32_t row, std::uint32_t column, bool blocked, CellSteps& steps,
                      PathCell& out) const {
    const PathCell* left = cell(row, column - 1);
    if (left == nullptr) return;
    const float more = left->swapped + more_nats(original_[column - 1], costs_);
    if (!blocked && more > out.swapped) {
      out.swapped = more;
      steps.swap = SwapStep::kOriginalWord;
    }
    out.dropped = left->best + costs_.drop_open_nats;
    if (left->dropped + costs_.drop_nats > out.dropped) {
      out.dropped = left->dropped + costs_.drop_nats;
      steps.drop_extends = true;
    }
  }

  static void choose_best(CellSteps& steps, PathCell& out) {
    const auto offer = [&](float nats, PathState state) {
      if (nats <= out.best) return;
      out.best = nats;
      steps.best = state;
    };
    offer(out.swapped, PathState::kSwap);
    offer(out.added, PathState::kAdd);
    offer(out.dropped, PathState::kDrop);
  }

  void follow_links(std::uint32_t row, std::uint32_t column, CellSteps& steps, PathCell& out) {
    while (next_link_ < links_.size() && ends_before(links_[next_link_], row, column)) ++next_link_;
    for (std::uint32_t n = 0; n < kMaxCellLinks && next_link_ + n < links_.size(); ++n) {
      const Link& link = links_[next_link_ + n];
      if (link.suspect_end != row || link.original_end != column) break;
      const PathCell* from = cell(row - link.suspect_size, column - link.original_size);
      if (from == nullptr || from->best + link.nats <= out.best) continue;
      bool free = true;
      for (std::uint32_t k = 1; k <= link.original_size; ++k) free = free && !others(column - k);
      if (!free) continue;
      out.best = from->best + link.nats;
      steps.match = kFirstLink + n;
    }
    if (steps.match >= kFirstLink && out.best > out.swapped) {
      out.swapped = out.best;
      steps.swap = SwapStep::kAfterLink;
    }
  }

  static bool ends_before(const Link& link, std::uint32_t row, std::uint32_t column) {
    return link.suspect_end != row ? link.suspect_end < row : link.original_end < column;
  }

  PathStep kept(std::uint32_t row, std::uint32_t column) const {
    return {{column - 1, column},
            {row - 1, row},
            keep_nats(suspect_[row - 1], shares_, costs_),
            StepKind::kKept};
  }

  PathStep linked(std::uint32_t row, std::uint32_t column, std::uint32_t n) const {
    const auto first = std::partition_point(links_.begin(), links_.end(), [&](const Link& link) {
      return ends_before(link, row, column);
    });
    const Link& link = *(first + n);
    const StepKind kind = link.kind == LinkKind::kListed     ? StepKind::kListed
                          : link.kind == LinkKind::kReversed ? StepKind::kReversed
                                                             : StepKind::kInflected;
    return {{column - link.original_size, column}, {row - link.suspect_size, row}, link.nats, kind};
  }

  // All words of one swap, addition or drop that ends here.
  PathStep run(std::uint32_t row, std::uint32_t column, PathState state) const {
    PathStep step{{column, column}, {row, row}, 0, StepKind::kUnlisted};
    if (state == PathState::kAdd) step.kind = StepKind::kAdded;
    if (state == PathState::kDrop) step.kind = StepKind::kDropped;
    for (bool more = true; more;) {
      const CellSteps last = steps_at(step.suspect.begin, step.original.begin);
      if (state == PathState::kAdd) {
        more = last.add_extends;
        step.nats += more ? costs_.add_nats : costs_.add_open_nats;
        --step.suspect.begin;
      } else if (state == PathState::kDrop) {
        more = last.drop_extends;
        step.nats += more ? costs_.drop_nats : costs_.drop_open_nats;
        --step.original.begin;
      } else {
        more = extend_swap(last, step);
      }
    }
    return step;
  }

  // One step of a swap, from its end; whether there are more before it.
  bool extend_swap(const CellSteps& last, PathStep& step) const {
    switch (last.swap) {
      case SwapStep::kBegins:
        --step.original.begin;
        --step.suspect.begin;
        step.nats += unlisted_nats(original_[step.original.begin], suspect_[step.suspect.begin],
                                   shares_, costs_);
        return false;
      case SwapStep::kSuspectWord:
        --step.suspect.begin;
        step.nats += more_nats(suspect_[step.suspect.begin], costs_);
        return true;
      case SwapStep::kOriginalWord:
        --step.original.begin;
        step.nats += more_nats(original_[step.original.begin], costs_);
        return true;
      case SwapStep::kAfterLink:
        break;
    }
    const PathStep link = linked(step.suspect.begin, step.original.begin, last.match - kFirstLink);
    step.original.begin = link.original.begin;
    step.suspect.begin = link.suspect.begin;
    step.nats += link.nats;
    return false;
  }

  std::span<const Word> original_;
  std::span<const Word> suspect_;
  const Band& band_;
  std::span<const Link> links_;
  std::span<const std::uint32_t> owner_;
  const std::uint32_t own_;
  const PathEnds ends_;
  const Shares shares_;
  const EditCosts costs_;
  base::Budget* budget_;
  PathScratch& scratch_;
  std::size_t next_link_ = 0;
  float end_score_ = kNever * 2;
  std::uint32_t end_row_ = 0;
  std::uint32_t end_column_ = 0;
};

}  // namespace

void find_path(const PathInput& input, PathScratch& scratch, std::vector<PathStep>& out) {
  PathFiller filler(input, scratch);
  filler.fill();
  if (!base::ended(input.budget)) filler.trace(out);
}

}  // namespace despin::align
