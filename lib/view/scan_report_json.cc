// The figures of a scan as JSON, documented in the manual page.
#include <nlohmann/json.hpp>

#include "lib/view/report_text.h"

namespace despin::view {
namespace {

using Json = nlohmann::ordered_json;

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

std::string to_json(const scan::ScanFigures& figures, const ReportedInputs& inputs) {
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
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace despin::view
