// lib/read/json_ld.h - reads the description of an article from a block of JSON-LD.
// Threads  Stateless.
// Cost     O(bytes). A block nested deeper than kMaxJsonLdDepth is not parsed.
// Method   schema.org: Article and its subtypes, also inside @graph and lists.
#pragma once

#include <string>
#include <string_view>

namespace despin::read {

inline constexpr int kMaxJsonLdDepth = 64;

struct JsonLd {
  bool article = false;  // else the fields describe the page as a whole
  std::string headline;
  std::string author;
  std::string date;
  std::string url;
  std::string language;
  std::string site;  // the publisher
  std::string body;  // the longest articleBody of an article, as written
};

// Fields are empty if the block is not JSON or describes no article or page.
JsonLd read_json_ld(std::string_view json);

}  // namespace despin::read
