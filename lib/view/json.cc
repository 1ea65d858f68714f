// The figures of scans and indexes as JSON (docs/json.md).
#include <cstdlib>
#include <optional>
#include <utility>

#include "lib/base/json_writer.h"
#include "lib/view/index_text.h"
#include "lib/view/report_text.h"

namespace despin::view {
namespace {

using base::JsonWriter;

void write_counts(JsonWriter& json, std::string_view name,
                  const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  json.begin_object(name);
  for (const auto& [of, count] : counts) json.member(of, count);
  json.end_object();
}

// As members of an object.
void write_members(JsonWriter& json, const scan::DocumentCounts& counts) {
  json.member("documents", counts.all());
  json.member("spun", counts.spun);
  json.member("not_spun", counts.not_spun);
  json.member("abstained", counts.abstained);
  json.member("errors", counts.errors);
}

void write_histogram(JsonWriter& json, std::string_view name, const scan::Histogram& histogram) {
  json.begin_object(name);
  json.member("low", histogram.low());
  json.member("step", histogram.step());
  json.begin_array("counts");
  for (const auto count : histogram.bins()) json.value(count);
  json.end_array();
  json.end_object();
}

// What is left out of a list, and whether the rest is exact; `write_entry` writes the members of
// an entry.
template <class V, class F>
void write_ranking(JsonWriter& json, const char* name, const scan::TopList<V>& ranking,
                   F&& write_entry) {
  json.begin_object(name);
  json.member(name, ranking.names);
  json.member("exact", ranking.exact);
  json.list("list", ranking.entries,
            [&](const auto& entry) { write_entry(entry.first, entry.second); });
  json.end_object();
}

void write_place(JsonWriter& json, const scan::ScanRecord& record) {
  json.member("input", record.input);
  json.member("number", record.number);
  json.member("byte", record.byte);
  json.member("id", record.id);
  json.member("url", record.url);
}

void write_worst(JsonWriter& json, const std::vector<scan::ScanRecord>& worst) {
  json.list("worst", worst, [&](const scan::ScanRecord& record) {
    write_place(json, record);
    json.member("title", record.title);
    json.member("date", record.date);
    json.member("verdict", name_of(record.verdict));
    json.member("score", record.score);
    json.member("swap_rate", record.swap_rate);
    json.member("findings", record.findings_found);
  });
}

void write_errors(JsonWriter& json, const std::vector<scan::ScanRecord>& errors) {
  json.list("error_list", errors, [&](const scan::ScanRecord& record) {
    write_place(json, record);
    json.member("code", record.error_code);
    json.member("message", record.error_message);
  });
}

// None of an empty text.
std::optional<double> number_of(const std::string& spelled) {
  if (spelled.empty()) return std::nullopt;
  return std::strtod(spelled.c_str(), nullptr);
}

void write_judges(JsonWriter& json, const std::vector<scan::Judge>& judges) {
  json.list("judged_by", judges, [&](const scan::Judge& judge) {
    json.member("model", judge.model);
    json.member("version", judge.version);
    json.member("max_false_positive_rate", number_of(judge.max_false_positive_rate));
    json.member("documents", judge.documents);
  });
}

void write_swaps(JsonWriter& json, const scan::ScanFigures& figures) {
  json.begin_object("swaps");
  json.member("swaps", figures.swap_names);
  json.member("times", figures.swap_times);
  json.member("exact", figures.swaps_exact);
  json.list("list", figures.swaps, [&](const scan::NamedSwap& swap) {
    json.member("written", swap.written);
    json.member("original", swap.original);
    json.member("documents", swap.counts.documents);
    json.member("times", swap.counts.times);
  });
  json.end_object();
}

void write_distributions(JsonWriter& json, const scan::ScanFigures& figures) {
  json.begin_object("scores");
  for (const Verdict verdict : {Verdict::kSpun, Verdict::kNotSpun, Verdict::kAbstain}) {
    write_histogram(json, name_of(verdict), figures.scores.of(verdict));
  }
  json.end_object();
  write_histogram(json, "swap_rates", figures.swap_rates);
  json.begin_object("months");
  for (const auto& [month, counts] : figures.months) {
    json.begin_object(month);
    write_members(json, counts);
    json.end_object();
  }
  json.end_object();
}

void write_rankings(JsonWriter& json, const scan::ScanFigures& figures) {
  write_ranking(json, "sites", figures.sites, [&](const std::string& name, const auto& counts) {
    json.member("site", name);
    write_members(json, counts);
  });
  write_swaps(json, figures);
  if (!figures.sources_known) return;
  json.member("copies", figures.copies);
  write_ranking(json, "sources", figures.sources, [&](const std::string& id, const auto& counts) {
    json.member("id", id);
    json.member("url", counts.url);
    json.member("title", counts.title);
    json.member("date", counts.date);
    json.member("documents", counts.documents);
    json.member("spun", counts.spun);
    json.member("most_copied", counts.most_copied);
  });
}

}  // namespace

std::string to_json(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                    const RunFacts& facts) {
  return base::json_object([&](JsonWriter& json) {
    json.member("schema", "despin.summary/1");
    json.member("inputs", inputs.names);
    json.member("broken_lines", inputs.broken_lines);
    write_members(json, figures.counts);
    write_counts(json, "abstain_reasons", figures.abstain_reasons);
    write_counts(json, "error_codes", figures.error_codes);
    write_counts(json, "languages", figures.languages);
    write_distributions(json, figures);
    write_rankings(json, figures);
    write_worst(json, figures.worst);
    write_errors(json, figures.errors);
    write_judges(json, figures.judges);
    write_run(json, facts);
  });
}

std::string to_json(const IndexStatistics& statistics, std::string_view folder,
                    std::uint64_t documents) {
  return base::json_object([&](JsonWriter& json) {
    json.member("schema", "despin.index/1");
    json.member("folder", folder);
    json.member("documents", statistics.documents);
    if (statistics.removed > 0) json.member("removed", statistics.removed);
    json.member("words", statistics.words);
    json.member("bytes", statistics.bytes);
    json.begin_object("parts");
    for (const IndexStatistics::Part& part : statistics.parts) json.member(part.name, part.bytes);
    json.end_object();
    json.list("segments", statistics.segments, [&](const IndexStatistics::Segment& segment) {
      json.member("file", segment.file);
      json.member("documents", segment.documents);
      if (segment.removed > 0) json.member("removed", segment.removed);
      json.member("bytes", segment.bytes);
      if (!segment.corruption.empty()) json.member("damage", segment.corruption);
    });
    const IndexEstimate needed = estimate(statistics, documents);
    json.begin_object("estimate");
    json.member("documents", documents);
    json.member("disk_bytes", needed.disk_bytes);
    json.member("search_memory_bytes", needed.search_memory_bytes);
    json.end_object();
  });
}

std::string to_json(const IndexedDocument& document) {
  return base::json_line([&](JsonWriter& json) {
    json.member("schema", "despin.document/1");
    json.member("id", document.id);
    const auto put = [&](const char* name, const std::string& value) {
      if (!value.empty()) json.member(name, value);
    };
    put("url", document.url);
    put("title", document.title);
    put("date", document.date);
    json.member("words", document.words);
    json.member("segment", document.segment);
    if (!document.terms.empty()) json.member("terms", document.terms);
  });
}

}  // namespace despin::view
