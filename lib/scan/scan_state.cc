#include "lib/scan/scan_state.h"

#include <numeric>

#include "lib/base/json_tree.h"
#include "lib/base/json_writer.h"

namespace despin::scan {
namespace {

using base::JsonValue;

constexpr std::string_view kSchema = "despin.scan_progress/1";

std::uint64_t sum_of(const std::map<std::string, std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& count) { return sum + count.second; });
}

Error no_state() {
  return {ErrorCode::kBadInput,
          "corrupt, or not the progress of a scan; expected that of despin scan: start over with "
          "--overwrite"};
}

// A path that is not UTF-8 would be invalid JSON, but must be restored exactly: unsafe bytes are
// written as %XX.
std::string escaped(std::string_view path) {
  return text::percent_encoded(path, [](char c) { return c >= ' ' && c <= '~' && c != '%'; });
}

std::string unescaped(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>((digit(text[i + 1]) << 4 | digit(text[i + 2])) & 0xFF);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Reads the members of an object; `ok` is false if one is missing or has another type.
class Fields {
 public:
  explicit Fields(const JsonValue& json) : json_(json) {}

  std::uint64_t number(const char* name) { return number_of(member(name)); }
  std::string text(const char* name) { return text_of(member(name)); }
  std::map<std::string, std::uint64_t> counts(const char* name) {
    std::map<std::string, std::uint64_t> out;
    const JsonValue json = member(name);
    ok = ok && json.is_object();
    for (JsonValue v = json.first(); v; v = v.next()) out[std::string(v.name())] = number_of(v);
    return out;
  }
  JsonValue member(const char* name) {
    const JsonValue found = json_.find(name);
    ok = ok && found;
    return found;
  }
  std::uint64_t number_of(const JsonValue& json) {
    ok = ok && json.is_unsigned();
    return json.unsigned_number();
  }
  std::string text_of(const JsonValue& json) {
    ok = ok && json.is_string();
    return std::string(json.string());
  }

  bool ok = true;

 private:
  JsonValue json_;
};

ScanPosition position_of(Fields& fields) {
  ScanPosition position;
  position.items = fields.number("items");
  position.skipped = fields.number("passed");
  position.input = fields.number("input");
  position.path = unescaped(fields.text("path"));
  position.place = {fields.number("number"), fields.number("byte"), fields.number("line")};
  return position;
}

ScanCounts counts_of(Fields& fields) {
  ScanCounts counts;
  counts.spun = fields.number("spun");
  counts.not_spun = fields.number("not_spun");
  counts.abstained = fields.counts("abstained");
  counts.errors = fields.counts("errors");
  counts.left_out = fields.number("left_out");
  counts.with_source = fields.number("with_source");
  counts.words = fields.number("words");
  return counts;
}

void write_position(base::JsonWriter& json, const ScanPosition& at) {
  json.begin_object("position");
  json.member("items", at.items);
  json.member("passed", at.skipped);
  json.member("input", at.input);
  json.member("path", escaped(at.path));
  json.member("number", at.place.number);
  json.member("byte", at.place.byte);
  json.member("line", at.place.line);
  json.end_object();
}

void write_counts(base::JsonWriter& json, std::string_view name,
                  const std::map<std::string, std::uint64_t>& counts) {
  json.begin_object(name);
  for (const auto& [of, count] : counts) json.member(of, count);
  json.end_object();
}

void write_counts(base::JsonWriter& json, const ScanCounts& n) {
  json.begin_object("counts");
  json.member("spun", n.spun);
  json.member("not_spun", n.not_spun);
  write_counts(json, "abstained", n.abstained);
  write_counts(json, "errors", n.errors);
  json.member("left_out", n.left_out);
  json.member("with_source", n.with_source);
  json.member("words", n.words);
  json.end_object();
}

}  // namespace

std::uint64_t ScanCounts::documents() const { return spun + not_spun + sum_of(abstained); }
std::uint64_t ScanCounts::failed() const { return sum_of(errors); }

void ScanCounts::add(const ScanCounts& other) {
  spun += other.spun;
  not_spun += other.not_spun;
  for (const auto& [reason, count] : other.abstained) abstained[reason] += count;
  for (const auto& [code, count] : other.errors) errors[code] += count;
  left_out += other.left_out;
  with_source += other.with_source;
  words += other.words;
}

std::string to_json(const ScanState& state) {
  return base::json_line([&](base::JsonWriter& json) {
    json.member("schema", kSchema);
    json.begin_object("settings");
    for (const auto& [name, value] : state.settings) json.member(name, escaped(value));
    json.end_object();
    json.member("output_bytes", state.output_bytes);
    write_position(json, state.position);
    json.begin_array("done");
    for (const auto& [first, end] : state.done) {
      json.begin_array();
      json.value(first);
      json.value(end);
      json.end_array();
    }
    json.end_array();
    write_counts(json, state.counts);
    if (state.run.errors > 0) {
      json.begin_object("run");
      json.member("kind", escaped(state.run.kind));
      json.member("errors", state.run.errors);
      json.member("last", escaped(state.run.last));
      json.end_object();
    }
  });
}

Result<ScanState> read_scan_state(std::string_view text) {
  base::JsonTree tree;
  tree.parse(text);
  Fields fields(tree.root());
  ScanState state;
  if (fields.text("schema") != kSchema) return no_state();
  const JsonValue settings = fields.member("settings");
  const JsonValue done = fields.member("done");
  if (!settings.is_object() || !done.is_array()) return no_state();
  for (JsonValue v = settings.first(); v; v = v.next()) {
    state.settings.emplace_back(v.name(), unescaped(fields.text_of(v)));
  }
  state.output_bytes = fields.number("output_bytes");
  Fields position(fields.member("position"));
  state.position = position_of(position);
  for (JsonValue range = done.first(); range; range = range.next()) {
    const JsonValue first = range.first();
    const JsonValue end = first.next();
    if (!range.is_array() || !end || end.next()) return no_state();
    state.done[fields.number_of(first)] = fields.number_of(end);
  }
  Fields counts(fields.member("counts"));
  state.counts = counts_of(counts);
  if (const JsonValue json = tree.root().find("run")) {
    Fields run(json);
    state.run = {unescaped(run.text("kind")), run.number("errors"), unescaped(run.text("last"))};
    fields.ok = fields.ok && run.ok;
  }
  if (!fields.ok || !position.ok || !counts.ok) return no_state();
  return state;
}

Result<void> same_settings(const ScanState& before, const ScanState& now) {
  const std::map<std::string, std::string> old(before.settings.begin(), before.settings.end());
  const auto differs = [](const std::string& name) {
    return Error{
        ErrorCode::kBadInput,
        "the scan was started with another " + name +
            "; expected the same command: repeat it with --resume, or start over with --overwrite"};
  };
  for (const auto& [name, value] : now.settings) {
    const auto found = old.find(name);
    if (found == old.end() || found->second != value) return differs(name);
  }
  if (before.settings.size() != now.settings.size()) return differs("set of options");
  return {};
}

}  // namespace despin::scan
