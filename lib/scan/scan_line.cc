#include "lib/scan/scan_line.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "lib/api/json.h"
#include "lib/read/date.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::scan {
namespace {

using api::Json;

// Bytes of context on either side of a finding.
constexpr std::size_t kContextBytes = 60;

// Collapses white space, so that a context is one line.
std::string on_one_line(std::string_view text) { return text::collapse(text, text::is_blank); }

// Up to kContextBytes before `at`, starting at a word.
std::string before(std::string_view text, std::size_t at) {
  if (at <= kContextBytes) return on_one_line(text.substr(0, at));
  std::size_t begin = at - kContextBytes;
  while (begin < at && !text::is_blank(text[begin - 1])) ++begin;
  if (begin == at) {  // one very long word
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

// A report from its verdict on, each finding with its context, without the score's contributions.
Json report_json(const Report& report, const Document& document) {
  Json json = api::json_of(report, document.text, &document, {.contributions = false});
  auto finding = report.findings.begin();
  for (Json& found : json["findings"]) {
    found["before"] = before(document.text, finding->begin_byte);
    found["after"] = after(document.text, finding->end_byte);
    ++finding;
  }
  return json;
}

}  // namespace

std::string scan_line(const ScanItem& item, const std::string& id, const Document& document,
                      const Report& report, const std::vector<SourceMatch>* sources) {
  Json json = place_of(item);
  json["id"] = id;
  put_known(json, "url", document.url.empty() ? item.record.url : document.url);
  put_known(json, "title", document.title);
  put_known(json, "author", document.author);
  const std::string date = read::read_date(document.date);
  put_known(json, "date", date.empty() ? document.date : date);
  // The report has the language of the text, where it was told.
  put_known(json, report.language.code.empty() ? "language" : "declared_language",
            document.language);
  api::append(json, report_json(report, document));
  if (sources != nullptr) json["sources"] = api::json_of(*sources);
  return api::dumped(json) + "\n";
}

std::string scan_line(const ScanItem& item, const Error& error) {
  Json json = place_of(item);
  put_known(json, "id", item.record.id);
  put_known(json, "url", item.record.url);
  json["error"] = {{"code", error_code_name(error.code)}, {"message", error.message}};
  if (error.line > 0) json["error"]["line"] = error.line;
  return api::dumped(json) + "\n";
}

}  // namespace despin::scan
