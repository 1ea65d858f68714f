#include "lib/read/html_attributes.h"

#include <cstddef>

#include "lib/read/html_entities.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

bool ends_name(char c) { return text::is_ascii_space(c) || c == '/' || c == '>' || c == '='; }

}  // namespace

// WHATWG HTML, 13.2.5.32 to 13.2.5.39.
std::size_t Element::read(HtmlTag name, std::string_view tag_bytes) {
  tag = name;
  attributes_.clear();
  const std::size_t size = tag_bytes.size();
  std::size_t at = 0;
  while (at < size && !text::is_ascii_space(tag_bytes[at]) && tag_bytes[at] != '/' &&
         tag_bytes[at] != '>') {
    ++at;
  }
  for (;;) {
    while (at < size && (text::is_ascii_space(tag_bytes[at]) || tag_bytes[at] == '/')) ++at;
    if (at >= size) return size;
    if (tag_bytes[at] == '>') return at + 1;
    const std::size_t name_begin = at++;  // even a "="
    while (at < size && !ends_name(tag_bytes[at])) ++at;
    const std::string_view key = tag_bytes.substr(name_begin, at - name_begin);
    while (at < size && text::is_ascii_space(tag_bytes[at])) ++at;
    std::string_view value;
    if (at < size && tag_bytes[at] == '=') {
      ++at;
      while (at < size && text::is_ascii_space(tag_bytes[at])) ++at;
      std::size_t begin = at;
      if (at < size && (tag_bytes[at] == '"' || tag_bytes[at] == '\'')) {
        const char quote = tag_bytes[at];
        begin = ++at;
        while (at < size && tag_bytes[at] != quote) ++at;
        value = tag_bytes.substr(begin, at - begin);
        if (at < size) ++at;
      } else {
        while (at < size && !text::is_ascii_space(tag_bytes[at]) && tag_bytes[at] != '>') ++at;
        value = tag_bytes.substr(begin, at - begin);
      }
    }
    attributes_.emplace_back(key, value);
  }
}

bool Element::has(std::string_view name) const {
  for (const auto& [key, value] : attributes_) {
    if (text::same_ascii(key, name)) return true;
  }
  return false;
}

std::string_view Element::attribute(std::string_view name) const {
  for (const auto& [key, value] : attributes_) {
    if (text::same_ascii(key, name)) return value;
  }
  return {};
}

std::string decoded_attribute(const Element& element, std::string_view name) {
  return decode_entities(element.attribute(name), EntityPlace::kAttribute);
}

}  // namespace despin::read
