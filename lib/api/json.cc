#include "lib/api/json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "lib/api/json_out.h"
#include "lib/api/json_spelling.h"
#include "lib/base/guard.h"

namespace despin {
namespace api {
namespace {

// JSON leaves DEL and the C1 controls as they are, which a terminal obeys.
void escape_controls(std::string& json) {
  std::size_t at = 0;
  const auto next = [&] {
    for (; at < json.size(); ++at) {
      const bool c1 =
          json[at] == '\xC2' && at + 1 < json.size() && (json[at + 1] & '\xE0') == '\x80';
      if (c1 || json[at] == '\x7F') return true;
    }
    return false;
  };
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  std::size_t from = 0;
  while (next()) {
    const bool c1 = json[at] == '\xC2';
    const auto byte = static_cast<unsigned char>(json[at + (c1 ? 1 : 0)]);
    out.append(json, from, at - from).append("\\u00") += kDigits[byte >> 4];
    out += kDigits[byte & 15];
    at += c1 ? 2 : 1;
    from = at;
  }
  if (from == 0) return;
  out.append(json, from, std::string::npos);
  json = std::move(out);
}

// What is spelled, as a value and as text.
template <class... Arguments>
Json value_of(const Arguments&... arguments) {
  JsonTree tree;
  spell(tree, arguments...);
  return tree.take();
}

template <class... Arguments>
void write(const JsonSink& sink, const Arguments&... arguments) {
  JsonText text(sink);
  spell(text, arguments...);
  text.flush();
}

template <class... Arguments>
std::string text_of(const Arguments&... arguments) {
  std::string all;
  write([&](std::string_view piece) { all += piece; }, arguments...);
  return all;
}

}  // namespace

Json json_of(const Finding& finding, std::string_view text, const Document* document) {
  return value_of(finding, text, document);
}

Json json_of(const Contribution& contribution) { return value_of(contribution); }

Json judged_by_json(const Report& report) {
  JsonTree tree;
  spell_judged_by(tree, report);
  return tree.take();
}

Json json_of(const FamilyShare& family, std::string_view text) { return value_of(family, text); }

Json json_of(const Report& report, std::string_view text, const Document* document,
             const ReportJsonOptions& options) {
  JsonTree tree;
  tree.begin_object();
  spell_members(tree, report, text, document, options);
  tree.end_object();
  return tree.take();
}

Json json_of(const Passage& passage, std::string_view original, std::string_view suspect) {
  return value_of(passage, original, suspect);
}

Json json_of(const Swap& swap, std::string_view original, std::string_view suspect) {
  return value_of(swap, original, suspect);
}

Json json_of(ByteSpan span) { return value_of(span); }

Json json_of(const SourceMatch& match) { return value_of(match); }

Json json_of(const std::vector<SourceMatch>& matches) { return value_of(matches); }

void append(Json& object, Json&& members) {
  for (auto& [name, value] : members.get_ref<Json::object_t&>()) object[name] = std::move(value);
}

std::string dumped(const Json& json) {
  std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  escape_controls(line);
  return line;
}

Json document_json(const Report& report, std::string_view id, const Document& document) {
  return value_of(report, id, std::string_view(document.text), &document);
}

Json document_json(const Comparison& comparison, std::string_view original_id,
                   std::string_view original, std::string_view suspect_id,
                   std::string_view suspect) {
  return value_of(comparison, original_id, original, suspect_id, suspect);
}

Json document_json(const std::vector<SourceMatch>& matches, std::string_view id) {
  return value_of(matches, id);
}

}  // namespace api

inline namespace v1 {

std::string to_json(const Report& report, std::string_view id, std::string_view text) {
  constexpr const Document* kNoDocument = nullptr;
  return api::text_of(report, id, text, kNoDocument);
}

std::string to_json(const Report& report, std::string_view id, const Document& document) {
  return api::text_of(report, id, std::string_view(document.text), &document);
}

Result<void> to_json(const Report& report, std::string_view id, std::string_view text,
                     const JsonSink& sink) {
  return base::guarded([&]() -> Result<void> {
    constexpr const Document* kNoDocument = nullptr;
    api::write(sink, report, id, text, kNoDocument);
    return {};
  });
}

Result<void> to_json(const Report& report, std::string_view id, const Document& document,
                     const JsonSink& sink) {
  return base::guarded([&]() -> Result<void> {
    api::write(sink, report, id, std::string_view(document.text), &document);
    return {};
  });
}

std::string to_json(const Comparison& comparison, std::string_view original_id,
                    std::string_view original, std::string_view suspect_id,
                    std::string_view suspect) {
  return api::text_of(comparison, original_id, original, suspect_id, suspect);
}

Result<void> to_json(const Comparison& comparison, std::string_view original_id,
                     std::string_view original, std::string_view suspect_id,
                     std::string_view suspect, const JsonSink& sink) {
  return base::guarded([&]() -> Result<void> {
    api::write(sink, comparison, original_id, original, suspect_id, suspect);
    return {};
  });
}

std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id) {
  return api::text_of(matches, id);
}

}  // namespace v1
}  // namespace despin
