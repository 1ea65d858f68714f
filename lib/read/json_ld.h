// lib/read/json_ld.h - the article that a block of JSON-LD describes.
// Threads  Stateless.
// Cost     O(bytes). Nesting beyond kMaxJsonLdDepth is not read at all.
// Method   schema.org: Article and its kinds, also inside @graph and lists.
#pragma once

#include <string>
#include <string_view>

namespace despin::read {

inline constexpr int kMaxJsonLdDepth = 64;

struct JsonLd {
  bool article = false;  // else what was found describes the page as a whole
  std::string headline;
  std::string author;
  std::string date;
  std::string url;
  std::string language;
  std::string site;  // its publisher
};

// Empty fields if it is no JSON, or describes no article or page.
JsonLd read_json_ld(std::string_view json);

}  // namespace despin::read
