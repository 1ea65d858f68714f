#include "lib/align/path.h"

#include <algorithm>

#include "lib/align/costs.h"

namespace despin::align {
namespace {

constexpr float kNever = -1e30F;

// A cell's code: which state is best in it, how each of its states was reached.
enum PathState : std::uint16_t { kMatch = 0, kSwap = 1, kAdd = 2, kDrop = 3 };
constexpr std::uint16_t kStateMask = 3;
constexpr int kSwapShift = 2;  // 0: begins here; 1: a word more of the suspect, 2: of the original;
                               // 3: a link, which more words may follow
constexpr std::uint16_t kSwapMask = 3;
constexpr std::uint16_t kAddExtends = 16;
constexpr std::uint16_t kDropExtends = 32;
constexpr int kMatchShift = 6;  // 0: the path begins; 1: kept; 2 and on: that link of the cell's
constexpr std::uint32_t kMaxCellLinks = 1000;

class PathFiller {
 public:
  PathFiller(std::span<const Word> original, std::span<const Word> suspect, const Band& band,
             std::span<const Link> links, std::span<const std::uint32_t> owner, std::uint32_t own,
             PathEnds ends, const Shares& shares, PathScratch& scratch)
      : original_(original),
        suspect_(suspect),
        band_(band),
        links_(links),
        owner_(owner),
        own_(own),
        ends_(ends),
        shares_(shares),
        scratch_(scratch) {}

  void fill() {
    scratch_.codes.assign(band_.offset.back(), 0);
    for (std::uint32_t row = band_.first_row; row <= band_.last_row(); ++row) fill_row(row);
  }

