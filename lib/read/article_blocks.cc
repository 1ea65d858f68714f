#include "lib/read/article_blocks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::read {
namespace {

// Lengths are bytes of UTF-8. A Chinese character, which carries more, counts three.
constexpr std::size_t kWorthBytes = 25;  // shorter text is ignored
constexpr std::size_t kProseBytes = 60;  // about ten words: longer than menu entries
constexpr double kMaxLinkShareOfProse = 0.35;
// An element marked as margin is none if it holds more of the prose than this: some pages mark
// their whole body "with-sidebar".
constexpr double kMaxMarginShare = 0.4;
// Weight of a block inside a list: galleries, teasers and references are lists of whole paragraphs
// and can be longer than the article.
constexpr double kWorthInList = 0.2;
// A neighbor of the best element joins it if it has this share of its score, or if it is one
// paragraph of this many bytes.
constexpr double kNeighborShare = 0.2;
constexpr double kNeighborScore = 10;
constexpr double kNeighborBytes = 80;
// The best element is replaced by an ancestor that adds this share to its worth; less is needed if
// the ancestor is marked as the article.
constexpr double kWidenInMain = 0.3;
constexpr double kWiden = 1.0;
constexpr double kMaxLinkShareOfRest = 0.3;
// Blocks that are mostly links are dropped; list items only together with the list.
constexpr double kMaxLinkShareOfBlock = 0.6;
constexpr double kMaxLinkShareOfList = 0.5;
constexpr int kLevels = 5;  // number of ancestors that a block scores for

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double link_share(const HtmlBlock& block) { return share(block.link_bytes, block.text.size()); }

double prose_bytes(const HtmlBlock& block) {
  const bool prose = block.kind != BlockKind::kHeading && block.kind != BlockKind::kTableRow &&
                     block.kind != BlockKind::kCode && block.text.size() >= kProseBytes &&
                     link_share(block) <= kMaxLinkShareOfProse;
  return prose ? static_cast<double>(block.text.size()) : 0;
}

std::size_t count_commas(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    count += c == ',' || (c == '\xD8' && text.substr(i, 2) == "\u060C") ||
             (c == '\xE3' && text.substr(i, 3) == "\u3001") ||
             (c == '\xEF' && text.substr(i, 3) == "\uFF0C");
  }
  return count;
}

// How much a block looks like article text: sentences have commas and length.
double worth(const HtmlBlock& block) {
  if (block.kind == BlockKind::kHeading || block.kind == BlockKind::kTableRow ||
      block.text.size() < kWorthBytes) {
    return 0;
  }
  const double length = std::min(static_cast<double>(block.text.size()) / 100, 3.0);
  return (1 + static_cast<double>(count_commas(block.text)) + length) * (1 - link_share(block));
}

// Marks all blocks inside elements that are marked as margins.
std::vector<bool> find_margins(const PageBlocks& page) {
  std::vector<double> prose{0};  // prose in all earlier blocks
  prose.reserve(page.blocks.size() + 1);
  for (const HtmlBlock& block : page.blocks) prose.push_back(prose.back() + prose_bytes(block));
  std::vector<bool> margin(page.blocks.size(), false);
  std::size_t done = 0;  // earlier blocks are decided; keeps nested margins linear
  for (const Container& c : page.containers) {
    const double inside = prose[c.end_block] - prose[c.first_block];
    if (c.role != Role::kMargin || inside > kMaxMarginShare * prose.back()) continue;
    for (std::size_t i = std::max<std::size_t>(done, c.first_block); i < c.end_block; ++i) {
      margin[i] = true;
    }
    done = std::max<std::size_t>(done, c.end_block);
  }
  return margin;
}

// Content of a range of blocks, without margins.
struct Amount {
  std::uint32_t blocks = 0;
  std::size_t bytes = 0;
  std::size_t link_bytes = 0;
  double worth = 0;

  Amount operator-(const Amount& other) const {
    return {blocks - other.blocks, bytes - other.bytes, link_bytes - other.link_bytes,
            worth - other.worth};
  }
};

// The elements of a page and their content. Elements with the same blocks form a group, named by
// the outermost, so that extra wrappers change nothing.
class Outline {
 public:
  explicit Outline(const PageBlocks& page)
      : page_(page),
        margin_(find_margins(page)),
        inner_(page.blocks.size(), 0),
        group_(page.containers.size(), 0),
        main_(page.containers.size(), false),
        own_(page.containers.size(), 0),
        score_(page.containers.size(), 0) {
    find_inner();
    sum_up();
    for (std::uint32_t c = 0; c < group_.size(); ++c) {
      const std::uint32_t parent = page.containers[c].parent;
      group_[c] = c > 0 && in(c).blocks == in(parent).blocks ? group_[parent] : c;
      if (page.containers[c].role == Role::kMain) main_[group_[c]] = true;
    }
    find_scores();
  }

  std::vector<bool> article() const {
    std::vector<bool> kept(page_.blocks.size(), false);
    mark_with_neighbors(widened(best()), kept);
    for (std::uint32_t i = 0; i < kept.size(); ++i) {
      if (kept[i]) kept[i] = !margin_[i] && !is_link(i);
    }
    return kept;
  }

