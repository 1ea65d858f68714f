// Any bytes as an input of a scan: each record is a line that reads back, and a scan that goes on
// behind any record finds what the whole one found there.
//
// The first byte says as what ('0': to be guessed, '2' JSONL, '3' CSV, '4' TSV, '5' WARC).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/hash.h"
#include "lib/record/document_identity.h"
#include "lib/record/scan_line.h"
#include "lib/scan/scan_input.h"
#include "lib/scan/scan_record.h"
#include "lib/scan/scan_state.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/mutate_archive.h"
#include "tests/support/memory_file.h"
#include "tests/support/small_detector.h"

namespace {

using namespace despin;

void expect(bool holds) {
  if (!holds) std::abort();
}

// The state of the scan once it has written the line.
struct Written {
  std::string line;
  scan::ScanPosition position;
};

std::string line_of(const scan::ScanItem& item) {
  static Workspace scratch;  // reused, as by a scan
  static Reading reading;
  if (item.error) return record::scan_line(item.record, *item.error);
  const auto document = read_document(item.record);
  if (!document) return record::scan_line(item.record, document.error());
  const Detector& detector = fuzz::small_detector();
  if (const auto ok = detector.read(document->text, scratch, reading); !ok) {
    return record::scan_line(item.record, ok.error());
  }
  const auto report = detector.analyze(reading, scratch);
  expect(report.has_value());
  return record::scan_line(item.record, record::document_name(item.record, *document), *document,
                           *report, nullptr);
}

void check_line(const std::string& line, const scan::ScanItem& item) {
  expect(line.find('\n') + 1 == line.size());
  expect(text::survey_utf8(line).bad_byte == text::kNoBadByte);
  const auto record = scan::read_scan_record(line);
  expect(record.has_value());
  expect(record->input == item.position.path && record->number == item.position.place.number);
  expect(!item.error || record->error_code == error_code_name(item.error->code));
  for (const scan::ScanFinding& finding : record->findings) {
    expect(finding.begin_byte < finding.end_byte && !finding.written.empty());
  }
}

std::vector<Written> rest_of(scan::ScanInput& input, bool check) {
  // No record takes less than a byte; compressed bytes grow, but not those of a fuzzer as far.
  constexpr std::size_t kMost = 100'000;
  std::vector<Written> all;
  for (scan::ScanItem item; input.next(item) && all.size() < kMost; item = {}) {
    all.push_back({line_of(item), item.position});
    if (check) check_line(all.back().line, item);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const MemoryFile file("input");
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  file.assign(std::as_bytes(std::span(bytes)));
  const int format = data[0] >= '0' && data[0] <= ':' ? data[0] - '0' : 0;
  const ReaderOptions options{.format = static_cast<InputFormat>(format), .fields = {}};
  const std::vector<std::string> names = {file.path()};

  scan::ScanInput whole(names, options, "");
  const std::vector<Written> all = rest_of(whole, true);
  if (all.empty()) return 0;
  const std::size_t last = base::hash_bytes(bytes) % all.size();
  scan::ScanState state;
  state.position = all[last].position;
  const auto saved = scan::read_scan_state(scan::to_json(state));
  expect(saved.has_value());
  scan::ScanInput resumed(names, options, "");
  expect(resumed.resume_behind(saved->position).has_value());
  const std::vector<Written> rest = rest_of(resumed, false);
  expect(rest.size() == all.size() - last - 1);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const Written& expected = all[last + 1 + i];
    expect(rest[i].line == expected.line);
    expect(rest[i].position.items == expected.position.items);
    expect(rest[i].position.skipped == expected.position.skipped);
  }
  expect(resumed.skipped() == whole.skipped());
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return fuzz::mutate(data, size, most, seed, fuzz::mutate_formatted_input);
}