  void trace(std::vector<PathStep>& out) const {
    auto& steps = scratch_.reversed;
    steps.clear();
    std::uint32_t row = end_row_;
    std::uint32_t column = end_column_;
    while (true) {
      const std::uint16_t code = scratch_.codes[band_.cell(row, column)];
      const auto state = static_cast<PathState>(code & kStateMask);
      if (state == kMatch) {
        const std::uint32_t way = code >> kMatchShift;
        if (way == 0) break;
        steps.push_back(way == 1 ? kept(row, column) : linked(row, column, link_at(code)));
      } else {
        steps.push_back(run(row, column, state));
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

  bool others(std::uint32_t original) const {
    return owner_[original] != 0 && owner_[original] != own_;
  }

  // What a path gains that begins or ends here.
  float edge_nats(std::uint32_t row, std::uint32_t column) const {
    const bool suspect = row == suspect_.size() || (suspect_[row].flags & kSentenceStart) != 0;
    const bool original =
        column == original_.size() || (original_[column].flags & kSentenceStart) != 0;
    return suspect && original ? kSentenceEdgeNats : 0;
  }

  void fill_row(std::uint32_t row) {
    const std::uint32_t low = band_.low(row);
    const std::uint32_t high = band_.high(row);
    auto& cells = scratch_.rows[row % scratch_.rows.size()];
    cells.resize(high - low + 1);
    for (std::uint32_t column = low; column <= high; ++column) {
      std::uint16_t code = 0;
      const PathCell filled = fill_cell(row, column, code);
      cells[column - low] = filled;
      scratch_.codes[band_.cell(row, column)] = code;
      if (row < band_.end_row || column < band_.end_column) continue;
      if (!ends_.free_end && (row != band_.end_row || column != band_.end_column)) continue;
      const float end = filled.best + (ends_.free_end ? edge_nats(row, column) : 0);
      if (end > end_score_) {
        end_score_ = end;
        end_row_ = row;
        end_column_ = column;
      }
    }
  }

  PathCell fill_cell(std::uint32_t row, std::uint32_t column, std::uint16_t& code) {
    PathCell out{kNever, kNever, kNever, kNever};
    std::uint32_t match = 0;
    if (ends_.free_start ? row <= band_.start_row && column <= band_.start_column
                         : row == band_.start_row && column == band_.start_column) {
      out.best = ends_.free_start ? edge_nats(row, column) : 0;
    }
    const bool has_suspect = row > band_.first_row;
    const bool has_original = column > 0;
    const bool blocked = has_original && others(column - 1);
    const PathCell* left = has_original ? cell(row, column - 1) : nullptr;
    const PathCell* up = has_suspect ? cell(row - 1, column) : nullptr;
    const PathCell* corner =
        has_suspect && has_original && !blocked ? cell(row - 1, column - 1) : nullptr;
    std::uint16_t swap_way = 0;
    if (corner != nullptr) {
      const Word& meant = original_[column - 1];
      const Word& written = suspect_[row - 1];
      if (meant.key == written.key) {
        const float nats = corner->best + keep_nats(written, shares_);
        if (nats > out.best) {
          out.best = nats;
          match = 1;
        }
      } else {
        out.swapped = corner->best + unlisted_nats(meant, written, shares_);
      }
    }
    follow_links(row, column, out.best, match);
    if (match >= 2 && out.best > out.swapped) {
      out.swapped = out.best;
      swap_way = 3;
    }
    std::uint16_t extends = 0;
    if (up != nullptr) {
      const float more = up->swapped + unlisted_more_nats(suspect_[row - 1]);
      if (more > out.swapped) {
        out.swapped = more;
        swap_way = 1;
      }
      out.added = up->best + kAddOpenNats;
      if (up->added + kAddNats > out.added) {
        out.added = up->added + kAddNats;
        extends |= kAddExtends;
      }
    }
    if (left != nullptr) {
      const float more = left->swapped + unlisted_more_nats(original_[column - 1]);
      if (!blocked && more > out.swapped) {
        out.swapped = more;
        swap_way = 2;
      }
      out.dropped = left->best + kDropOpenNats;
      if (left->dropped + kDropNats > out.dropped) {
        out.dropped = left->dropped + kDropNats;
        extends |= kDropExtends;
      }
    }
    PathState best = kMatch;
    const auto offer = [&](float nats, PathState state) {
      if (nats <= out.best) return;
      out.best = nats;
      best = state;
    };
    offer(out.swapped, kSwap);
    offer(out.added, kAdd);
    offer(out.dropped, kDrop);
    const std::uint32_t ways = std::uint32_t{swap_way} << kSwapShift | match << kMatchShift;
    code = static_cast<std::uint16_t>(std::uint32_t{best} | extends | ways);
    return out;
  }

  void follow_links(std::uint32_t row, std::uint32_t column, float& best, std::uint32_t& match) {
    while (next_link_ < links_.size() && ends_before(links_[next_link_], row, column)) ++next_link_;
    for (std::uint32_t n = 0; n < kMaxCellLinks && next_link_ + n < links_.size(); ++n) {
      const Link& link = links_[next_link_ + n];
      if (link.suspect_end != row || link.original_end != column) break;
      const PathCell* from = cell(row - link.suspect_size, column - link.original_size);
      if (from == nullptr || from->best + link.nats <= best) continue;
      bool free = true;
      for (std::uint32_t k = 1; k <= link.original_size; ++k) free = free && !others(column - k);
      if (!free) continue;
      best = from->best + link.nats;
      match = 2 + n;
    }
  }

  static bool ends_before(const Link& link, std::uint32_t row, std::uint32_t column) {
    return link.suspect_end != row ? link.suspect_end < row : link.original_end < column;
  }

  static std::uint32_t link_at(std::uint16_t code) { return (code >> kMatchShift) - 2U; }

  PathStep kept(std::uint32_t row, std::uint32_t column) const {
    return {{column - 1, column},
            {row - 1, row},
            keep_nats(suspect_[row - 1], shares_),
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
    if (state == kAdd) step.kind = StepKind::kAdded;
    if (state == kDrop) step.kind = StepKind::kDropped;
    for (bool more = true; more;) {
      const std::uint16_t code =
          scratch_.codes[band_.cell(step.suspect.begin, step.original.begin)];
      if (state == kAdd) {
        more = (code & kAddExtends) != 0;
        step.nats += more ? kAddNats : kAddOpenNats;
        --step.suspect.begin;
      } else if (state == kDrop) {
        more = (code & kDropExtends) != 0;
        step.nats += more ? kDropNats : kDropOpenNats;
        --step.original.begin;
      } else {
        const std::uint16_t way = code >> kSwapShift & kSwapMask;
        if (way == 3) {
          const PathStep link = linked(step.suspect.begin, step.original.begin, link_at(code));
          step.original.begin = link.original.begin;
          step.suspect.begin = link.suspect.begin;
          step.nats += link.nats;
          break;
        }
        more = way != 0;
        if (way != 1) --step.original.begin;
        if (way != 2) --step.suspect.begin;
        // A side that has no word more may be at its end.
        step.nats += way == 0   ? unlisted_nats(original_[step.original.begin],
                                                suspect_[step.suspect.begin], shares_)
                     : way == 1 ? unlisted_more_nats(suspect_[step.suspect.begin])
                                : unlisted_more_nats(original_[step.original.begin]);
      }
    }
    return step;
  }

  std::span<const Word> original_;
  std::span<const Word> suspect_;
  const Band& band_;
  std::span<const Link> links_;
  std::span<const std::uint32_t> owner_;
  const std::uint32_t own_;
  const PathEnds ends_;
  const Shares shares_;
  PathScratch& scratch_;
  std::size_t next_link_ = 0;
  float end_score_ = kNever * 2;
  std::uint32_t end_row_ = 0;
  std::uint32_t end_column_ = 0;
};

}  // namespace

void find_path(std::span<const Word> original, std::span<const Word> suspect, const Band& band,
               std::span<const Link> links, std::span<const std::uint32_t> owner, std::uint32_t own,
               PathEnds ends, const Shares& shares, PathScratch& scratch,
               std::vector<PathStep>& out) {
  PathFiller filler(original, suspect, band, links, owner, own, ends, shares, scratch);
  filler.fill();
  filler.trace(out);
}

}  // namespace despin::align
