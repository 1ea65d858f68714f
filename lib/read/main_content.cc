#include "lib/read/main_content.h"

#include <cstddef>
#include <string_view>
#include <vector>

#include "lib/read/article_blocks.h"
#include "lib/read/input_map.h"

namespace despin::read {
namespace {

bool in_one_group(const HtmlBlock& a, const HtmlBlock& b) {
  return a.kind == b.kind && (a.kind == BlockKind::kListItem || a.kind == BlockKind::kTableRow);
}

void append(const HtmlBlock& block, Content& out) {
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

Content join(const PageBlocks& page, const std::vector<bool>& kept) {
  Content out;
  std::size_t runs = 0;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    if (kept[i]) runs += page.blocks[i].runs.size();
  }
  out.runs.reserve(runs);  // a list that grows is held twice
  const HtmlBlock* before = nullptr;
  const HtmlBlock* heading = nullptr;  // held back until something follows it
  const auto emit = [&](const HtmlBlock& block) {
    if (before != nullptr) out.text += in_one_group(*before, block) ? "\n" : "\n\n";
    append(block, out);
    before = &block;
  };
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i]) continue;
    const HtmlBlock& block = page.blocks[i];
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

Content whole_content(const PageBlocks& page) {
  return join(page, std::vector<bool>(page.blocks.size(), true));
}

Content main_content(const PageBlocks& page) {
  Content out = join(page, find_article(page));
  if (out.text.empty()) {
    // Only links or margins: the whole page is better than nothing.
    for (const HtmlBlock& block : page.blocks) {
      if (!out.text.empty()) out.text += "\n\n";
      append(block, out);
    }
  }
  return out;
}

}  // namespace despin::read
