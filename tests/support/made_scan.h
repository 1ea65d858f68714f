// tests/support/made_scan.h - lines as despin scan writes them, of documents made up.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gtest/gtest.h"
#include "lib/scan/report_figures.h"
#include "lib/scan/scan_record.h"

namespace despin::view {

using ScanJson = nlohmann::ordered_json;

// A finding of a text of which `before` and `after` stand around it.
inline ScanJson made_finding(std::size_t begin, const std::string& written,
                             const std::string& original, const std::string& before = {},
                             const std::string& after = {}, double evidence = 4) {
  return {{"begin_byte", begin},
          {"end_byte", begin + written.size()},
          {"written", written},
          {"likely_originals", {original, "other"}},
          {"evidence_nats", evidence},
          {"before", before},
          {"after", after}};
}

inline ScanJson made_document(const std::string& verdict, double score, const std::string& url,
                              const std::string& title = {}) {
  ScanJson json = {{"schema", "despin.scan/1"},
                   {"input", "crawl.warc.gz"},
                   {"number", 7},
                   {"byte", 4711},
                   {"id", "<urn:uuid:1>"},
                   {"url", url},
                   {"title", title},
                   {"verdict", verdict},
                   {"score", score},
                   {"false_positive_rate_upper", 0.001},
                   {"swap_rate", 0.2},
                   {"words", 300},
                   {"findings", ScanJson::array()}};
  if (verdict == "abstain") json["abstain_reason"] = "too_short";
  return json;
}

inline ScanJson made_error(const std::string& input, const std::string& code,
                           const std::string& message) {
  return {{"schema", "despin.scan/1"},
          {"input", input},
          {"error", {{"code", code}, {"message", message}}}};
}

// Fails the test and adds nothing if the line is not read.
inline void add_line(scan::FigureCounter& counter, const std::string& line) {
  auto record = scan::read_scan_record(line);
  ASSERT_TRUE(record) << record.error().message;
  counter.add(*std::move(record));
}

inline void add_line(scan::FigureCounter& counter, const ScanJson& json) {
  add_line(counter, json.dump());
}

// Forty documents of three sites: spun ones with findings, one that says the same over and
// over, others; errors; a source.
inline scan::ScanFigures made_figures() {
  scan::FigureCounter counter({.documents = 30, .lists = 20});
  for (int i = 0; i < 40; ++i) {
    const bool spun = i % 2 == 0;
    const std::string host = i % 4 == 0   ? "harbour.example"
                             : i % 4 == 2 ? "b.example"
                                          : "c.example";
    ScanJson json = made_document(spun          ? "spun"
                                  : i % 10 == 1 ? "abstain"
                                                : "not_spun",
                                  spun ? 3 + i * 0.25 : -5 - i * 0.25,
                                  "https://www." + host + "/story-" + std::to_string(i),
                                  "Story " + std::to_string(i));
    json["date"] = "2019-0" + std::to_string(1 + i % 9) + "-11";
    if (spun) {
      json["findings"].push_back(
          made_finding(10, "bash", "party", "At the big ", " the mayor said "));
      json["findings"].push_back(
          made_finding(30, "withinside", "in", " the mayor said ", " the harbour"));
      json["sources"] = {{{"id", "orig-1"},
                          {"url", "https://wire.example/1"},
                          {"title", "The harbour opens"},
                          {"copied", 0.8},
                          {"verdict", "spun"}}};
    }
    add_line(counter, json);
  }
  add_line(counter, made_error("pages/broken.html", "bad_input", "an empty document"));
  return counter.figures();
}

}  // namespace despin::view
