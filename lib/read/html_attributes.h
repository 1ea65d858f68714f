// lib/read/html_attributes.h - parses the attributes of a start tag from its bytes.
//
//   Element element;
//   element.read(node.tag, tag_bytes);                  // "<a class='x' href=/y>"
//   std::string_view names = element.attribute("class");
//
// Threads  Single.
// Cost     O(bytes of the tag); a reused Element does not allocate. Of a tag with more than
//          kMaxAttributes attributes the first are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/read/html_tree.h"

namespace despin::read {

// More than real tags have.
inline constexpr int kMaxAttributes = 256;

class Element {
 public:
  HtmlTag tag = HtmlTag::kOther;

  // `tag_bytes` must outlive the element; they are empty for an element that the parser inserted.
  // Returns the length of the tag.
  std::size_t read(HtmlTag name, std::string_view tag_bytes);

  bool has(std::string_view name) const;

  // As written, in any case of letters; empty for an element that the parser inserted.
  std::string_view name() const { return name_; }
  const std::vector<std::pair<std::string_view, std::string_view>>& attributes() const {
    return attributes_;
  }

  // The raw value, entities not decoded; empty if absent.
  std::string_view attribute(std::string_view name) const;

 private:
  std::string_view name_;
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;
};

// Skips the attributes of a tag from `at` on, which is before the name of one, and adds their
// number to `count`. Returns the offset of the ">" that ends the tag, or the size of `page`.
std::size_t skip_attributes(std::string_view page, std::size_t at, std::uint32_t& count);

// The value with entities decoded, as a browser sees it.
std::string decoded_attribute(const Element& element, std::string_view name);

inline std::string_view attribute(const Element& element, std::string_view name) {
  return element.attribute(name);
}

}  // namespace despin::read
