#include "lib/read/main_content.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "lib/read/input_map.h"

namespace despin::read {
namespace {

constexpr std::size_t kProseBytes = 60;  // about ten words: longer than menu entries are
constexpr double kMaxLinkShareOfProse = 0.35;
constexpr double kMaxLinkShare = 0.6;
// What calls itself a margin is none if it holds more of the prose than this: pages name
// their whole body "with-sidebar".
constexpr double kMaxMarginShare = 0.4;
constexpr double kMinMainShare = 0.4;  // of the prose, to believe an <article>
constexpr double kDescendFromBody = 0.7;
constexpr double kDescendFromMain = 0.9;

double link_share(const Block& block) {
  return block.text.empty()
             ? 0
             : static_cast<double>(block.link_bytes) / static_cast<double>(block.text.size());
}

double prose_bytes(const Block& block) {
  const bool prose = block.kind != BlockKind::kHeading && block.kind != BlockKind::kTableRow &&
                     block.kind != BlockKind::kCode && block.text.size() >= kProseBytes &&
                     link_share(block) <= kMaxLinkShareOfProse;
  return prose ? static_cast<double>(block.text.size()) : 0;
}

// Prefix sums of prose: how much lies in any range of blocks.
class Prose {
 public:
  Prose(const Page& page, const std::vector<bool>& dropped) {
    sums_.reserve(page.blocks.size() + 1);
    sums_.push_back(0);
    for (std::size_t i = 0; i < page.blocks.size(); ++i) {
      sums_.push_back(sums_.back() + (dropped[i] ? 0 : prose_bytes(page.blocks[i])));
    }
  }
  double in(const Container& c) const { return sums_[c.end_block] - sums_[c.first_block]; }
  double total() const { return sums_.back(); }

 private:
  std::vector<double> sums_;
};

std::vector<bool> find_margins(const Page& page) {
  std::vector<bool> dropped(page.blocks.size(), false);
  const Prose prose(page, dropped);
  std::size_t done = 0;  // blocks before it are decided; keeps nested margins linear
  for (const Container& c : page.containers) {
    if (c.role != Role::kMargin || prose.in(c) > kMaxMarginShare * prose.total()) continue;
    for (std::size_t i = std::max<std::size_t>(done, c.first_block); i < c.end_block; ++i) {
      dropped[i] = true;
    }
    done = std::max<std::size_t>(done, c.end_block);
  }
  return dropped;
}

std::size_t find_article(const Page& page, const Prose& prose) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < page.containers.size(); ++i) {
    const Container& c = page.containers[i];
    if (c.role != Role::kMain || prose.in(c) < kMinMainShare * prose.total()) continue;
    // Of two that hold the same prose the inner one comes later and is the tighter.
    if (best == 0 || prose.in(c) >= 0.9 * prose.in(page.containers[best])) best = i;
  }
  const double share = best == 0 ? kDescendFromBody : kDescendFromMain;
  const double enough = share * prose.in(page.containers[best]);
  // Containers are in page order, so whatever holds enough lies inside the last that did.
  for (std::size_t i = best + 1; i < page.containers.size(); ++i) {
    if (page.containers[i].first_block >= page.containers[best].end_block) break;
    const bool inside = page.containers[i].end_block <= page.containers[best].end_block;
    if (inside && prose.total() > 0 && prose.in(page.containers[i]) >= enough) best = i;
  }
  return best;
}

bool in_one_group(const Block& a, const Block& b) {
  return a.kind == b.kind && (a.kind == BlockKind::kListItem || a.kind == BlockKind::kTableRow);
}

void append(const Block& block, Content& out) {
  const std::string_view inside = block.text;
  const bool prose = block.kind == BlockKind::kParagraph || block.kind == BlockKind::kHeading;
  const bool marked = inside.starts_with('"') || inside.starts_with("\u201C");
  const bool quoted = prose && block.quoted && !marked;
  if (block.kind == BlockKind::kListItem) out.text += "- ";
  if (block.kind == BlockKind::kTableRow) out.text += "| ";
  if (block.kind == BlockKind::kCode) out.text += "```\n";
  if (quoted) out.text += "\u201C";
  shift_runs(block.runs, out.text.size(), out.runs);
  out.text += inside;
  if (quoted) out.text += "\u201D";
  if (block.kind == BlockKind::kCode) out.text += "\n```";
}

Content join(const Page& page, std::size_t first, std::size_t end,
             const std::vector<bool>& dropped) {
  Content out;
  const Block* before = nullptr;
  const Block* heading = nullptr;  // kept back until something follows it
  const auto emit = [&](const Block& block) {
    if (before != nullptr) out.text += in_one_group(*before, block) ? "\n" : "\n\n";
    append(block, out);
    before = &block;
  };
  for (std::size_t i = first; i < end; ++i) {
    const Block& block = page.blocks[i];
    if (dropped[i] || link_share(block) > kMaxLinkShare) continue;
    if (block.kind == BlockKind::kHeading) {
      if (heading != nullptr) emit(*heading);
      heading = &block;
      continue;
    }
    if (heading != nullptr) emit(*heading);
    heading = nullptr;
    emit(block);
  }
  return out;
}

}  // namespace

Content main_content(const Page& page) {
  const std::vector<bool> margins = find_margins(page);
  const Prose prose(page, margins);
  const Container& article = page.containers[find_article(page, prose)];
  Content out = join(page, article.first_block, article.end_block, margins);
  if (out.text.empty()) {
    // Nothing but links or margins: better all of the page than nothing.
    for (const Block& block : page.blocks) {
      if (!out.text.empty()) out.text += "\n\n";
      append(block, out);
    }
  }
  return out;
}

}  // namespace despin::read
