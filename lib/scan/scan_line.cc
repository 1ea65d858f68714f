#include "lib/scan/scan_line.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "lib/scan/articles.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::scan {
namespace {

using Json = nlohmann::ordered_json;

// Bytes of the text shown on either side of a finding.
constexpr std::size_t kContextBytes = 60;

// So that a context is one line.
std::string on_one_line(std::string_view text) { return text::collapse(text, text::is_blank); }

// Up to kContextBytes before `at`, from a word's first letter on.
std::string before(std::string_view text, std::size_t at) {
  if (at <= kContextBytes) return on_one_line(text.substr(0, at));
  std::size_t begin = at - kContextBytes;
  while (begin < at && !text::is_blank(text[begin - 1])) ++begin;
  if (begin == at) {  // one endless word
    begin = at - kContextBytes;
    while (begin < at && text::is_continuation(text[begin])) ++begin;
  }
  return on_one_line(text.substr(begin, at - begin));
}

std::string after(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.size(), at + kContextBytes);
  if (end < text.size()) {
    while (end > at && !text::is_blank(text[end])) --end;
    if (end == at && !text::is_blank(text[at])) {
      end = at + kContextBytes;
      while (end > at && text::is_continuation(text[end])) --end;
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
std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string line_of(const Json& json) { return dumped(json) + "\n"; }

Json parsed(const std::string& json) {
  return Json::parse(json, nullptr, /*allow_exceptions=*/false);
}

// Where the string that begins at `at` of JSON ends: behind its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at + 1;
}

// Adds the members of a report from its verdict on, each finding with what stands around it,
// without what its score was made of. The marks cannot stand in a string: its quotes are
// escaped.
void append_report(std::string& line, std::string_view json, const Report& report,
                   std::string_view text) {
  constexpr std::string_view kVerdict = ",\"verdict\":";
  constexpr std::string_view kFindings = ",\"findings\":[";
  constexpr std::string_view kContributions = ",\"contributions\":[";
  const std::size_t findings = json.find(kFindings) + kFindings.size();
  const std::size_t contributions = json.find(kContributions, findings);
  std::size_t copied = json.find(kVerdict);
  auto finding = report.findings.begin();
  for (std::size_t at = findings; at < contributions; ++at) {
    if (json[at] == '"') {
      at = end_of_string(json, at) - 1;
    } else if (json[at] == '}') {
      line += json.substr(copied, at - copied);
      line += ",\"before\":" + dumped(before(text, finding->begin_byte));
      line += ",\"after\":" + dumped(after(text, finding->end_byte));
      copied = at;
      ++finding;
    }
  }
  line += json.substr(copied, contributions - copied);
  const std::size_t behind = json.find(']', contributions) + 1;
  line += json.substr(behind, json.size() - 1 - behind);
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
  // The report is JSON already: reading it again to add to it would cost as much as a tenth of
  // the analysis.
  std::string line = line_of(json);
  line.resize(line.size() - 2);  // "}\n"
  append_report(line, despin::to_json(report, id, document), report, document.text);
  if (sources != nullptr) {
    line += ",\"sources\":" + dumped(parsed(despin::to_json(*sources, id))["matches"]);
  }
  return line += "}\n";
}

std::string scan_line(const ScanItem& item, const Error& error) {
  Json json = place_of(item);
  put_known(json, "id", item.record.id);
  put_known(json, "url", item.record.url);
  json["error"] = {{"code", error_code_name(error.code)}, {"message", error.message}};
  return line_of(json);
}

}  // namespace despin::scan
