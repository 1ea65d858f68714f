// lib/format/section_writer.h - writes a file of tagged sections incrementally.
//
//   auto writer = format::SectionWriter::create(kind, path, 2);
//   if (!writer) return writer.error();
//   writer->begin(tag, 1, true);
//   writer->write(bytes);                       // any number of times
//   ...                                         // the second section
//   auto header = writer->finish({});
//   if (!header) return header.error();
//
// Errors   kNotWritten, from finish() at the latest; the previous file then remains.
// Memory   64 KiB.
// Method   Writes a temporary file (lib/base/replaced_file.h) with a different magic, syncs it,
// sets
//          the final magic, syncs again, renames. A reader sees the old file or the new one, and
//          the file of a killed writer does not open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/base/replaced_file.h"
#include "lib/format/section_file.h"

namespace despin::format {

class SectionWriter {
 public:
  static Result<SectionWriter> create(const FileKind& kind, const std::string& path,
                                      std::size_t sections);

  // Ends the previous section. REQUIRES: a new tag.
  void begin(Tag tag, std::uint16_t version, bool required);
  // False after a failed write; further calls are safe.
  bool write(std::span<const std::byte> bytes);

  // REQUIRES: as many sections as passed to create(). Uses versions and content fields of `header`;
  // returns it complete.
  Result<FileHeader> finish(FileHeader header);

 private:
  SectionWriter(const FileKind& kind, base::ReplacedFile file, std::size_t sections);
  void put(std::span<const std::byte> bytes);
  void flush();

  const FileKind* kind_ = nullptr;
  base::ReplacedFile file_;                    // removes what it wrote unless finished
  [[maybe_unused]] std::size_t expected_ = 0;  // by asserts alone
  std::vector<SectionInfo> sections_;
  std::vector<std::byte> buffer_;
  std::uint64_t end_ = 0;  // offset after all bytes so far, including the buffer
  int error_ = 0;          // errno of the write that failed
};

}  // namespace despin::format
