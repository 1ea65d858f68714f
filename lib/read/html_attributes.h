// lib/read/html_attributes.h - parses the attributes of a start tag from its bytes.
//
//   Element element;
//   element.read(node.tag, tag_bytes);                  // "<a class='x' href=/y>"
//   std::string_view names = element.attribute("class");
//
// Threads  Single.
// Cost     O(bytes of the tag); a reused Element does not allocate.
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

  // `tag_bytes` must outlive the element; they are empty for an element that the parser inserted.
  // Returns the length of the tag.
  std::size_t read(HtmlTag name, std::string_view tag_bytes);

  bool has(std::string_view name) const;

  // The raw value, entities not decoded; empty if absent.
  std::string_view attribute(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;
};

// The value with entities decoded, as a browser sees it.
std::string decoded_attribute(const Element& element, std::string_view name);

inline std::string_view attribute(const Element& element, std::string_view name) {
  return element.attribute(name);
}

}  // namespace despin::read
