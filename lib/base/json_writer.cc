#include "lib/base/json_writer.h"

#include <cassert>
#include <nlohmann/json.hpp>

namespace despin::base {
namespace {

using Json = nlohmann::json;  // of single values alone: their destructors do not allocate

// JSON leaves DEL and the C1 controls as they are, which a terminal obeys.
void append_escaped(std::string_view json, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::size_t from = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const bool c1 = json[at] == '\xC2' && at + 1 < json.size() && (json[at + 1] & '\xE0') == '\x80';
    if (!c1 && json[at] != '\x7F') continue;
    out.append(json.substr(from, at - from));
    if (c1) ++at;
    const auto byte = static_cast<unsigned char>(json[at]);
    out.append("\\u00") += kDigits[byte >> 4];
    out += kDigits[byte & 15];
    from = at + 1;
  }
  out.append(json.substr(from));
}

// Whether JSON spells it as it is.
bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (c < ' ' || c > '~' || c == '"' || c == '\\') return false;
  }
  return true;
}

}  // namespace

void JsonWriter::open(char bracket) {
  begin_value();
  *out_ += bracket;
  last_ = Last::kOpened;
}

void JsonWriter::close(char bracket) {
  assert(last_ != Last::kKey);
  *out_ += bracket;
  end_value();
}

void JsonWriter::key(std::string_view name) {
  assert(last_ != Last::kKey);
  if (last_ == Last::kValue) *out_ += ',';
  spell(name);
  *out_ += ':';
  last_ = Last::kKey;
}

void JsonWriter::value(std::string_view text) {
  begin_value();
  spell(text);
  end_value();
}

void JsonWriter::value(bool truth) { put(truth ? "true" : "false"); }

void JsonWriter::value(double number) { put(Json(number).dump()); }

void JsonWriter::value(std::nullptr_t) { put("null"); }

void JsonWriter::put_unsigned(std::uint64_t number) { put(Json(number).dump()); }

void JsonWriter::put_signed(std::int64_t number) { put(Json(number).dump()); }

void JsonWriter::put(std::string_view json) {
  begin_value();
  *out_ += json;
  end_value();
}

void JsonWriter::begin_value() {
  if (last_ == Last::kValue) *out_ += ',';
}

void JsonWriter::end_value() {
  last_ = Last::kValue;
  if (sink_ != nullptr && piece_.size() >= kPiece) flush();
}

void JsonWriter::flush() {
  if (sink_ == nullptr || piece_.empty()) return;
  (*sink_)(piece_);
  piece_.clear();
}

void JsonWriter::spell(std::string_view text) {
  if (is_plain(text)) {
    ((*out_ += '"') += text) += '"';
  } else {
    append_escaped(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace), *out_);
  }
}

}  // namespace despin::base
