// The figures of scans and indexes as JSON (docs/json.md).
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "lib/api/json.h"
#include "lib/view/index_text.h"
#include "lib/view/report_text.h"

namespace despin::view {
namespace {

using api::Json;

Json named_counts(const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  Json json = Json::object();
  for (const auto& [name, count] : counts) json[name] = count;
  return json;
}

Json counts_json(const scan::DocumentCounts& counts) {
  return {{"documents", counts.all()},
          {"spun", counts.spun},
          {"not_spun", counts.not_spun},
          {"abstained", counts.abstained},
          {"errors", counts.errors}};
}

Json histogram_json(const scan::Histogram& histogram) {
  return {{"low", histogram.low()}, {"step", histogram.step()}, {"counts", histogram.bins()}};
}

// What is left out of a list, and whether the rest is exact.
template <class V>
Json list_json(const char* name, Json entries, const scan::TopList<V>& ranking) {
  return {{name, ranking.names}, {"exact", ranking.exact}, {"list", std::move(entries)}};
}

Json place_json(const scan::ScanRecord& record) {
  return {{"input", record.input},
          {"number", record.number},
          {"byte", record.byte},
          {"id", record.id},
          {"url", record.url}};
}

Json worst_json(const std::vector<scan::ScanRecord>& worst) {
  Json list = Json::array();
  for (const scan::ScanRecord& record : worst) {
    Json entry = place_json(record);
    entry["title"] = record.title;
    entry["date"] = record.date;
    entry["verdict"] = std::string(name_of(record.verdict));
    entry["score"] = record.score ? Json(*record.score) : Json(nullptr);
    entry["swap_rate"] = record.swap_rate;
    entry["findings"] = record.findings_found;
    list.push_back(std::move(entry));
  }
  return list;
}

Json errors_json(const std::vector<scan::ScanRecord>& errors) {
  Json list = Json::array();
  for (const scan::ScanRecord& record : errors) {
    Json entry = place_json(record);
    entry["code"] = record.error_code;
    entry["message"] = record.error_message;
    list.push_back(std::move(entry));
  }
  return list;
}

// Null for an empty text.
Json number_of(const std::string& spelled) {
  return spelled.empty() ? Json(nullptr) : Json(std::strtod(spelled.c_str(), nullptr));
}

Json judges_json(const std::vector<scan::Judge>& judges) {
  Json list = Json::array();
  for (const scan::Judge& judge : judges) {
    list.push_back({{"model", judge.model},
                    {"version", judge.version},
                    {"max_false_positive_rate", number_of(judge.max_false_positive_rate)},
                    {"documents", judge.documents}});
  }
  return list;
}

Json sites_json(const scan::ScanFigures& figures) {
  Json list = Json::array();
  for (const auto& [name, counts] : figures.sites.entries) {
    Json entry = {{"site", name}};
    entry.update(counts_json(counts));
    list.push_back(std::move(entry));
  }
  return list_json("sites", std::move(list), figures.sites);
}

Json sources_json(const scan::ScanFigures& figures) {
  Json list = Json::array();
  for (const auto& [id, counts] : figures.sources.entries) {
    list.push_back({{"id", id},
                    {"url", counts.url},
                    {"title", counts.title},
                    {"date", counts.date},
                    {"documents", counts.documents},
                    {"spun", counts.spun},
                    {"most_copied", counts.most_copied}});
  }
  return list_json("sources", std::move(list), figures.sources);
}

Json swaps_json(const scan::ScanFigures& figures) {
  Json list = Json::array();
  for (const scan::NamedSwap& swap : figures.swaps) {
    list.push_back({{"written", swap.written},
                    {"original", swap.original},
                    {"documents", swap.counts.documents},
                    {"times", swap.counts.times}});
  }
  return {{"swaps", figures.swap_names},
          {"times", figures.swap_times},
          {"exact", figures.swaps_exact},
          {"list", std::move(list)}};
}

}  // namespace

std::string to_json(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                    const RunFacts& facts) {
  Json months = Json::object();
  for (const auto& [month, counts] : figures.months) months[month] = counts_json(counts);
  Json json = {{"schema", "despin.summary/1"},
               {"inputs", inputs.names},
               {"broken_lines", inputs.broken_lines}};
  json.update(counts_json(figures.counts));
  json["abstain_reasons"] = named_counts(figures.abstain_reasons);
  json["error_codes"] = named_counts(figures.error_codes);
  json["languages"] = named_counts(figures.languages);
  json["scores"] = Json::object();
  for (const Verdict verdict : {Verdict::kSpun, Verdict::kNotSpun, Verdict::kAbstain}) {
    json["scores"][std::string(name_of(verdict))] = histogram_json(figures.scores.of(verdict));
  }
  json["swap_rates"] = histogram_json(figures.swap_rates);
  json["months"] = std::move(months);
  json["sites"] = sites_json(figures);
  json["swaps"] = swaps_json(figures);
  if (figures.sources_known) {
    json["copies"] = figures.copies;
    json["sources"] = sources_json(figures);
  }
  json["worst"] = worst_json(figures.worst);
  json["error_list"] = errors_json(figures.errors);
  json["judged_by"] = judges_json(figures.judges);
  if (!facts.version.empty()) json["run"] = run_json(facts);
  return api::dumped(json);
}

std::string to_json(const IndexStatistics& statistics, std::string_view folder,
                    std::uint64_t documents) {
  Json parts = Json::object();
  for (const IndexStatistics::Part& part : statistics.parts) parts[part.name] = part.bytes;
  Json segments = Json::array();
  for (const IndexStatistics::Segment& segment : statistics.segments) {
    Json entry = {
        {"file", segment.file}, {"documents", segment.documents}, {"bytes", segment.bytes}};
    if (!segment.corruption.empty()) entry["damage"] = segment.corruption;
    segments.push_back(std::move(entry));
  }
  const IndexEstimate needed = estimate(statistics, documents);
  const Json json = {{"schema", "despin.index/1"},
                     {"folder", std::string(folder)},
                     {"documents", statistics.documents},
                     {"words", statistics.words},
                     {"bytes", statistics.bytes},
                     {"parts", std::move(parts)},
                     {"segments", std::move(segments)},
                     {"estimate",
                      {{"documents", documents},
                       {"disk_bytes", needed.disk_bytes},
                       {"search_memory_bytes", needed.search_memory_bytes}}}};
  return api::dumped(json);
}

}  // namespace despin::view
