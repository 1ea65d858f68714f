#include "lib/record/scan_line.h"

#include <algorithm>
#include <string_view>

#include "lib/api/json.h"
#include "lib/read/date.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::record {
namespace {

using base::JsonWriter;

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

void write_place(JsonWriter& json, const RawRecord& record) {
  json.member("schema", "despin.scan/1");
  json.member("input", record.name);
  if (record.place.number > 0) {
    json.member("number", record.place.number);
    json.member("byte", record.place.byte);
  }
}

void put_known(JsonWriter& json, const char* name, std::string_view value) {
  if (!value.empty()) json.member(name, value);
}

}  // namespace

std::string scan_line(const RawRecord& record, const std::string& id, const Document& document,
                      const Report& report, const std::vector<SourceMatch>* sources,
                      const Withheld& withheld) {
  const auto of_finding = [&](JsonWriter& json, const Finding& finding) {
    json.member("before", before(document.text, finding.begin_byte));
    json.member("after", after(document.text, finding.end_byte));
  };
  const std::string date = read::read_date(document.date);
  return base::json_line([&](JsonWriter& json) {
    write_place(json, record);
    json.member("id", id);
    put_known(json, "url", document.url.empty() ? record.url : document.url);
    put_known(json, "title", document.title);
    put_known(json, "author", document.author);
    put_known(json, "date", date.empty() ? document.date : date);
    // The report has the language of the text, where it was told.
    put_known(json, report.language.code.empty() ? "language" : "declared_language",
              document.language);
    api::write_members(json, report, document.text, &document,
                       {.contributions = false, .of_finding = of_finding});
    if (sources != nullptr) api::write_matches(json, "sources", *sources);
    api::write_withheld(json, withheld);
  });
}

std::string scan_line(const RawRecord& record, const Error& error) {
  return base::json_line([&](JsonWriter& json) {
    write_place(json, record);
    put_known(json, "id", record.id);
    put_known(json, "url", record.url);
    json.begin_object("error");
    json.member("code", error_code_name(error.code));
    json.member("message", error.message);
    if (error.line > 0) json.member("line", error.line);
    json.end_object();
  });
}

}  // namespace despin::record
