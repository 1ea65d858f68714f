#include "lib/read/html_attributes.h"

#include <cstddef>
#include <utility>

#include "lib/read/html_entities.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

bool ends_name(char c) { return text::is_ascii_space(c) || c == '/' || c == '>' || c == '='; }

using Attribute = std::pair<std::string_view, std::string_view>;

// Reads the attribute at or behind `at` and goes behind it; false at the ">" that ends the tag or
// at the end of the bytes. WHATWG HTML, 13.2.5.32 to 13.2.5.39.
bool read_attribute(std::string_view tag, std::size_t& at, Attribute& out) {
  const std::size_t size = tag.size();
  while (at < size && (text::is_ascii_space(tag[at]) || tag[at] == '/')) ++at;
  if (at >= size || tag[at] == '>') return false;
  const std::size_t name_begin = at++;  // even a "="
  while (at < size && !ends_name(tag[at])) ++at;
  out = {tag.substr(name_begin, at - name_begin), {}};
  while (at < size && text::is_ascii_space(tag[at])) ++at;
  if (at >= size || tag[at] != '=') return true;
  ++at;
  while (at < size && text::is_ascii_space(tag[at])) ++at;
  std::size_t begin = at;
  if (at < size && (tag[at] == '"' || tag[at] == '\'')) {
    const char quote = tag[at];
    begin = ++at;
    while (at < size && tag[at] != quote) ++at;
    out.second = tag.substr(begin, at - begin);
    if (at < size) ++at;
  } else {
    while (at < size && !text::is_ascii_space(tag[at]) && tag[at] != '>') ++at;
    out.second = tag.substr(begin, at - begin);
  }
  return true;
}

}  // namespace

std::size_t skip_attributes(std::string_view page, std::size_t at, std::uint32_t& count) {
  for (Attribute skipped; read_attribute(page, at, skipped);) ++count;
  return at;
}

std::size_t Element::read(HtmlTag name, std::string_view tag_bytes) {
  tag = name;
  attributes_.clear();
  const std::size_t size = tag_bytes.size();
  std::size_t at = 0;
  while (at < size && !text::is_ascii_space(tag_bytes[at]) && tag_bytes[at] != '/' &&
         tag_bytes[at] != '>') {
    ++at;
  }
  name_ = at > 0 ? tag_bytes.substr(1, at - 1) : std::string_view();
  for (Attribute next; read_attribute(tag_bytes, at, next);) {
    if (attributes_.size() < kMaxAttributes) attributes_.push_back(next);
  }
  return at < size ? at + 1 : size;
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
