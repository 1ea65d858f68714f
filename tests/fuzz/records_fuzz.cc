// Any bytes as an archive, table, feed, mailbox or JSON, compressed or not: records and Errors, in
// the end nothing more, the same from a pipe if intact, and from any record on the rest as it was.
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
#include "lib/base/hash.h"
#include "lib/read/record_reader.h"
#include "tests/fuzz/mutate_archive.h"

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

enum class Documents { kLeave, kRead };

// Compressed bytes grow; the fuzzer's inputs are too short for more records than this.
constexpr std::size_t kMost = 1'000'000;

std::vector<Outcome> rest_of(read::RecordReader& reader, Documents documents) {
  std::vector<Outcome> all;
  for (RawRecord record;;) {
    const auto more = reader.next(record);
    if (more && !*more) return all;
    expect(more || !more.error().message.empty());
    if (more && documents == Documents::kRead) {
      const auto document = read_document(record);
      expect(document || !document.error().message.empty());
    }
    all.push_back({record.place, !more, more ? record.bytes : more.error().message});
    expect(all.size() <= kMost);
  }
}

void expect_equal(const std::vector<Outcome>& rest, const Outcome* whole, std::size_t size) {
  expect(rest.size() == size);
  for (std::size_t i = 0; i < size; ++i) {
    expect(rest[i].corrupt == whole[i].corrupt && rest[i].said == whole[i].said);
    expect(rest[i].place.number == whole[i].place.number);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const int format = data[0] >= '0' && data[0] <= ':' ? data[0] - '0' : 0;
  const ReaderOptions options{.format = static_cast<InputFormat>(format), .fields = {}};
  const auto open = [&](bool seekable) {
    return read::RecordReader::open(read::memory_source(bytes, seekable), "input", options);
  };
  auto reader = open(true);
  // Each reader takes buffers of two megabytes, so an input is read a second time either from
  // a pipe or from one of its records on; its own bytes say which.
  const std::uint64_t draw = base::hash_bytes(bytes);
  if (!reader) {
    expect(!open(false));
    return 0;
  }
  const std::vector<Outcome> all = rest_of(**reader, Documents::kRead);
  if (draw % 2 == 0 || all.empty()) {
    // Behind damage less can be had again from a pipe than from a file.
    const bool sound =
        std::none_of(all.begin(), all.end(), [](const Outcome& one) { return one.corrupt; });
    auto pipe = open(false);
    expect(pipe.has_value());
    const std::vector<Outcome> piped = rest_of(**pipe, Documents::kLeave);
    if (sound) expect_equal(piped, all.data(), all.size());
    return 0;
  }
  const std::size_t first = draw / 2 % all.size();
  if (all[first].corrupt) return 0;
  auto again = open(true);
  expect(again.has_value());
  if (!(*again)->resume_at(all[first].place)) std::abort();
  expect_equal(rest_of(**again, Documents::kLeave), all.data() + first, all.size() - first);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return fuzz::mutate(data, size, most, seed, fuzz::mutate_formatted_input);
}
