#include "lib/scan/error_fold.h"

#include <utility>

#include "lib/base/json_tree.h"
#include "lib/base/json_writer.h"
#include "lib/text/ascii.h"

namespace despin::scan {
namespace {

// "1999900" as "1,999,900".
std::string with_commas(std::uint64_t count) {
  std::string out = std::to_string(count);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  return out;
}

// The member "error" of the last of so many more.
void write_folded(base::JsonWriter& json, const base::JsonValue& error, std::uint64_t more) {
  json.begin_object("error");
  json.member("code", error.find("code").string());
  json.member("message", "and " + with_commas(more) +
                             " more, the last: " + std::string(error.find("message").string()));
  json.end_object();
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
  base::JsonTree tree;
  tree.parse(run.last);
  if (!tree.root().find("error").is_object()) return {};
  std::string line;
  base::JsonWriter json(line);
  json.begin_object();
  for (base::JsonValue member = tree.root().first(); member; member = member.next()) {
    if (member.name() == "error") {
      write_folded(json, member, run.errors - kErrorLines);
    } else {
      json.key(member.name());
      member.write(json);
    }
  }
  json.member("repeated", run.errors - kErrorLines);
  json.end_object();
  return line + "\n";
}

}  // namespace despin::scan
