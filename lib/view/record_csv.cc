#include "lib/view/record_csv.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "despin/report.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

std::string csv_cell(std::string_view value) {
  const bool formula =
      !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
  std::string out = formula ? "'" : "";
  // A table is shown in terminals as well; its line breaks alone stay.
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find_first_of("\r\n\t", at), value.size());
    out += printable(value.substr(at, end - at));
    if (end < value.size()) out += value[end];
    at = end + 1;
  }
  if (out.find_first_of(",\"\r\n") == out.npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != out.npos; at += 2) out.insert(at, 1, '"');
  return '"' + out + '"';
}

std::string csv_number(double value) {
  char out[32];
  return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

}  // namespace

std::string csv_header() {
  return "id,url,title,date,verdict,score,false_positive_rate_upper,words,findings,sources,"
         "error\r\n";
}

std::string csv_row(const scan::ScanRecord& record) {
  std::string out = csv_cell(record.id.empty() ? scan::place_of(record) : record.id) + "," +
                    csv_cell(record.url) + "," + csv_cell(record.title) + "," +
                    csv_cell(record.date) + ",";
  if (!record.error_code.empty()) return out + ",,,,,," + csv_cell(record.error_code) + "\r\n";
  out += std::string(name_of(record.verdict)) + ",";
  if (record.score) out += csv_number(*record.score);
  out += "," + csv_number(record.false_positive_rate_upper) + "," + std::to_string(record.words) +
         "," + std::to_string(record.findings_found) + ",";
  if (record.sources_searched) out += std::to_string(record.sources.size());
  return out + ",\r\n";
}

}  // namespace despin::view