 private:
  // Finds the innermost element around each block.
  void find_inner() {
    std::vector<std::uint32_t> open{0};
    std::uint32_t block = 0;
    const auto fill = [&](std::size_t end) {
      for (; block < end; ++block) {
        while (open.size() > 1 && page_.containers[open.back()].end_block <= block) open.pop_back();
        inner_[block] = open.back();
      }
    };
    for (std::uint32_t c = 1; c < page_.containers.size(); ++c) {
      fill(page_.containers[c].first_block);
      open.push_back(c);
    }
    fill(page_.blocks.size());
  }

  void sum_up() {
    std::vector<bool> in_list(page_.containers.size(), false);
    for (std::size_t c = 1; c < in_list.size(); ++c) {
      const HtmlTag tag = page_.containers[c].tag;
      in_list[c] =
          tag == HtmlTag::kLi || tag == HtmlTag::kDd || in_list[page_.containers[c].parent];
    }
    before_.reserve(page_.blocks.size() + 1);
    before_.emplace_back();
    for (std::size_t i = 0; i < page_.blocks.size(); ++i) {
      Amount sum = before_.back();
      if (!margin_[i]) {
        const HtmlBlock& block = page_.blocks[i];
        ++sum.blocks;
        sum.bytes += block.text.size();
        sum.link_bytes += block.link_bytes;
        sum.worth += worth(block) * (in_list[inner_[i]] ? kWorthInList : 1);
      }
      before_.push_back(sum);
    }
  }

  // A block adds its worth to its element, half of it to the next, then a sixth and a ninth.
  void find_scores() {
    for (std::uint32_t i = 0; i < page_.blocks.size(); ++i) {
      const double own = before_[i + 1].worth - before_[i].worth;
      if (own <= 0) continue;
      std::uint32_t c = group_[inner_[i]];
      if (in(c).blocks == 1) c = around(c);  // the paragraph itself
      own_[c] += own;
      for (int level = 0; level < kLevels; ++level) {
        score_[c] += own / (level < 2 ? 1 + level : 3 * level);
        if (c == 0) break;
        c = around(c);
      }
    }
    for (std::uint32_t c = 0; c < score_.size(); ++c) {
      const Amount inside = in(c);
      score_[c] *= 1 - share(inside.link_bytes, inside.bytes);
    }
  }

  std::uint32_t best() const {
    const auto most = std::max_element(score_.begin(), score_.end());
    return static_cast<std::uint32_t>(most - score_.begin());
  }

  // Articles are divided into sections: returns the outermost ancestor that adds enough.
  std::uint32_t widened(std::uint32_t best) const {
    for (std::uint32_t c = best; c != 0;) {
      c = around(c);
      const Amount now = in(best);
      const Amount rest = in(c)-now;
      const double some = kWidenInMain * now.worth;
      const double enough = main_[c] || own_[c] >= some ? some : kWiden * now.worth;
      if (rest.worth >= enough && share(rest.link_bytes, rest.bytes) <= kMaxLinkShareOfRest) {
        best = c;
      }
    }
    return best;
  }

  void mark_with_neighbors(std::uint32_t best, std::vector<bool>& kept) const {
    const auto mark = [&](const Container& c) {
      std::fill(kept.begin() + c.first_block, kept.begin() + c.end_block, true);
    };
    mark(page_.containers[best]);
    if (best == 0) return;
    const std::uint32_t parent = around(best);
    const double enough = std::max(kNeighborScore, kNeighborShare * score_[best]);
    for (std::uint32_t c = parent + 1; c < group_.size(); ++c) {
      if (page_.containers[c].first_block >= page_.containers[parent].end_block) break;
      const bool neighbor = group_[c] == c && in(c).blocks > 1 && around(c) == parent;
      if (neighbor && score_[c] >= enough) mark(page_.containers[c]);
    }
    // Single paragraphs, with an element of their own or without.
    for (std::uint32_t i = page_.containers[parent].first_block;
         i < page_.containers[parent].end_block; ++i) {
      std::uint32_t c = group_[inner_[i]];
      if (c != parent && in(c).blocks == 1) c = around(c);
      if (c == parent && prose_bytes(page_.blocks[i]) > kNeighborBytes) kept[i] = true;
    }
  }

  bool is_link(std::uint32_t block) const {
    if (link_share(page_.blocks[block]) <= kMaxLinkShareOfBlock) return false;
    std::uint32_t c = inner_[block];
    if (page_.containers[c].tag != HtmlTag::kLi) c = page_.containers[c].parent;
    if (page_.containers[c].tag != HtmlTag::kLi) return true;
    const Amount list = in(page_.containers[c].parent);
    return share(list.link_bytes, list.bytes) > kMaxLinkShareOfList;
  }

  Amount in(std::uint32_t c) const {
    return before_[page_.containers[c].end_block] - before_[page_.containers[c].first_block];
  }

  // The next larger element.
  std::uint32_t around(std::uint32_t c) const { return group_[page_.containers[group_[c]].parent]; }

  const PageBlocks& page_;
  std::vector<bool> margin_;
  std::vector<Amount> before_;        // by block: sum over all earlier blocks
  std::vector<std::uint32_t> inner_;  // by block
  std::vector<std::uint32_t> group_;  // by container: the outermost with the same blocks
  std::vector<bool> main_;            // by group: some element is marked as the article
  std::vector<double> own_;  // by container: worth of its own paragraphs, without child elements
  std::vector<double> score_;
};

}  // namespace

std::vector<bool> find_article(const PageBlocks& page) { return Outline(page).article(); }

}  // namespace despin::read
