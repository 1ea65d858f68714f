// Any bytes as a page read from its tags alone: a tree in order, of a bounded size, whose style
// sheets can be asked of every element.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/read/html_outline.h"
#include "lib/read/html_tree.h"
#include "lib/read/page_text.h"
#include "lib/read/style_rules.h"
#include "tests/fuzz/mutate_html.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_order(const despin::read::HtmlTree& tree, std::string_view page) {
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const despin::read::HtmlNode& node = tree.nodes[i];
    require(node.end > i && node.end <= tree.nodes.size());
    require(node.begin_byte <= node.end_byte && node.end_byte <= page.size());
    // Subtrees are nested: a child ends no later than what it stands in.
    if (i + 1 < node.end) require(tree.nodes[i + 1].end <= node.end);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using despin::read::kOutlineBytes;
  using despin::read::kOutlineFree;
  const std::string_view page(reinterpret_cast<const char*>(data), size);
  despin::read::HtmlTree tree;
  despin::read::outline_page(page, tree);
  require(tree.flattened >= 1);
  check_order(tree, page);
  // Of each element itself, a text and a line break before it; and <html>.
  require(tree.nodes.size() <= 3 * (kOutlineFree + size / kOutlineBytes) + 8);

  despin::read::StyleRules rules = despin::read::read_style_rules(tree, page);
  rules.add_sheet(page);
  despin::read::Element element;
  for (const despin::read::HtmlNode& node : tree.nodes) {
    if (node.tag == despin::read::HtmlTag::kText) continue;
    element.read(node.tag, page.substr(node.begin_byte, node.end_byte - node.begin_byte));
    for (const bool concealed : {false, true}) rules.style_of(element, concealed);
  }
  despin::read::page_text(tree, page, {});
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return despin::fuzz::mutate(data, size, most, seed, despin::fuzz::mutate_html);
}
