// tests/fuzz/mutate_sections.h - edits a file of sections (a model, a segment or manifest of an
// index) and makes its table and checksums fit again, so that what lies behind them is reached.
//
//   std::string file = ..;
//   fuzz::mutate_sections(file, draw);      // one number, one cut, one section more ..
//
// Layout   models/FORMAT.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "lib/format/section_file.h"
#include "tests/fuzz/mutate.h"

namespace despin::fuzz {

struct LooseSection {
  std::string entry;  // of the table
  std::string bytes;
};

struct LooseFile {
  std::string header;
  std::vector<LooseSection> sections;
};

inline std::byte* bytes_at(std::string& bytes, std::size_t at) {
  return reinterpret_cast<std::byte*>(bytes.data()) + at;
}

template <class T>
T number_at(const std::string& bytes, std::size_t at) {
  return base::load_le<T>(reinterpret_cast<const std::byte*>(bytes.data()) + at);
}

inline std::uint32_t checksum_of(std::string_view bytes, std::uint32_t before = 0) {
  return base::crc32c(std::as_bytes(std::span(bytes)), before);
}

// Nothing if the bytes do not hold the header and table that they announce.
inline std::optional<LooseFile> take_apart(const std::string& file) {
  constexpr std::uint32_t kMost = 32;
  if (file.size() < format::kHeaderBytes) return {};
  const auto count = number_at<std::uint32_t>(file, 12);
  const std::uint64_t table = std::uint64_t{count} * format::kSectionEntryBytes;
  if (count > kMost || table > file.size() - format::kHeaderBytes) return {};
  LooseFile loose{file.substr(0, format::kHeaderBytes), {}};
  for (std::uint32_t i = 0; i < count; ++i) {
    LooseSection section{file.substr(format::kHeaderBytes + i * format::kSectionEntryBytes,
                                     format::kSectionEntryBytes),
                         {}};
    const auto offset = number_at<std::uint64_t>(section.entry, 8);
    const auto length = number_at<std::uint64_t>(section.entry, 16);
    if (offset <= file.size()) section.bytes = file.substr(offset, length);
    loose.sections.push_back(std::move(section));
  }
  return loose;
}

// The header's checksum, which guards the table.
inline void seal_header(std::string& file) {
  const std::size_t table = std::size_t{number_at<std::uint32_t>(file, 12)} * 32;
  if (table > file.size() - format::kHeaderBytes) return;
  const std::string_view all(file);
  base::store_le(bytes_at(file, 60), checksum_of(all.substr(format::kHeaderBytes, table),
                                                 checksum_of(all.substr(0, 60))));
}

// A file as it would have been written: in order, aligned, under fitting checksums.
inline std::string put_together(LooseFile& loose) {
  std::string file(format::kHeaderBytes + loose.sections.size() * format::kSectionEntryBytes, '\0');
  file.replace(0, format::kHeaderBytes, loose.header);
  for (std::size_t i = 0; i < loose.sections.size(); ++i) {
    LooseSection& section = loose.sections[i];
    file.resize(format::aligned(file.size()));
    base::store_le(bytes_at(section.entry, 8), std::uint64_t{file.size()});
    base::store_le(bytes_at(section.entry, 16), std::uint64_t{section.bytes.size()});
    base::store_le(bytes_at(section.entry, 24), checksum_of(section.bytes));
    file.replace(format::kHeaderBytes + i * format::kSectionEntryBytes, format::kSectionEntryBytes,
                 section.entry);
    file += section.bytes;
  }
  base::store_le(bytes_at(file, 12), static_cast<std::uint32_t>(loose.sections.size()));
  base::store_le(bytes_at(file, 16), std::uint64_t{file.size()});
  seal_header(file);
  return file;
}

// Where numbers stand: at either end of a section as often as in the rest of it.
inline std::size_t draw_place(std::size_t size, Draw& draw) {
  constexpr std::size_t kEnds = 64;
  switch (draw.below(4)) {
    case 0:
      return draw.below(std::min(size, kEnds));
    case 1:
      return size - 1 - draw.below(std::min(size, kEnds));
    default:
      return draw.below(size);
  }
}

// Another number of 1, 2, 4 or 8 bytes. REQUIRES: bytes are not empty.
inline void change_number(std::string& bytes, Draw& draw) {
  const std::size_t width = std::size_t{1} << draw.below(4);
  std::size_t at = draw_place(bytes.size(), draw);
  if (!draw.one_in(4)) at -= at % width;
  std::array<char, 8> cells{};
  const std::size_t here = std::min(width, bytes.size() - at);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), here, cells.begin());
  const auto old = base::load_le<std::uint64_t>(reinterpret_cast<std::byte*>(cells.data()));
  base::store_le(reinterpret_cast<std::byte*>(cells.data()), draw.number(old));
  std::copy_n(cells.begin(), here, bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

// Longer or shorter by a few cells at some place, or cut there.
inline void change_length(std::string& bytes, Draw& draw) {
  const std::size_t at = draw.below(bytes.size() + 1);
  const std::size_t n = (1 + draw.below(8)) << draw.below(4);
  switch (draw.below(4)) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes.erase(at, n);
      break;
    case 2:
      bytes.insert(at, n, draw.one_in(2) ? '\0' : '\xFF');
      break;
    default:
      bytes.insert(at, bytes.substr(draw.below(bytes.size() + 1), n));
  }
}

inline void change_section(std::string& bytes, Draw& draw) {
  if (bytes.empty() || draw.one_in(6)) {
    change_length(bytes, draw);
  } else if (draw.one_in(3)) {
    draw.raw(bytes);
  } else if (draw.one_in(6)) {  // a table copied over another place
    const Range from = draw_range(bytes, draw, 32);
    const std::string copied = bytes.substr(from.begin, from.size());
    bytes.replace(draw.below(bytes.size()), copied.size(), copied);
  } else {
    change_number(bytes, draw);
  }
}

// Sections that are gone, there twice, in another order, or of another name or version.
inline void change_list(LooseFile& loose, Draw& draw) {
  auto& sections = loose.sections;
  const std::size_t at = draw.below(sections.size());
  switch (draw.below(5)) {
    case 0:
      sections.erase(sections.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1:
      sections.push_back(sections[at]);
      break;
    case 2:
      std::swap(sections[at], draw.one_in(2) ? sections.front() : sections.back());
      break;
    case 3:
      std::swap(sections[at].bytes, sections[draw.below(sections.size())].bytes);
      break;
    default:
      base::store_le(bytes_at(sections[at].entry, draw.below(4) * 2),
                     static_cast<std::uint16_t>(draw.number(1)));
  }
}

inline void mutate_sections(std::string& file, Draw& draw) {
  auto loose = take_apart(file);
  if (!loose) {
    draw.raw(file);
    return;
  }
  const std::size_t what = draw.below(20);
  if (what == 0) {  // header and table as they are not written
    const std::size_t guarded =
        format::kHeaderBytes + loose->sections.size() * format::kSectionEntryBytes;
    std::string head = file.substr(0, guarded);
    change_number(head, draw);
    file.replace(0, guarded, head);
    seal_header(file);
  } else if (what == 1) {
    draw.raw(file);
  } else if (loose->sections.empty()) {
    change_number(loose->header, draw);
    file = put_together(*loose);
  } else {
    if (what == 2) {
      change_list(*loose, draw);
    } else {
      change_section(loose->sections[draw.below(loose->sections.size())].bytes, draw);
    }
    file = put_together(*loose);
  }
}

}  // namespace despin::fuzz
