// lib/scan/scan_record.h - reads one line of despin scan's output, as far as a report needs it.
//
//   auto record = scan::read_scan_record(line);
//   if (!record) return fail(record.error());
//   counter.add(*std::move(record));
//
// Reads the schemas "despin.scan/1" and "despin.report/1". Members that a line lacks are left
// empty, so later minor versions can be read.
//
// Units    Offsets are bytes of the analyzed text.
// Threads  Stateless.
// Errors   kBadInput; never quotes the line.
// Memory   Names and contexts are truncated to a few hundred bytes, to keep records small.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/report.h"
#include "despin/result.h"

namespace despin::scan {

struct ScanFinding {
  std::uint64_t begin_byte = 0;
  std::uint64_t end_byte = 0;
  std::string written;
  std::string original;  // the most likely; may be empty
  double evidence_nats = 0;
  std::string before;  // text around it; may be empty
  std::string after;
};

// An article of an index that the document was copied from.
struct ScanSource {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  double copied = 0;
  bool spun = false;  // else a verbatim copy
  // Not of the record: the page that compares the two, as a link of the report; may be empty.
  std::string comparison;
};

struct ScanRecord {
  // Its place: file, record number, first byte.
  std::string input;
  std::uint64_t number = 0;
  std::uint64_t byte = 0;

  std::string id;
  std::string url;
  std::string title;
  std::string author;
  std::string date;
  std::string language;

  std::uint64_t repeated = 1;  // errors, or tiny records, that the record stands for
  // For a record that could not be read; the members below are then empty.
  std::string error_code;  // empty: it was read
  std::string error_message;

  Verdict verdict = Verdict::kAbstain;
  std::string abstain_reason;
  std::optional<double> score;
  double swap_rate = 0;
  double false_positive_rate_upper = 1;
  std::uint64_t words = 0;
  std::vector<ScanFinding> findings;  // by begin_byte
  std::size_t findings_found = 0;     // number of findings before any were dropped
  bool sources_searched = false;
  std::vector<ScanSource> sources;  // best first

  // By what it was judged, as far as the record says.
  std::string model;    // fingerprint
  std::string version;  // of the library
  std::optional<double> max_false_positive_rate;
};

Result<ScanRecord> read_scan_record(std::string_view line);

// The site, folder or archive of the document: the host of its address without "www.", else its
// folder, else its archive.
std::string site_of(const ScanRecord& record);

// A name for display: title, address, id or place, the first that is not empty.
std::string name_of(const ScanRecord& record);

// A reason or code for display: "too short" for "too_short".
std::string spelled(std::string_view name);

// "crawl.warc.gz, record 7, byte 4711", as far as known.
std::string place_of(const ScanRecord& record);

}  // namespace despin::scan
