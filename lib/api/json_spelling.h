// lib/api/json_spelling.h - which members the JSON of each result has, said once for text and for
// values (lib/api/json_out.h). docs/json.md documents them.
//
// Threads  Stateless.
// Errors   std::bad_alloc.
#pragma once

#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/comparison.h"
#include "despin/document.h"
#include "despin/index.h"
#include "despin/report.h"
#include "lib/api/json.h"
#include "lib/api/json_out.h"

namespace despin::api {

// One value; with an id, a whole document of its schema.
void spell(JsonOut& out, ByteSpan span);
void spell(JsonOut& out, const Finding& finding, std::string_view text, const Document* document);
void spell(JsonOut& out, const Contribution& contribution);
void spell(JsonOut& out, const FamilyShare& family, std::string_view text);
void spell(JsonOut& out, const Report& report, std::string_view id, std::string_view text,
           const Document* document);
void spell(JsonOut& out, const Passage& passage, std::string_view original,
           std::string_view suspect);
void spell(JsonOut& out, const Swap& swap, std::string_view original, std::string_view suspect);
void spell(JsonOut& out, const Comparison& comparison, std::string_view original_id,
           std::string_view original, std::string_view suspect_id, std::string_view suspect);
void spell(JsonOut& out, const SourceMatch& match);
void spell(JsonOut& out, const std::vector<SourceMatch>& matches);
void spell(JsonOut& out, const std::vector<SourceMatch>& matches, std::string_view id);

// The members of a Report from its verdict on, into an object that is open.
void spell_members(JsonOut& out, const Report& report, std::string_view text,
                   const Document* document, const ReportJsonOptions& options);
void spell_judged_by(JsonOut& out, const Report& report);

}  // namespace despin::api
