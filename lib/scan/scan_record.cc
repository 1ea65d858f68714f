#include "lib/scan/scan_record.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/base/json_tree.h"
#include "lib/read/input_names.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::scan {
namespace {

using base::JsonValue;

constexpr std::size_t kMaxNameBytes = 500;
constexpr std::size_t kMaxUrlBytes = 2000;
constexpr std::size_t kMaxPhraseBytes = 200;
constexpr std::size_t kMaxContextBytes = 300;
constexpr std::string_view kElision = "\u2026";

std::string cut_end(std::string text, std::size_t limit, std::string_view elision = kElision) {
  if (text.size() <= limit) return text;
  while (limit > 0 && text::is_continuation(text[limit])) --limit;
  text.resize(limit);
  return text.append(elision);
}

std::string cut_begin(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t begin = text.size() - limit;
  while (begin < text.size() && text::is_continuation(text[begin])) ++begin;
  return text.substr(begin);
}

// The string at a key, or a number as spelled; empty for other types.
std::string text_of(const JsonValue& json, const char* key) {
  const JsonValue found = json.find(key);
  return found.is_number() ? found.spelled() : std::string(found.string());
}

std::string name_in(const JsonValue& json, const char* key) {
  return cut_end(text_of(json, key), kMaxNameBytes);
}

// A truncated address leads nowhere; it is cut so that it is not an address at all.
std::string address_in(const JsonValue& json, const char* key) {
  std::string url = text_of(json, key);
  return url.size() <= kMaxUrlBytes ? url : "(too long) " + cut_end(std::move(url), kMaxNameBytes);
}

std::optional<double> number_in(const JsonValue& json, const char* key) {
  const JsonValue found = json.find(key);
  if (!found.is_number() || !std::isfinite(found.number())) return {};
  return found.number();
}

std::uint64_t count_in(const JsonValue& json, const char* key) {
  constexpr double kMost = 1e18;
  return static_cast<std::uint64_t>(std::clamp(number_in(json, key).value_or(0), 0.0, kMost));
}

double share_in(const JsonValue& json, const char* key, double otherwise = 0) {
  return std::clamp(number_in(json, key).value_or(otherwise), 0.0, 1.0);
}

// The first object of an array, and the next one.
JsonValue object_from(JsonValue value) {
  while (value && !value.is_object()) value = value.next();
  return value;
}

JsonValue first_object(const JsonValue& json, const char* key) {
  const JsonValue found = json.find(key);
  return found.is_array() ? object_from(found.first()) : JsonValue();
}

ScanFinding finding_of(const JsonValue& json) {
  ScanFinding finding;
  finding.begin_byte = count_in(json, "begin_byte");
  finding.end_byte = count_in(json, "end_byte");
  finding.written = cut_end(text_of(json, "written"), kMaxPhraseBytes);
  if (const JsonValue originals = json.find("likely_originals"); originals.is_array()) {
    finding.original = cut_end(std::string(originals.first().string()), kMaxPhraseBytes);
  }
  finding.evidence_nats = number_in(json, "evidence_nats").value_or(0);
  finding.before = cut_begin(text_of(json, "before"), kMaxContextBytes);
  finding.after = cut_end(text_of(json, "after"), kMaxContextBytes, {});
  return finding;
}

ScanSource source_of(const JsonValue& json) {
  ScanSource source;
  source.id = name_in(json, "id");
  source.url = address_in(json, "url");
  source.title = name_in(json, "title");
  source.date = name_in(json, "date");
  source.copied = share_in(json, "copied");
  source.spun = text_of(json, "verdict") == "spun";
  return source;
}

Error unreadable(std::string message) { return {ErrorCode::kBadInput, std::move(message)}; }

// An Error unless the schema is one of those supported.
std::optional<Error> wrong_schema(const JsonValue& json) {
  const std::string schema = text_of(json, "schema");
  if (schema == "despin.scan/1" || schema == "despin.report/1") return {};
  if (schema.starts_with("despin.scan/") || schema.starts_with("despin.report/")) {
    return unreadable(
        "a record of another version of the schema; expected despin.scan/1: use the despin that "
        "wrote it, or a later one");
  }
  return unreadable(
      schema.empty()
          ? "a record without a schema; expected despin.scan/1, the output of despin scan"
          : "a record of another schema; expected despin.scan/1, the output of despin scan");
}

// Whether the name is that of an archive of records.
bool is_archive(std::string_view path) {
  const InputFormat format = read::input_name(path).format;
  return format != InputFormat::kGuess && format != InputFormat::kDocument;
}

// Lower case, without user, port and "www."; empty if the address has none.
std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos || scheme > 16) return {};
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#\\"));
  const std::size_t user = host.rfind('@');
  if (user != host.npos) host.remove_prefix(user + 1);
  // IPv6 addresses are in brackets and contain colons.
  host = host.substr(0, host.find(':', host.starts_with('[') ? host.find(']') : 0));
  std::string out = text::ascii_lower(host.substr(0, 255));
  if (out.starts_with("www.") && out.find('.', 4) != out.npos) out.erase(0, 4);
  while (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace

Result<ScanRecord> read_scan_record(std::string_view line) {
  base::JsonTree tree;
  tree.parse(line);
  const JsonValue json = tree.root();
  if (!json.is_object()) return unreadable("not a JSON object; expected one record per line");
  if (auto error = wrong_schema(json)) return *std::move(error);
  ScanRecord record;
  record.input = name_in(json, "input");
  record.number = count_in(json, "number");
  record.byte = count_in(json, "byte");
  record.id = name_in(json, "id");
  record.url = address_in(json, "url");
  record.title = name_in(json, "title");
  record.author = name_in(json, "author");
  record.date = name_in(json, "date");
  record.language = name_in(json, "language");
  record.repeated = std::max<std::uint64_t>(1, count_in(json, "repeated"));
  if (const JsonValue error = json.find("error"); error.is_object()) {
    record.error_code = cut_end(text_of(error, "code"), kMaxPhraseBytes);
    if (record.error_code.empty()) record.error_code = "unknown";
    record.error_message = name_in(error, "message");
    return record;
  }
  const std::string verdict = text_of(json, "verdict");
  if (verdict == "spun") {
    record.verdict = Verdict::kSpun;
  } else if (verdict == "not_spun") {
    record.verdict = Verdict::kNotSpun;
  } else if (verdict == "abstain") {
    record.abstain_reason = cut_end(text_of(json, "abstain_reason"), kMaxPhraseBytes);
  } else {
    return unreadable("a record without verdict and error; expected one of them");
  }
  const JsonValue judged = json.find("judged_by");
  record.model = cut_end(text_of(judged, "model"), kMaxPhraseBytes);
  record.version = cut_end(text_of(judged, "version"), kMaxPhraseBytes);
  record.max_false_positive_rate = number_in(judged, "max_false_positive_rate");
  record.score = number_in(json, "score");
  record.swap_rate = share_in(json, "swap_rate");
  record.false_positive_rate_upper = share_in(json, "false_positive_rate_upper", 1);
  record.words = count_in(json, "words");
  for (auto v = first_object(json, "findings"); v; v = object_from(v.next())) {
    record.findings.push_back(finding_of(v));
  }
  record.findings_found = record.findings.size();
  record.sources_searched = static_cast<bool>(json.find("sources"));
  for (auto v = first_object(json, "sources"); v; v = object_from(v.next())) {
    record.sources.push_back(source_of(v));
  }
  return record;
}

std::string site_of(const ScanRecord& record) {
  for (const std::string& url : {record.url, record.id}) {
    std::string host = host_of(url);
    if (!host.empty()) return host;
  }
  const std::string& path = record.input.empty() ? record.id : record.input;
  if (path == "-") return "standard input";
  if (is_archive(path)) return path;
  const std::size_t slash = path.rfind('/');
  if (slash != path.npos) return path.substr(0, slash + 1);
  return record.input.empty() ? "no site" : "./";
}

std::string name_of(const ScanRecord& record) {
  for (const std::string& name : {record.title, record.url, record.id}) {
    if (!name.empty()) return name;
  }
  return place_of(record);
}

std::string spelled(std::string_view name) {
  if (name == "not_english") return "not English";
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string place_of(const ScanRecord& record) {
  if (record.input.empty()) return record.id.empty() ? "unnamed" : record.id;
  std::string out = record.input;
  if (!is_archive(record.input) && record.input != "-") return out;
  if (record.number > 0) out += ", record " + std::to_string(record.number);
  if (record.byte > 0) out += ", byte " + std::to_string(record.byte);
  return out;
}

}  // namespace despin::scan
