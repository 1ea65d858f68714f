// lib/read/html_attributes.h - the attributes of a start tag, read from its bytes.
//
//   Element element;
//   element.read(node.tag, tag_bytes);                  // "<a class='x' href=/y>"
//   std::string_view names = element.attribute("class");
//
// Threads  Single.
// Cost     O(bytes of the tag); an Element reused allocates nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/read/html_tree.h"

namespace despin::read {

class Element {
 public:
  HtmlTag tag = HtmlTag::kOther;

  // `tag_bytes` must outlive the element; empty for one that the parser put in. Returns how
  // many of them are the tag.
  std::size_t read(HtmlTag name, std::string_view tag_bytes);

  bool has(std::string_view name) const;

  // As written, entities and all; empty if there is none.
  std::string_view attribute(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;
};

// The value a browser would see.
std::string decoded_attribute(const Element& element, std::string_view name);

inline std::string_view attribute(const Element& element, std::string_view name) {
  return element.attribute(name);
}

}  // namespace despin::read
