// Any bytes as what a scan wrote, a line each, or as how far it has come: read or refused, counted
// within bounds, and a state that was read is written as it was.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "lib/scan/report_figures.h"
#include "lib/scan/scan_record.h"
#include "lib/scan/scan_state.h"
#include "tests/fuzz/mutate_lines.h"

namespace {

using namespace despin;

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  if (const auto state = scan::read_scan_state(rest)) {
    const std::string written = scan::to_json(*state);
    const auto again = scan::read_scan_state(written);
    expect(again && scan::to_json(*again) == written);
  } else {
    expect(!state.error().message.empty());
  }
  constexpr std::size_t kDocuments = 4;
  constexpr std::size_t kLists = 3;
  scan::FigureCounter counter({.documents = kDocuments, .lists = kLists});
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    auto record = scan::read_scan_record(rest.substr(0, end));
    rest.remove_prefix(end);
    if (!record) {
      expect(!record.error().message.empty());
      continue;
    }
    scan::site_of(*record);
    scan::name_of(*record);
    scan::place_of(*record);
    counter.add(*std::move(record));
  }
  (void)counter.figures();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return fuzz::mutate(data, size, most, seed, fuzz::mutate_lines);
}
