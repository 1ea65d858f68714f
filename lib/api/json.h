// lib/api/json.h - the public results as JSON values, documented in docs/json.md.
//
//   Json line = {{"schema", "despin.scan/1"}};
//   append(line, json_of(report, text, &document));
//   out << dumped(line);
//
// The public to_json() dump these values; who has more to say of a result adds members to the
// value and dumps it once, so that no JSON is edited as text.
// Threads  Stateless.
// Cost     A value is built and dumped in one go: nothing is parsed again.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/comparison.h"
#include "despin/document.h"
#include "despin/index.h"
#include "despin/report.h"

namespace despin::api {

using Json = nlohmann::ordered_json;  // members stay in the order they were put

// What is put into the JSON of a Report besides what everybody needs.
struct ReportJsonOptions {
  bool contributions = true;  // what the score was made of
  bool findings = true;       // else the array is empty
};

// The members of a Report from its verdict on: without schema and id. `text` is what was
// analyzed; `document` is what it is the text of, or null.
Json json_of(const Report& report, std::string_view text, const Document* document,
             const ReportJsonOptions& options = {});
Json json_of(const Finding& finding, std::string_view text, const Document* document);
Json json_of(const Contribution& contribution);
Json judged_by_json(const Report& report);  // by which model, at which threshold
Json json_of(const FamilyShare& family, std::string_view text);

Json json_of(const Passage& passage, std::string_view original, std::string_view suspect);
Json json_of(const Swap& swap, std::string_view original, std::string_view suspect);

Json json_of(ByteSpan span);
Json json_of(const SourceMatch& match);
Json json_of(const std::vector<SourceMatch>& matches);  // an array

// Moves the members of an object behind those of another. REQUIRES: no name is in both.
void append(Json& object, Json&& members);

// One line, without a newline. Ids and paths may be of any bytes: what is not UTF-8 in them
// is replaced.
std::string dumped(const Json& json);

// All of a document of its schema: what the public to_json() of its name dumps.
Json document_json(const Report& report, std::string_view id, const Document& document);
Json document_json(const Comparison& comparison, std::string_view original_id,
                   std::string_view original, std::string_view suspect_id,
                   std::string_view suspect);
Json document_json(const std::vector<SourceMatch>& matches, std::string_view id);

}  // namespace despin::api
