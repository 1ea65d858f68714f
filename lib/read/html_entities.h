// lib/read/html_entities.h - decodes character references such as "&amp;" and "&#8217;".
// Threads  Stateless.
// Cost     O(1) for one reference, O(bytes) for a text.
// Method   WHATWG HTML, 13.2.5.72 to 13.2.5.84, with the parser's table of names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace despin::read {

enum class EntityPlace { kText, kAttribute };

struct Entity {
  std::size_t bytes = 0;  // length of the reference; 0 if there is none
  char utf8[8] = {};      // its value: one or two characters
  std::size_t size = 0;

  std::string_view text() const { return {utf8, size}; }
};

// Decodes the reference at the beginning of `text`. REQUIRES: `text` begins with "&".
Entity read_entity(std::string_view text, EntityPlace place);

std::string decode_entities(std::string_view text, EntityPlace place);

}  // namespace despin::read
