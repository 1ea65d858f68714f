// Any bytes as an archive, table, feed, mailbox or JSON, compressed or not: records and Errors, in
// the end nothing more, the same from a pipe if intact, and from any record on what follows it.
//
// The first byte says as what ('0': to be guessed, '2' JSONL, '3' CSV, '4' TSV, '5' WARC, '6' JSON,
// '7' feed, '8' wiki, '9' mail, ':' mbox).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/read/record_reader.h"

namespace {

using namespace despin;

void expect(bool holds) {
  if (!holds) std::abort();
}

struct Outcome {
  RecordPlace place;
  bool corrupt = false;
  std::string said;  // bytes or message
};

// No record takes less than a byte, so there cannot be more of them.
std::vector<Outcome> rest_of(read::RecordReader& reader, std::size_t most) {
  std::vector<Outcome> all;
  for (RawRecord record;;) {
    const auto more = reader.next(record);
    if (more && !*more) return all;
    expect(more || !more.error().message.empty());
    if (more) {
      const auto document = read_document(record);
      expect(document || !document.error().message.empty());
    }
    all.push_back({record.place, !more, more ? record.bytes : more.error().message});
    expect(all.size() <= most);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const int format = data[0] >= '0' && data[0] <= ':' ? data[0] - '0' : 0;
  const ReaderOptions options{.format = static_cast<InputFormat>(format), .fields = {}};
  // Compressed bytes grow; the fuzzer's inputs are too short for more records than this.
  constexpr std::size_t kMost = 1'000'000;
  const auto open = [&](bool seekable) {
    return read::RecordReader::open(read::memory_source(bytes, seekable), "input", options);
  };
  auto reader = open(true);
  auto pipe = open(false);
  expect(reader.has_value() == pipe.has_value());
  if (!reader) return 0;
  const std::vector<Outcome> all = rest_of(**reader, kMost);
  const std::vector<Outcome> piped = rest_of(**pipe, kMost);
  // Behind damage less can be had again from a pipe than from a file.
  const bool sound =
      std::none_of(all.begin(), all.end(), [](const Outcome& one) { return one.corrupt; });
  expect(!sound || piped.size() == all.size());
  for (std::size_t i = 0; sound && i < all.size(); ++i) expect(piped[i].said == all[i].said);
  if (all.empty()) return 0;
  const Outcome& entry = all[size % all.size()];
  if (entry.corrupt) return 0;
  auto again = open(true);
  expect(again.has_value());
  if (!(*again)->resume_at(entry.place)) std::abort();
  const std::vector<Outcome> rest = rest_of(**again, kMost);
  expect(!rest.empty() && rest[0].said == entry.said);
  return 0;
}
