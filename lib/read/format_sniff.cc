#include "lib/read/format_sniff.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/read/containers.h"
#include "lib/read/json_brackets.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// Bytes examined to tell a page from text.
constexpr std::size_t kHtmlSniffBytes = 1024;

constexpr std::string_view kMark = "\xEF\xBB\xBF";

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == text.npos ? std::string_view() : text.substr(begin);
}

// Whether a value that begins with a bracket is closed within the bytes.
bool is_closed(std::string_view json) {
  JsonStrings strings;
  int depth = 0;
  return std::any_of(json.begin(), json.end(), [&](char c) {
    const int step = strings.is_outside(c) ? bracket_step(c) : 0;
    depth += step;
    return step < 0 && depth == 0;
  });
}

// "{" begins JSON or, as any bracket, a text. An object that goes on behind its line is no JSONL,
// unless the next line begins an object of its own: then the first one is broken.
std::optional<InputFormat> format_of_object(std::string_view first, bool whole) {
  const std::string_view rest = without_blanks(first.substr(1));
  if (rest.empty()) return whole ? std::optional(InputFormat::kDocument) : std::nullopt;
  if (rest[0] != '"' && rest[0] != '}') return InputFormat::kDocument;
  const std::size_t newline = first.find('\n');
  if (newline == first.npos) {
    return whole ? std::optional(InputFormat::kJsonl) : std::nullopt;
  }
  if (is_closed(first.substr(0, newline))) return InputFormat::kJsonl;
  const std::string_view next = without_blanks(first.substr(newline));
  if (next.empty() && !whole) return std::nullopt;
  return next.empty() || first[newline + 1] == '{' ? InputFormat::kJsonl : InputFormat::kJson;
}

// The name of the first element, behind declarations and comments; nullopt if it is not there yet.
std::optional<std::string_view> root_name(std::string_view xml) {
  for (;;) {
    xml = without_blanks(xml);
    if (xml.size() < 4) return std::nullopt;
    if (xml[0] != '<') return std::string_view();
    const bool comment = xml.starts_with("<!--");
    if (!comment && xml[1] != '?' && xml[1] != '!') break;
    const std::size_t subset = comment ? xml.npos : xml.find('[');
    const bool nested = subset < xml.find('>');  // a document type with declarations of its own
    const std::string_view close = comment ? "-->" : nested ? "]>" : ">";
    const std::size_t end = xml.find(close, comment ? 4 : 1);
    if (end == xml.npos) return std::nullopt;
    xml.remove_prefix(end + close.size());
  }
  const std::size_t end = xml.find_first_of(" \t\r\n/>", 1);
  if (end == xml.npos)
    return xml.size() > 100 ? std::string_view() : std::optional<std::string_view>();
  return xml.substr(1, end - 1);
}

// kDocument also of XML that is none of ours: sniffed_format() tells them apart.
std::optional<InputFormat> format_of_markup(std::string_view first, bool whole) {
  const auto name = root_name(first);
  if (!name) return whole ? std::optional(InputFormat::kDocument) : std::nullopt;
  if (*name == "rss" || *name == "feed" || *name == "rdf:RDF" || name->ends_with(":feed")) {
    return InputFormat::kFeed;
  }
  return *name == "mediawiki" ? InputFormat::kWiki : InputFormat::kDocument;
}

bool is_unknown_xml(std::string_view first) {
  const std::string_view tag = first.substr(0, first.find('>'));
  if (!first.starts_with("<?xml") && tag.find(" xmlns") == tag.npos) return false;
  const auto name = root_name(first);
  return name && !text::same_ascii(*name, "html") && !name->empty();
}

// "From someone@a.example Mon Jan  1 10:00:00 2024", then a header.
bool looks_like_mbox(std::string_view first) {
  if (!first.starts_with("From ")) return false;
  const std::size_t newline = first.find('\n');
  if (newline == first.npos) return false;
  const std::string_view line = first.substr(0, newline);
  return line.find(':') != line.npos && looks_like_mail(first.substr(newline + 1));
}

}  // namespace

