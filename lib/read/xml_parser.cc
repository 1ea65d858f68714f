#include "lib/read/xml_parser.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <exception>
#include <memory>
#include <mutex>
#include <new>

#include "lib/read/html_entities.h"

namespace despin::read {
namespace {

std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// No exception may pass through libxml2: the first one is kept and thrown behind it.
class XmlEvents {
 public:
  explicit XmlEvents(XmlSink& sink) : sink_(sink) {}

  static void on_open(void* self, const xmlChar* name, const xmlChar** attributes) {
    of(self).guarded([&](XmlEvents& events) {
      events.attributes_.clear();
      for (; attributes != nullptr && *attributes != nullptr; attributes += 2) {
        events.attributes_.emplace_back(view_of(attributes[0]), view_of(attributes[1]));
      }
      events.sink_.open(view_of(name), events.attributes_);
    });
  }
  static void on_close(void* self, const xmlChar* name) {
    of(self).guarded([&](XmlEvents& events) { events.sink_.close(view_of(name)); });
  }
  static void on_text(void* self, const xmlChar* text, int size) {
    of(self).guarded([&](XmlEvents& events) {
      events.sink_.text(
          {reinterpret_cast<const char*>(text), static_cast<std::size_t>(std::max(0, size))});
    });
  }
  static xmlEntityPtr on_entity(void* self, const xmlChar* name) {
    if (xmlEntityPtr known = xmlGetPredefinedEntity(name)) return known;
    XmlEvents& events = of(self);
    events.guarded([&](XmlEvents&) {
      const std::string written = "&" + std::string(view_of(name)) + ";";
      events.entity_text_ = decode_entities(written, EntityPlace::kText);
      if (events.entity_text_ == written) events.entity_text_.clear();
    });
    if (events.entity_text_.empty()) return nullptr;
    events.entity_ = {};
    events.entity_.type = XML_ENTITY_DECL;
    events.entity_.name = name;
    events.entity_.orig = reinterpret_cast<xmlChar*>(events.entity_text_.data());
    events.entity_.content = reinterpret_cast<xmlChar*>(events.entity_text_.data());
    events.entity_.length = static_cast<int>(events.entity_text_.size());
    events.entity_.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    return &events.entity_;
  }

  void set_parser(xmlParserCtxtPtr parser) { parser_ = parser; }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  static XmlEvents& of(void* self) { return *static_cast<XmlEvents*>(self); }

  template <class Call>
  void guarded(Call call) {
    if (error_) return;
    // After an error libxml2 would leave out entities; it goes on with all else.
    parser_->wellFormed = 1;
    try {
      call(*this);
    } catch (...) {
      error_ = std::current_exception();
      xmlStopParser(parser_);
    }
  }

  XmlSink& sink_;
  XmlAttributes attributes_;
  xmlEntity entity_{};
  std::string entity_text_;
  xmlParserCtxtPtr parser_ = nullptr;
  std::exception_ptr error_;
};

}  // namespace

void parse_xml(std::string_view element, XmlSink& sink) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);  // not safe on two threads
  if (element.empty()) return;
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> parser(
      xmlCreateMemoryParserCtxt(element.data(), static_cast<int>(element.size())),
      &xmlFreeParserCtxt);
  if (parser == nullptr) throw std::bad_alloc();
  XmlEvents events(sink);
  events.set_parser(parser.get());
  xmlSAXHandler& handler = *parser->sax;
  handler = {};
  handler.initialized = 1;  // SAX1: names with their prefixes, declared or not
  handler.startElement = &XmlEvents::on_open;
  handler.endElement = &XmlEvents::on_close;
  handler.characters = &XmlEvents::on_text;
  handler.ignorableWhitespace = &XmlEvents::on_text;
  handler.cdataBlock = &XmlEvents::on_text;
  handler.getEntity = &XmlEvents::on_entity;
  parser->userData = &events;
  xmlCtxtUseOptions(parser.get(),
                    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseDocument(parser.get());
  events.rethrow();
}

}  // namespace despin::read
