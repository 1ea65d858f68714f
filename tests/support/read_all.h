// tests/support/read_all.h - everything a reader says of an input, for comparing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/read/record_reader.h"

namespace despin {

// What one call of next() gave.
struct Said {
  RawRecord record;
  bool corrupt = false;
  ErrorCode code{};
  std::string message;
  std::uint64_t line = 0;  // of the error

  bool operator==(const Said& other) const {
    const RawRecord& a = record;
    const RawRecord& b = other.record;
    if (corrupt != other.corrupt || a.place.number != b.place.number ||
        a.place.byte != b.place.byte || a.place.line != b.place.line) {
      return false;
    }
    if (corrupt) return code == other.code && message == other.message;
    return a.kind == b.kind && a.bytes == b.bytes && a.id == b.id && a.url == b.url &&
           a.title == b.title && a.date == b.date && a.content_type == b.content_type;
  }
};

inline void PrintTo(const Said& said, std::ostream* out) {
  *out << "#" << said.record.place.number << "@" << said.record.place.byte << ":"
       << said.record.place.line << (said.corrupt ? " error " + said.message : "")
       << (said.corrupt ? "" : " " + said.record.bytes.substr(0, 60));
}

// The rest of the input, which must end within `most` records.
inline std::vector<Said> read_rest(read::RecordReader& reader, std::size_t most = 100000) {
  std::vector<Said> all;
  RawRecord record;
  while (all.size() < most) {
    const auto more = reader.next(record);
    if (more && !*more) return all;
    if (more) {
      all.push_back({record, false, {}, {}, 0});
    } else {
      const Error& error = more.error();
      all.push_back({record, true, error.code, error.message, error.line});
    }
  }
  all.push_back({{}, true, ErrorCode::kTooLarge, "it never ends"});
  return all;
}

inline std::vector<Said> read_all(std::string_view bytes, const std::string& name,
                                  const ReaderOptions& options = {}, bool seekable = true) {
  auto reader = read::RecordReader::open(read::memory_source(bytes, seekable), name, options);
  if (!reader) return {{{}, true, reader.error().code, "open: " + reader.error().message}};
  return read_rest(**reader);
}

inline std::vector<std::string> bytes_of(const std::vector<Said>& all) {
  std::vector<std::string> bytes;
  for (const Said& said : all) {
    bytes.push_back(said.corrupt ? "error: " + said.message : said.record.bytes);
  }
  return bytes;
}

}  // namespace despin
