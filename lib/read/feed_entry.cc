#include <string>
#include <utility>

#include "lib/read/encoding.h"
#include "lib/read/record_documents.h"
#include "lib/read/xml_parser.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

std::string_view xml_attribute(const XmlAttributes& attributes, std::string_view name) {
  for (const auto& [key, value] : attributes) {
    if (key == name) return value;
  }
  return {};
}

// Collects the children of an entry; of markup inside them (XHTML) the tags as well.
class EntryFields final : public XmlSink {
 public:
  void open(std::string_view name, const XmlAttributes& attributes) override {
    ++depth_;
    if (depth_ == 2) {
      text_.clear();
      child_ = name;
      type_ = xml_attribute(attributes, "type");
      if (name == "link") open_link(attributes);
      return;
    }
    if (depth_ > 2 && is_markup()) {
      text_ += '<';
      text_ += name.substr(name.find(':') + 1);
      text_ += '>';
    }
    if (depth_ == 3 && child_ == "author" && name != "name") ++ignored_;
  }

  void text(std::string_view text) override {
    if (depth_ < 2 || ignored_ > 0) return;
    if (depth_ == 2 || !is_markup()) {
      text_ += text;
      return;
    }
    for (const char c : text) {
      text_ += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string_view(&c, 1);
    }
  }

  void close(std::string_view name) override {
    if (depth_ == 2) take(text::trim_ascii(text_));
    if (depth_ == 3 && child_ == "author" && name != "name") --ignored_;
    if (depth_ > 2 && is_markup()) {
      text_ += "</";
      text_ += name.substr(name.find(':') + 1);
      text_ += '>';
    }
    --depth_;
  }

  // What a reader of the feed sees; `html` if it is markup.
  const std::string& body() const { return !content.empty() ? content : summary; }
  bool is_html() const { return !content.empty() ? content_html_ : summary_html_; }

  std::string id, url, title, author, date, content, summary;

 private:
  bool is_markup() const { return type_ == "xhtml"; }

  void open_link(const XmlAttributes& attributes) {
    const std::string_view rel = xml_attribute(attributes, "rel");
    const std::string_view href = xml_attribute(attributes, "href");
    if (url.empty() && (rel.empty() || rel == "alternate")) url = href;
  }

  void take(std::string_view value) {
    if (value.empty()) return;
    const auto put = [&](std::string& field, bool better) {
      if (field.empty() || better) field = value;
    };
    if (child_ == "title") put(title, false);
    if (child_ == "guid" || child_ == "id") put(id, false);
    if (child_ == "link") put(url, false);
    if (child_ == "pubDate" || child_ == "published" || child_ == "dc:date") put(date, true);
    if (child_ == "updated") put(date, false);
    if (child_ == "author" || child_ == "dc:creator") put(author, false);
    // RSS says nothing of the type and means HTML; Atom says so, and means text if it says nothing.
    if (child_ == "description" || child_ == "summary") {
      summary = value;
      summary_html_ = child_ == "description" || (!type_.empty() && type_ != "text");
    }
    if (child_ == "content:encoded" || child_ == "content") {
      content = value;
      content_html_ = child_ != "content" || (!type_.empty() && type_ != "text");
    }
  }

  int depth_ = 0;
  int ignored_ = 0;
  std::string child_;
  std::string type_;
  std::string text_;
  bool content_html_ = false;
  bool summary_html_ = false;
};

}  // namespace

Result<Document> document_of_entry(std::string_view element, std::string_view charset) {
  const auto xml = to_utf8(element, charset, Malformed::kReplace);
  if (!xml) return xml.error();
  EntryFields entry;
  parse_xml(xml->text, entry);
  if (entry.body().empty()) {
    return Error{ErrorCode::kBadInput,
                 "an entry without text; expected a description, summary or content: fetch the "
                 "page that it links to"};
  }
  const bool html = entry.is_html() && entry.body().find_first_of("<&") != std::string::npos;
  // An entry is all content: nothing in it is the menu of a page.
  const std::string page = html ? "<article>" + entry.body() + "</article>" : entry.body();
  auto document = read_document(
      page, {.name = {}, .content_type = html ? "text/html; charset=utf-8" : "text/plain"});
  if (!document) return document;
  document->input_map.clear();  // its bytes are not those of the feed
  document->encoding = xml->encoding;
  document->id = entry.id.empty() ? entry.url : entry.id;
  document->url = std::move(entry.url);
  document->title = std::move(entry.title);
  document->author = std::move(entry.author);
  document->date = std::move(entry.date);
  document->replaced_bytes = xml->replaced;
  return document;
}

}  // namespace despin::read
