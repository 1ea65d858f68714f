#include <string>
#include <utility>
#include <vector>

#include "lib/read/encoding.h"
#include "lib/read/record_documents.h"
#include "lib/read/xml_parser.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

class WikiFields final : public XmlSink {
 public:
  void open(std::string_view name, const XmlAttributes&) override {
    ++depth_;
    field_ = nullptr;
    if (depth_ == 2 && name == "title") field_ = &title;
    if (depth_ == 3 && name == "timestamp") field_ = &date;
    if (depth_ == 3 && name == "text") field_ = &markup;
    if (depth_ == 3 && name == "model") field_ = &model;
    if (field_ != nullptr) field_->clear();  // the last revision counts
  }
  void text(std::string_view text) override {
    if (field_ != nullptr) *field_ += text;
  }
  void close(std::string_view) override {
    --depth_;
    field_ = nullptr;
  }

  std::string title, date, markup, model;

 private:
  int depth_ = 0;
  std::string* field_ = nullptr;
};

}  // namespace

Result<Document> document_of_wiki_page(std::string_view element, std::string_view charset) {
  const auto xml = to_utf8(element, charset, Malformed::kReplace);
  if (!xml) return xml.error();
  WikiFields page;
  parse_xml(xml->text, page);
  if (!page.model.empty() && page.model != "wikitext") {
    return Error{ErrorCode::kBadInput,
                 "a page of a wiki that is no prose; expected the model \"wikitext\""};
  }
  Document document;
  document.text = wiki_text(page.markup);
  if (document.text.empty()) {
    return Error{ErrorCode::kBadInput, "a page of a wiki without text; expected prose in it"};
  }
  document.encoding = xml->encoding;
  document.id = page.title;
  document.title = std::move(page.title);
  document.date = std::move(page.date);
  document.replaced_bytes = xml->replaced;
  return document;
}

}  // namespace despin::read
