// lib/read/xml_elements.h - cuts the elements of one name out of a stream of XML.
//
//   XmlElements entries(stream, {"item", "entry"});
//   if (entries.find() == Fill::kMore) entries.take(bytes, kMaxPageBytes);
//
// Looks at comments, CDATA sections and the tags of those names alone, so that an element of a
// broken document is found, and reading can start before any of them. Elements of one name must not
// be nested.
// Threads  As for the stream.
// Memory   What take() keeps.
// Cost     O(bytes).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lib/read/stream.h"

namespace despin::read {

class XmlElements {
 public:
  XmlElements(Stream& stream, std::vector<std::string_view> names)
      : stream_(stream), names_(std::move(names)) {}

  // Consumes what precedes the next element; kMore if it begins there.
  Fill find();

  enum class Taken { kWhole, kTooLarge, kCut, kCorrupt };
  // Consumes the element ahead, appends it to `out` if it has at most `most` bytes.
  // REQUIRES: find() returned kMore.
  Taken take(std::string& out, std::size_t most);

 private:
  bool look(std::size_t size);
  std::string_view opened() const;
  Fill pass(std::string_view end, std::string* out);
  std::string_view end_of_section() const;

  Stream& stream_;
  std::vector<std::string_view> names_;
};

// The charset of the XML declaration at the beginning of the bytes; empty if none.
std::string_view xml_charset(std::string_view first);

}  // namespace despin::read
