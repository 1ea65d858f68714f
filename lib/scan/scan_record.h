// lib/scan/scan_record.h - one line of what despin scan writes, as a report needs it.
//
//   auto record = scan::read_scan_record(line);
//   if (!record) return fail(record.error());
//   counter.add(*std::move(record));
//
// Read are lines of the schemas "despin.scan/1" and "despin.report/1". What a line does not
// hold is left empty: of a later minor version nothing is asked but the schema.
//
// Units    Offsets are bytes of the text that was analyzed.
// Threads  Stateless.
// Errors   kBadInput; never quotes the line.
// Memory   Names and contexts are cut to a few hundred bytes, so that a record kept is small.
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
  std::string original;  // the likeliest; may be empty
  double evidence_nats = 0;
  std::string before;  // of the text around it, may be empty
  std::string after;
};

// An article of an index that the document was copied from.
struct ScanSource {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  double copied = 0;
  bool spun = false;  // else copied as it was
};

struct ScanRecord {
  // Where it was: file, record of it, first byte.
  std::string input;
  std::uint64_t number = 0;
  std::uint64_t byte = 0;

  std::string id;
  std::string url;
  std::string title;
  std::string author;
  std::string date;
  std::string language;

  // Of what could not be read: nothing below is known then.
  std::string error_code;  // empty: it was read
  std::string error_message;

  Verdict verdict = Verdict::kAbstain;
  std::string abstain_reason;
  std::optional<double> score;
  double swap_rate = 0;
  double false_positive_rate_upper = 1;
  std::uint64_t words = 0;
  std::vector<ScanFinding> findings;  // by begin_byte
  std::size_t findings_found = 0;     // of them, before any was left out
  bool sources_searched = false;
  std::vector<ScanSource> sources;  // best first
};

Result<ScanRecord> read_scan_record(std::string_view line);

// Which site, folder or archive the document belongs to: the host of its address without
// "www.", else the folder it lay in, else the archive it was in.
std::string site_of(const ScanRecord& record);

// What to call it: title, address, id or place, the first there is.
std::string name_of(const ScanRecord& record);

// "too short" of "too_short": a reason or code as a person reads it.
std::string spelled(std::string_view name);

// "crawl.warc.gz, record 7, byte 4711", as far as known.
std::string place_of(const ScanRecord& record);

}  // namespace despin::scan
