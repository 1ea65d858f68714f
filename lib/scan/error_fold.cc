#include "lib/scan/error_fold.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "lib/api/json.h"
#include "lib/text/ascii.h"

namespace despin::scan {
namespace {

// "1999900" as "1,999,900".
std::string with_commas(std::uint64_t count) {
  std::string out = std::to_string(count);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  return out;
}

}  // namespace

std::string error_kind(std::string_view path, const Error& error) {
  std::string kind(path);
  kind += '\n';
  kind += error_code_name(error.code);
  kind += '\n';
  for (const char c : error.message) {
    const bool digit = text::is_ascii_digit(c);
    if (!digit || !kind.ends_with('#')) kind += digit ? '#' : c;
  }
  return kind;
}

std::string ErrorFold::folded(std::string_view lines, const std::vector<ErrorLine>& errors) {
  std::string out;
  std::size_t done = 0;
  const auto copy_records = [&](std::size_t to) {
    if (to > done) out.append(end()).append(lines.substr(done, to - done));
  };
  for (const ErrorLine& error : errors) {
    copy_records(error.begin);
    if (error.kind != run_.kind) {
      out += end();
      run_.kind = error.kind;
    }
    done = error.end;
    const std::string_view line = lines.substr(error.begin, error.end - error.begin);
    if (++run_.errors <= kErrorLines) {
      out += line;
    } else {
      run_.last = line;
    }
  }
  copy_records(lines.size());
  return out;
}

std::string ErrorFold::end() {
  const ErrorRun run = std::exchange(run_, {});
  if (run.errors <= kErrorLines) return {};
  api::Json json = api::Json::parse(run.last, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("error")) return {};
  const std::uint64_t more = run.errors - kErrorLines;
  const std::string message = json["error"].value("message", std::string());
  json["error"]["message"] = "and " + with_commas(more) + " more, the last: " + message;
  json["repeated"] = more;
  return api::dumped(json) + "\n";
}

}  // namespace despin::scan
