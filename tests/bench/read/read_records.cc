// tests/bench/read/read_records.cc - reads all records of an archive, and times it.
//
//   read_records ARCHIVE
//
// Prints {"records", "bytes", "seconds"}: the records that Reader::next() gave, the bytes of
// their bodies behind HTTP's head, and the time of one core from opening to the end.
#include <cstdint>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "despin/reader.h"

namespace {

int fail(std::string_view what) {
  std::cerr << what << '\n';
  return 2;
}

std::size_t body_size(const despin::RawRecord& record) {
  if (record.kind != despin::RecordKind::kHttp) return record.bytes.size();
  const std::size_t head = record.bytes.find("\r\n\r\n");
  return head == std::string::npos ? 0 : record.bytes.size() - head - 4;
}

int run(const std::string& archive) {
  const std::clock_t begin = std::clock();
  auto reader = despin::Reader::open(archive);
  if (!reader) return fail(reader.error().message);
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  for (despin::RawRecord record;; ++records) {
    const auto more = reader->next(record);
    if (!more) return fail(more.error().message);
    if (!*more) break;
    bytes += body_size(record);
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::cout << nlohmann::json{{"records", records}, {"bytes", bytes}, {"seconds", seconds}}.dump()
            << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fail("usage: read_records ARCHIVE");
  return run(argv[1]);
}
