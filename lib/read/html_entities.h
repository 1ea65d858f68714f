// lib/read/html_entities.h - character references: what "&amp;" and "&#8217;" stand for.
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
  std::size_t bytes = 0;  // how many the reference takes; 0 if it is none
  char utf8[8] = {};      // what it stands for: one or two characters
  std::size_t size = 0;

  std::string_view text() const { return {utf8, size}; }
};

// The reference at the begin of `text`, which begins with "&".
Entity read_entity(std::string_view text, EntityPlace place);

std::string decode_entities(std::string_view text, EntityPlace place);

}  // namespace despin::read
