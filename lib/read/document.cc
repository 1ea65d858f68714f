#include <array>
#include <string>
#include <utility>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/read/address.h"
#include "lib/read/encoding.h"
#include "lib/read/format_sniff.h"
#include "lib/read/html_metadata.h"
#include "lib/read/html_tree.h"
#include "lib/read/input_map.h"
#include "lib/read/input_names.h"
#include "lib/read/page_text.h"
#include "lib/read/record_documents.h"
#include "lib/text/ascii.h"

namespace despin {
inline namespace v1 {
namespace {

bool says_html(const ReadHint& hint) {
  if (text::find_ascii(hint.content_type, "html") != std::string_view::npos) return true;
  if (!hint.content_type.empty()) return false;
  for (const std::string_view end : {".html", ".htm", ".xhtml", ".shtml"}) {
    if (text::ends_with_ascii(read::input_name(hint.name).plain_name, end)) return true;
  }
  return false;
}

bool says_text(const ReadHint& hint) {
  if (text::find_ascii(hint.content_type, "text/plain") == 0) return true;
  for (const std::string_view end : {".txt", ".md"}) {
    if (text::ends_with_ascii(read::input_name(hint.name).plain_name, end)) return true;
  }
  return false;
}

Result<Document> read_page(read::Utf8Text&& page) {
  const auto tree = read::parse_html(page.text);
  if (!tree) return tree.error();
  read::PageMetadata metadata = read::read_metadata(*tree, page.text);
  read::PageText found = read::page_text(*tree, page.text, metadata.article_body);
  Document document;
  document.kind = DocumentKind::kHtml;
  document.text = std::move(found.content.text);
  document.text_from = found.from;
  document.omissions = {tree->flattened, tree->attributes, found.unhidden};
  document.encoding = std::move(page.encoding);
  document.replaced_bytes = page.replaced;
  if (document.text.empty()) {
    return Error{ErrorCode::kBadInput,
                 "a page without text; expected prose: if a script builds the page, save what "
                 "the browser shows"};
  }
  document.title = std::move(metadata.title);
  document.author = std::move(metadata.author);
  document.canonical_url = std::move(metadata.url);
  document.date = std::move(metadata.date);
  document.language = std::move(metadata.language);
  document.input_map = read::compose(std::move(found.content.runs), page.runs);
  return document;
}

Result<Document> read_alone(std::string_view bytes, const ReadHint& hint) {
  if (bytes.empty()) {
    return Error{ErrorCode::kBadInput, "an empty document; expected text or HTML"};
  }
  if (bytes.size() > kMaxTextFileBytes) {
    return Error{ErrorCode::kTooLarge, "a document of " + std::to_string(bytes.size()) +
                                           " bytes; at most " + std::to_string(kMaxTextFileBytes) +
                                           " are read: split it"};
  }
  const bool html = says_html(hint) || (!says_text(hint) && read::looks_like_html(bytes));
  std::string_view charset = read::charset_of(hint.content_type);
  if (html && read::charset_of_label(charset) == nullptr) charset = read::declared_charset(bytes);
  auto text =
      read::to_utf8(bytes, charset, html ? read::Malformed::kReplace : read::Malformed::kRefuse);
  if (!text) return text.error();
  // A page in UTF-16 is recognized only after conversion.
  if (html || (!says_text(hint) && read::looks_like_html(text->text)))
    return read_page(*std::move(text));
  if (text::trim_ascii(text->text).empty()) {
    return Error{ErrorCode::kBadInput, "only white space; expected text or HTML"};
  }
  Document document;
  document.text = std::move(text->text);
  document.encoding = std::move(text->encoding);
  document.replaced_bytes = text->replaced;
  document.input_map = std::move(text->runs);
  return document;
}

}  // namespace

Result<Document> read_document(std::string_view bytes, const ReadHint& hint) {
  return base::guarded([&] { return read::document_at({}, bytes, hint); });
}

}  // namespace v1

namespace read {

Result<Document> document_at(std::string_view address, std::string_view bytes,
                             const ReadHint& hint) {
  auto document = read_alone(bytes, hint);
  if (!document) return document;
  std::string& canonical = document->canonical_url;
  if (address.empty()) {
    if (canonical.starts_with("//")) canonical.insert(0, "https:");
    document->url = canonical;
  } else {
    // What a page says of itself is a claim; where it was found is known.
    canonical = resolved_address(canonical, address);
    document->url = address;
  }
  return document;
}

}  // namespace read
}  // namespace despin
