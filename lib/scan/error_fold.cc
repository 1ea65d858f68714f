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

// Copies the members of an object, but for the one of that name, which `write_other` writes.
template <class F>
void copy_members(base::JsonWriter& json, const base::JsonValue& object, std::string_view other,
                  F&& write_other) {
  for (base::JsonValue member = object.first(); member; member = member.next()) {
    json.key(member.name());
    if (member.name() == other) {
      write_other(member);
    } else {
      member.write(json);
    }
  }
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

std::string tiny_kind(std::string_view path) { return std::string(path) + "\ntoo_short"; }

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
  if (!tree.root().is_object()) return {};
  const std::uint64_t more = run.errors - kErrorLines;
  return base::json_line([&](base::JsonWriter& json) {
    copy_members(json, tree.root(), "error", [&](const base::JsonValue& error) {
      json.begin_object();
      copy_members(json, error, "message", [&](const base::JsonValue& message) {
        json.value("and " + with_commas(more) +
                   " more, the last: " + std::string(message.string()));
      });
      json.end_object();
    });
    json.member("repeated", more);
  });
}

}  // namespace despin::scan
