#include <optional>
#include <string>
#include <utility>

#include "lib/read/address.h"
#include "lib/read/charset_labels.h"
#include "lib/read/mime.h"
#include "lib/read/record_documents.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// The part to read: of alternatives the plain one, else the first one that is text and not
// attached.
std::optional<MimePart> text_part(const MimePart& part, int depth) {
  const std::string content_type = part.field("content-type");
  const std::string type = media_type(content_type);
  if (text::find_ascii(part.field("content-disposition"), "attachment") == 0) return std::nullopt;
  if (type == "text/plain" || type == "text/html" || type == "application/xhtml+xml") return part;
  if (!type.starts_with("multipart/") || depth >= kMaxPartDepth) return std::nullopt;
  std::optional<MimePart> found;
  for (const MimePart& one : parts_of(part.body, parameter_of(content_type, "boundary"))) {
    const auto text = text_part(one, depth + 1);
    if (!text || text::trim_ascii(text->body).empty()) continue;
    const bool plain = media_type(text->field("content-type")) == "text/plain";
    if (!found || plain) found = text;
    if (type != "multipart/alternative" || plain) break;
  }
  return found;
}

std::string without_brackets_of_id(std::string_view id) {
  id = text::trim_ascii(id);
  if (id.size() > 1 && id.front() == '<' && id.back() == '>') id = id.substr(1, id.size() - 2);
  return std::string(id);
}

// Lines that end in a blank go on in the next one (RFC 3676).
std::string unflowed(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t newline = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, newline - at);
    at = newline + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    out += line;
    const bool flows = line.ends_with(' ') && line != "-- " && !line.starts_with('>');
    if (!flows && newline < text.size()) out += '\n';
  }
  return out;
}

// Where a page saved as MHTML was; empty for other messages.
std::string saved_address(const MimePart& whole, const MimePart& part) {
  for (const std::string& url : {whole.field("snapshot-content-location"),
                                 part.field("content-location"), whole.field("content-location")}) {
    if (is_web_address(url)) return url;
  }
  return {};
}

}  // namespace

Result<Document> document_of_mail(std::string_view message) {
  const MimePart whole = read_part(message);
  const auto part = text_part(whole, 0);
  if (!part) {
    return Error{ErrorCode::kBadInput,
                 "a message without text; expected a part text/plain or text/html: convert its "
                 "attachments first"};
  }
  std::string body = transfer_decoded(part->body, part->field("content-transfer-encoding"));
  const std::string content_type = part->field("content-type");
  if (text::same_ascii(parameter_of(content_type, "format"), "flowed")) body = unflowed(body);
  std::string read_as = media_type(content_type);
  if (const std::string charset = parameter_of(content_type, "charset");
      charset_of_label(charset) != nullptr) {
    read_as += "; charset=" + charset;
  }
  const std::string address = saved_address(whole, *part);
  auto document = document_at(address, body, {.name = {}, .content_type = read_as});
  if (!document) return document;
  document->input_map.clear();  // its bytes are not those of the message
  document->id = without_brackets_of_id(whole.field("message-id"));
  if (document->id.empty()) document->id = address;
  std::string subject = decoded_words(whole.field("subject"));
  if (!subject.empty()) document->title = std::move(subject);
  if (std::string author = decoded_words(whole.field("from")); document->author.empty()) {
    document->author = std::move(author);
  }
  if (std::string date = whole.field("date"); document->date.empty()) {
    document->date = std::move(date);
  }
  return document;
}

}  // namespace despin::read
