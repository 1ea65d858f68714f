#include "lib/scan/scan_state.h"

#include <nlohmann/json.hpp>
#include <numeric>

namespace despin::scan {
namespace {

using Json = nlohmann::ordered_json;

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
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F || c == '%') {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out;
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
  explicit Fields(const Json& json) : json_(json) {}

  std::uint64_t number(const char* name) { return number_of(member(name)); }
  std::string text(const char* name) {
    const Json& json = member(name);
    if (json.is_string()) return json.get<std::string>();
    ok = false;
    return {};
  }
  std::map<std::string, std::uint64_t> counts(const char* name) {
    std::map<std::string, std::uint64_t> out;
    const Json& json = member(name);
    ok = ok && json.is_object();
    for (const auto& [key, value] : json.items()) out[key] = number_of(value);
    return out;
  }
  const Json& member(const char* name) {
    static const Json kNone = Json::object();
    const auto found = json_.is_object() ? json_.find(name) : json_.end();
    if (json_.is_object() && found != json_.end()) return *found;
    ok = false;
    return kNone;
  }
  std::uint64_t number_of(const Json& json) {
    if (json.is_number_unsigned()) return json.get<std::uint64_t>();
    ok = false;
    return 0;
  }

  bool ok = true;

 private:
  const Json& json_;
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
  Json settings = Json::object();
  for (const auto& [name, value] : state.settings) settings[name] = escaped(value);
  Json done = Json::array();
  for (const auto& [first, end] : state.done) done.push_back({first, end});
  const ScanPosition& at = state.position;
  const ScanCounts& n = state.counts;
  Json json = {{"schema", kSchema},
               {"settings", std::move(settings)},
               {"output_bytes", state.output_bytes},
               {"position",
                {{"items", at.items},
                 {"passed", at.skipped},
                 {"input", at.input},
                 {"path", escaped(at.path)},
                 {"number", at.place.number},
                 {"byte", at.place.byte},
                 {"line", at.place.line}}},
               {"done", std::move(done)},
               {"counts",
                {{"spun", n.spun},
                 {"not_spun", n.not_spun},
                 {"abstained", n.abstained},
                 {"errors", n.errors},
                 {"left_out", n.left_out},
                 {"with_source", n.with_source},
                 {"words", n.words}}}};
  if (state.run.errors > 0) {
    json["run"] = {{"kind", escaped(state.run.kind)},
                   {"errors", state.run.errors},
                   {"last", escaped(state.run.last)}};
  }
  return json.dump() + "\n";
}

Result<ScanState> read_scan_state(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  Fields fields(json);
  ScanState state;
  if (fields.text("schema") != kSchema) return no_state();
  if (!fields.member("settings").is_object() || !fields.member("done").is_array()) {
    return no_state();
  }
  for (const auto& [name, value] : fields.member("settings").items()) {
    if (!value.is_string()) return no_state();
    state.settings.emplace_back(name, unescaped(value.get<std::string>()));
  }
  state.output_bytes = fields.number("output_bytes");
  Fields position(fields.member("position"));
  state.position = position_of(position);
  for (const Json& range : fields.member("done")) {
    if (!range.is_array() || range.size() != 2) return no_state();
    state.done[fields.number_of(range[0])] = fields.number_of(range[1]);
  }
  Fields counts(fields.member("counts"));
  state.counts = counts_of(counts);
  if (json.contains("run")) {
    Fields run(fields.member("run"));
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
