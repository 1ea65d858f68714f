#include "lib/scan/inputs.h"

#include <array>
#include <cstddef>

#include "lib/read/byte_source.h"
#include "lib/read/input_names.h"
#include "lib/read/lines.h"
#include "lib/read/stream.h"

namespace despin::scan {

Result<std::string> read_bytes(const std::string& path) {
  auto source = read::open_source(path);
  if (!source) return source.error();
  std::string bytes;
  std::array<char, std::size_t{64} << 10> piece{};
  for (;;) {
    const auto size = (*source)->read(piece.data(), piece.size());
    if (!size) return size.error();
    if (*size == 0) return bytes;
    bytes.append(piece.data(), *size);
    if (bytes.size() > kMaxTextFileBytes) {
      return Error{ErrorCode::kTooLarge, "more than " + std::to_string(kMaxTextFileBytes) +
                                             " bytes; expected one document: split it"};
    }
  }
}

Result<Document> read_input(const std::string& path) {
  auto reader = Reader::open(path);
  if (!reader) return reader.error();
  RawRecord record;
  const auto one = reader->next(record);
  if (!one) return one.error();
  if (!*one) return Error{ErrorCode::kBadInput, "no document; expected a text or a page"};
  auto document = read_document(record);
  if (!document) return document;
  const auto more = reader->next(record);
  if (!more || *more) {
    return Error{ErrorCode::kBadInput,
                 "several documents; expected one: take it out into a file of its own"};
  }
  return document;
}

Result<void> for_each_line(const std::string& path,
                           const std::function<bool(std::size_t, std::string_view)>& on_line) {
  auto source = read::open_source(path);
  if (!source) return source.error();
  read::Stream stream(*std::move(source));
  if (auto begun = stream.begin(read::input_name(path).packing); !begun) return begun;
  Result<void> outcome;
  for (std::size_t number = 1;;) {
    const read::RawLine found = read::find_line(stream);
    if (found.end == read::RawLineEnd::kTooLong) {
      return Error{ErrorCode::kTooLarge, "line " + std::to_string(number) + " is longer than " +
                                             std::to_string(kMaxTextFileBytes) +
                                             " bytes; expected one record per line"};
    }
    if (found.end == read::RawLineEnd::kCorrupt) {
      if (outcome) outcome = stream.corruption();
      if (!stream.skip_corrupt()) return outcome;
      continue;
    }
    const std::string_view line = stream.ahead().substr(0, found.size);
    const bool blank = line.find_first_not_of(" \t\r") == line.npos;
    if (!blank && !on_line(number, line)) return outcome;
    if (found.end == read::RawLineEnd::kInput) return outcome;
    stream.consume(found.size + 1);
    ++number;
  }
}

}  // namespace despin::scan