bool looks_like_mail(std::string_view first) {
  bool mime = false;
  bool from = false;
  bool about = false;
  int fields = 0;
  while (!first.empty()) {
    const std::size_t newline = first.find('\n');
    std::string_view line = first.substr(0, newline);
    if (newline == first.npos) break;  // this line may be cut
    first.remove_prefix(newline + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    if (line[0] == ' ' || line[0] == '\t') {
      if (fields == 0) return false;
      continue;
    }
    const std::size_t colon = line.find(':');
    const bool is_name = colon != line.npos && colon > 0 &&
                         std::all_of(line.begin(), line.begin() + static_cast<long>(colon),
                                     [](char c) { return c > ' ' && c < '\x7f'; });
    if (!is_name) return false;
    ++fields;
    const std::string name = text::ascii_lower(line.substr(0, colon));
    mime = mime || name == "mime-version" || name == "message-id" || name == "received" ||
           name == "return-path";
    from = from || name == "from";
    about = about || name == "subject" || name == "date" || name == "to";
  }
  return fields > 1 && (mime || (from && about));
}

bool looks_like_html(std::string_view text) {
  text = text::trim_ascii(text.substr(0, kHtmlSniffBytes));
  for (const std::string_view open :
       {"<!doctype html", "<html", "<head", "<body", "<!--", "<meta", "<title", "<script", "<div",
        "<p>", "<article", "<main", "<h1", "<table"}) {
    if (text::find_ascii(text.substr(0, open.size()), open) == 0) return true;
  }
  return text.starts_with("<?xml") && text::find_ascii(text, "<html") != text.npos;
}

std::optional<InputFormat> format_of(std::string_view first, bool whole) {
  if (first.starts_with("WARC/")) return InputFormat::kWarc;
  if (first.starts_with(kMark)) first.remove_prefix(kMark.size());
  if (looks_like_mbox(first)) return InputFormat::kMbox;
  const std::string_view text = without_blanks(first);
  if (text.empty()) return whole ? std::optional(InputFormat::kDocument) : std::nullopt;
  if (text[0] == '{') return format_of_object(text, whole);
  if (text[0] == '<') return format_of_markup(text, whole);
  if (text[0] == '[') {
    const std::string_view inside = without_blanks(text.substr(1));
    if (inside.empty()) return whole ? std::optional(InputFormat::kDocument) : std::nullopt;
    return inside[0] == '{' ? InputFormat::kJson : InputFormat::kDocument;
  }
  // Mail is told by its whole header.
  const bool header_ends = first.find("\n\n") != first.npos || first.find("\r\n\r\n") != first.npos;
  if (!whole && !header_ends && (first.find('\n') == first.npos || looks_like_mail(first))) {
    return std::nullopt;
  }
  return looks_like_mail(first) ? InputFormat::kMail : InputFormat::kDocument;
}

Result<InputFormat> sniffed_format(Stream& stream, InputFormat named) {
  // A signature takes few bytes; what is not there yet is awaited only while it may decide.
  bool whole = false;
  while (stream.ahead().size() < kContainerSignBytes && !whole) {
    if (!stream.ahead().empty() && format_of(stream.ahead(), false)) break;
    whole = stream.fill() != Fill::kMore;
  }
  if (auto error = refused_container(stream.ahead().substr(0, kContainerSignBytes))) {
    return *std::move(error);
  }
  const bool table = named == InputFormat::kCsv || named == InputFormat::kTsv;
  if (table || named == InputFormat::kDocument || named == InputFormat::kWarc) return named;
  std::optional<InputFormat> found;
  for (;;) {
    const std::string_view first = stream.ahead().substr(0, kFormatSniffBytes);
    whole = whole || first.size() == kFormatSniffBytes;
    found = format_of(first, whole);
    if (found || whole) break;
    whole = stream.fill() != Fill::kMore;
  }
  const InputFormat format = found.value_or(InputFormat::kDocument);
  // Lines may be called .json and one object over many lines .jsonl; else the name is right.
  const bool json = format == InputFormat::kJsonl || format == InputFormat::kJson;
  if (named == InputFormat::kJsonl || named == InputFormat::kJson) return json ? format : named;
  if (named != InputFormat::kGuess) return named;
  std::string_view first = stream.ahead().substr(0, kFormatSniffBytes);
  if (first.starts_with(kMark)) first.remove_prefix(kMark.size());
  if (format == InputFormat::kDocument && is_unknown_xml(without_blanks(first))) {
    return Error{ErrorCode::kUnsupported,
                 "XML of an unknown kind; expected RSS, Atom, a dump of MediaWiki or XHTML: take "
                 "the text out first, xmllint --xpath 'string(/)' FILE"};
  }
  return format;
}

}  // namespace despin::read
