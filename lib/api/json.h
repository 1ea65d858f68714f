// lib/api/json.h - writes the public results as JSON, documented in docs/json.md.
//
//   const std::string line = base::json_object([&](base::JsonWriter& json) {
//     write_members(json, report, id, document);
//     json.member("more", ...);
//   });
//
// The public to_json() write these; who has more to say of a result adds members to the object,
// so that no JSON is edited as text.
// Threads  Stateless.
// Memory   What is written, and no tree of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/comparison.h"
#include "despin/document.h"
#include "despin/index.h"
#include "despin/limits.h"
#include "despin/report.h"
#include "lib/base/json_writer.h"

namespace despin::api {

// What is put into the JSON of a Report besides what everybody needs.
struct ReportJsonOptions {
  bool contributions = true;  // what the score was made of
  // Further members of each finding.
  std::function<void(base::JsonWriter& json, const Finding& finding)> of_finding = {};
};

// The members of a Report from its verdict on: without schema and id. `text` is what was
// analyzed; `document` is what it is the text of, or null.
void write_members(base::JsonWriter& json, const Report& report, std::string_view text,
                   const Document* document, const ReportJsonOptions& options = {});

// All members of a document of its schema: what the public to_json() of its name writes.
void write_members(base::JsonWriter& json, const Report& report, std::string_view id,
                   const Document& document);
void write_members(base::JsonWriter& json, const Comparison& comparison,
                   std::string_view original_id, std::string_view original,
                   std::string_view suspect_id, std::string_view suspect);
void write_members(base::JsonWriter& json, const std::vector<SourceMatch>& matches,
                   std::string_view id);

// A member of this name; none if nothing was cut.
void write_truncation(base::JsonWriter& json, std::string_view name, const Truncation& truncated);
// A list of this name.
// As "withheld", if anything was.
void write_withheld(base::JsonWriter& json, const Withheld& withheld);
void write_matches(base::JsonWriter& json, std::string_view name,
                   const std::vector<SourceMatch>& matches);

}  // namespace despin::api
