// lib/read/html_flatten.h
// The tree of an HTML parser as the list of nodes that HtmlTree is: a walk over linked nodes,
// each with `parent` and `next`, whichever library made them.
//
//   flatten_nodes(root, [](auto* n) { return n->child; },
//                 [&](auto* n) { return append_node(n, tree); }, tree);
//
// Threads  Stateless.
// Cost     O(nodes), without recursion: a page may nest as deep as it likes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/read/html_parser.h"

namespace despin::read {

// `first_child` gives the first child of a node or null. `append` appends a node to `out`, or
// returns false: it and all below it are left out. Nodes deeper than kMaxTreeDepth follow the one
// they were in, and are counted; text that is no prose (raw) is left out there, since nothing says
// any more that it is a script's. Of no node, as of an empty page, nothing is appended.
template <class Node, class FirstChild, class Append>
void flatten_nodes(Node* root, FirstChild first_child, Append append, HtmlTree& out) {
  if (root == nullptr) return;
  std::vector<std::uint32_t> open;
  std::size_t beyond = 0;  // open nodes deeper than those in `open`
  Node* node = root;
  for (;;) {
    const auto index = static_cast<std::uint32_t>(out.nodes.size());
    const bool entered = append(node);
    if (beyond > 0 && out.nodes.size() > index) {
      if (out.nodes.back().raw) {
        out.nodes.pop_back();
      } else {
        ++out.flattened;
      }
    }
    if (entered && first_child(node) != nullptr) {
      if (open.size() < kMaxTreeDepth) {
        open.push_back(index);
      } else {
        if (out.nodes.size() > index) out.nodes.back().end = index + 1;
        ++beyond;
      }
      node = first_child(node);
      continue;
    }
    if (entered && out.nodes.size() > index) out.nodes.back().end = index + 1;
    while (node != root && node->next == nullptr) {
      node = node->parent;
      if (beyond > 0) {
        --beyond;
        continue;
      }
      out.nodes[open.back()].end = static_cast<std::uint32_t>(out.nodes.size());
      open.pop_back();
    }
    if (node == root) return;
    node = node->next;
  }
}

}  // namespace despin::read
