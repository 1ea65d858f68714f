#include "lib/cli/scan_line.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "lib/cli/articles.h"
#include "lib/cli/utf8.h"

namespace despin::cli {
namespace {

using Json = nlohmann::ordered_json;

// Bytes of the text shown on either side of a finding.
constexpr std::size_t kContextBytes = 60;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// White space as single blanks, so that a context is one line.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

// Up to kContextBytes before `at`, from a word's first letter on.
std::string before(std::string_view text, std::size_t at) {
  if (at <= kContextBytes) return on_one_line(text.substr(0, at));
  std::size_t begin = at - kContextBytes;
  while (begin < at && !is_space(text[begin - 1])) ++begin;
  if (begin == at) {  // one endless word
    begin = at - kContextBytes;
    while (begin < at && continues(text[begin])) ++begin;
  }
  return on_one_line(text.substr(begin, at - begin));
}

std::string after(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.size(), at + kContextBytes);
  if (end < text.size()) {
    while (end > at && !is_space(text[end])) --end;
    if (end == at && !is_space(text[at])) {
      end = at + kContextBytes;
      while (end > at && continues(text[end])) --end;
    }
  }
  return on_one_line(text.substr(at, end - at));
}

Json place_of(const ScanItem& item) {
  Json json = {{"schema", "despin.scan/1"}, {"input", item.position.path}};
  if (item.position.place.number > 0) {
    json["number"] = item.position.place.number;
    json["byte"] = item.position.place.byte;
  }
  return json;
}

void put_known(Json& json, const char* name, std::string_view value) {
  if (!value.empty()) json[name] = std::string(value);
}

// Paths and ids may be of any bytes; what is not UTF-8 in them is replaced.
std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json parsed(const std::string& json) {
  return Json::parse(json, nullptr, /*allow_exceptions=*/false);
}

}  // namespace

std::string scan_id(const ScanItem& item, const Document& document) {
  if (!document.id.empty()) return document.id;
  const std::string path = document_id(item.position.path);
  const RecordPlace& place = item.position.place;
  if (item.record.kind == RecordKind::kBytes && item.record.id.empty()) return path;
  return path + ":" + std::to_string(place.line > 0 ? place.line : place.number);
}

std::string scan_line(const ScanItem& item, const std::string& id, const Document& document,
                      const Report& report, const std::vector<SourceMatch>* sources) {
  Json json = place_of(item);
  json["id"] = id;
  put_known(json, "url", document.url.empty() ? item.record.url : document.url);
  put_known(json, "title", document.title);
  put_known(json, "author", document.author);
  put_known(json, "date", document.date);
  put_known(json, "language", document.language);
  Json judged = parsed(despin::to_json(report, id, document));
  for (auto& [name, value] : judged.items()) {
    if (name != "schema" && name != "id" && name != "contributions") {
      json[name] = std::move(value);
    }
  }
  std::size_t i = 0;
  for (Json& finding : json["findings"]) {
    const Finding& f = report.findings[i++];
    finding["before"] = before(document.text, f.begin_byte);
    finding["after"] = after(document.text, f.end_byte);
  }
  if (sources != nullptr) json["sources"] = parsed(despin::to_json(*sources, id))["matches"];
  return line_of(json);
}

std::string scan_line(const ScanItem& item, const Error& error) {
  Json json = place_of(item);
  put_known(json, "id", item.record.id);
  put_known(json, "url", item.record.url);
  json["error"] = {{"code", error_code_name(error.code)}, {"message", error.message}};
  return line_of(json);
}

}  // namespace despin::cli
