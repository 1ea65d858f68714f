// lib/read/xml_parser.h - the events of one XML element, by libxml2.
//
//   class Titles : public XmlSink { ... };
//   parse_xml(element, titles);
//
// Entities are those of XML and HTML; no document type is read, nothing is loaded, and what is
// malformed is passed over as far as libxml2 recovers.
// Threads  Stateless.
// Memory   O(1) beyond the element: no tree is built. Nesting beyond 256 and a text of more than 10
//          MB end the parse.
// Cost     O(bytes).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace despin::read {

using XmlAttributes = std::vector<std::pair<std::string_view, std::string_view>>;

// Names are as written, with their prefix: "content:encoded".
class XmlSink {
 public:
  XmlSink() = default;
  XmlSink(const XmlSink&) = delete;
  XmlSink& operator=(const XmlSink&) = delete;
  virtual ~XmlSink() = default;
  virtual void open(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void text(std::string_view text) = 0;
  virtual void close(std::string_view name) = 0;
};

// `element` is UTF-8.
void parse_xml(std::string_view element, XmlSink& sink);

}  // namespace despin::read
