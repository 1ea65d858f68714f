#include <string>
#include <utility>
#include <vector>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/base/json_tree.h"
#include "lib/read/conversion.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin {
inline namespace v1 {
namespace {

using base::JsonTree;
using base::JsonValue;

// Strings unchanged, numbers and booleans as spelled; false for other types.
bool as_string(const JsonValue& value, std::string& out) {
  if (value.is_string()) {
    out = value.string();
    return true;
  }
  if (value.is_number() || value.is_boolean()) {
    out = value.spelled();
    return true;
  }
  return value.is_null();
}

Error bad_field(std::string_view name, std::string_view expected) {
  return {ErrorCode::kBadInput, "field \"" + std::string(name) + "\" is of the wrong type; " +
                                    std::string(expected) + " expected"};
}

// ["written", "meant"] or {"written": .., "meant": ..}.
bool read_substitution(const JsonValue& value, LabeledSwap& out) {
  if (value.is_array()) {
    const JsonValue written = value.first();
    const JsonValue meant = written.next();
    if (!written.is_string() || !meant.is_string() || meant.next()) return false;
    out.written = written.string();
    out.meant = meant.string();
    return true;
  }
  return as_string(value.find("written"), out.written) && as_string(value.find("meant"), out.meant);
}

// "source": one id, or a list of them.
bool read_sources(const JsonValue& listed, std::vector<std::string>& out) {
  if (!listed || listed.is_null()) return true;
  const auto add = [&](const JsonValue& id) {
    return as_string(id, out.emplace_back()) && !out.back().empty();
  };
  if (!listed.is_array()) return add(listed);
  for (JsonValue id = listed.first(); id; id = id.next()) {
    if (!add(id)) return false;
  }
  return true;
}

// The value of "D83D"; -1 if the digits are none.
int hex_value(std::string_view digits) {
  int value = 0;
  if (digits.size() != 4) return -1;
  for (const char c : digits) {
    const char lower = text::ascii_lower(c);
    const bool letter = lower >= 'a' && lower <= 'f';
    if (!letter && !text::is_ascii_digit(c)) return -1;
    value = value * 16 + (letter ? lower - 'a' + 10 : c - '0');
  }
  return value;
}

// Puts \ufffd for each escaped half of a pair that stands alone, which cut texts have; returns how
// many there were.
std::size_t mend_surrogates(std::string& json) {
  std::size_t mended = 0;
  const auto unit_at = [&](std::size_t at) {
    return json.compare(at, 2, "\\u") == 0 ? hex_value(std::string_view(json).substr(at + 2, 4))
                                           : -1;
  };
  for (std::size_t at = json.find('\\'); at != json.npos; at = json.find('\\', at)) {
    const int unit = unit_at(at);
    const bool lead = unit >= 0xD800 && unit < 0xDC00;
    const int next = lead && at + 12 <= json.size() ? unit_at(at + 6) : -1;
    if (next >= 0xDC00 && next < 0xE000) {
      at += 12;
      continue;
    }
    if (lead || (unit >= 0xDC00 && unit < 0xE000)) {
      json.replace(at + 2, 4, "fffd");
      ++mended;
    }
    at += 2;
  }
  return mended;
}

// Parses JSON with a few malformed bytes or lone surrogates, which become U+FFFD; false if that
// is not what is wrong.
bool parse_mended(std::string_view line, JsonTree& tree, std::uint64_t& replaced) {
  auto repaired = read::repair_utf8(line, 0, 1 + line.size() / 100);
  if (!repaired) return false;
  replaced = repaired->replaced + mend_surrogates(repaired->text);
  return replaced != 0 && tree.parse(repaired->text);
}

}  // namespace

static Result<Record> read_unguarded(std::string_view json_line, const RecordFields& fields) {
  if (json_line.size() > kMaxTextFileBytes) {
    return Error{ErrorCode::kTooLarge, "a record of " + std::to_string(json_line.size()) +
                                           " bytes; at most " + std::to_string(kMaxTextFileBytes) +
                                           " are read"};
  }
  if (json_line.starts_with("\xEF\xBB\xBF")) json_line.remove_prefix(3);
  std::uint64_t replaced = 0;
  JsonTree tree;
  if (!tree.parse(json_line) && !parse_mended(json_line, tree, replaced)) {
    const std::size_t bad = text::survey_utf8(json_line).bad_byte;
    if (bad != text::kNoBadByte) {
      return Error{ErrorCode::kBadUtf8, "byte " + std::to_string(bad) +
                                            " of the record is not UTF-8; expected JSON in UTF-8"};
    }
    return Error{ErrorCode::kBadInput, "not valid JSON; expected one object per line"};
  }
  const JsonValue json = tree.root();
  if (!json.is_object()) {
    return Error{ErrorCode::kBadInput, "JSON, but not an object; expected one object per line"};
  }
  Record record;
  record.replaced_bytes = replaced;
  const JsonValue text = json.find(fields.text);
  if (!text) {
    return Error{ErrorCode::kBadInput, "no field \"" + fields.text + "\"; expected {\"" +
                                           fields.text + "\": \"...\", ...}"};
  }
  if (!text.is_string()) return bad_field(fields.text, "a string");
  record.text = text.string();
  const std::pair<std::string_view, std::string*> strings[] = {
      {fields.id, &record.id},     {fields.url, &record.url}, {fields.title, &record.title},
      {fields.date, &record.date}, {"label", &record.label},  {"kind", &record.kind}};
  for (const auto& [name, field] : strings) {
    const JsonValue found = json.find(name);
    if (found && !as_string(found, *field)) return bad_field(name, "a string");
  }
  if (!read_sources(json.find("source"), record.sources)) {
    return bad_field("source", "an id or a list of ids");
  }
  const JsonValue listed = json.find("substitutions");
  if (!listed || listed.is_null()) return record;
  if (!listed.is_array()) return bad_field("substitutions", "a list of [written, meant]");
  for (JsonValue value = listed.first(); value; value = value.next()) {
    LabeledSwap substitution;
    if (!read_substitution(value, substitution)) {
      return bad_field("substitutions", "a list of [written, meant]");
    }
    record.substitutions.push_back(std::move(substitution));
  }
  return record;
}

Result<Record> read_record(std::string_view json_line, const RecordFields& fields) {
  return base::guarded([&] { return read_unguarded(json_line, fields); });
}

}  // namespace v1
}  // namespace despin
