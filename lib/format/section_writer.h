// lib/format/section_writer.h
// Writes a file of tagged sections one piece after the other, whatever its size.
//
//   auto writer = format::SectionWriter::create(kind, path, 2);
//   if (!writer) return writer.error();
//   writer->begin(tag, 1, true);
//   writer->write(bytes);                       // any number of times
//   ...                                         // the second section
//   auto header = writer->finish({});
//   if (!header) return header.error();
//
// Errors   kNotWritten, from finish() at the latest; what stood at the path before
//          is then still there.
// Memory   64 KiB.
// Method   Written to a temporary beside the target under another magic, synced,
//          given its true magic, synced, renamed: a reader sees the old file or
//          the new one, and a writer that died leaves nothing that opens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/format/section_file.h"

namespace despin::format {

class SectionWriter {
 public:
  static Result<SectionWriter> create(const FileKind& kind, const std::string& path,
                                      std::size_t sections);
  ~SectionWriter();  // removes the temporary unless finished
  SectionWriter(SectionWriter&& other) noexcept;
  SectionWriter& operator=(SectionWriter&& other) noexcept;

  // Ends the section before. REQUIRES: a new tag.
  void begin(Tag tag, std::uint16_t version, bool required);
  // False once the file cannot be written any more; going on is harmless.
  bool write(std::span<const std::byte> bytes);

  // REQUIRES: as many sections as create() was given. Takes the versions and what the
  // header says of the content; returns it complete.
  Result<FileHeader> finish(FileHeader header);

 private:
  SectionWriter(const FileKind& kind, std::string path, std::string temporary, int fd,
                std::size_t sections);
  void put(std::span<const std::byte> bytes);
  void flush();
  void close();
  Error not_written(std::string found) const;

  const FileKind* kind_ = nullptr;
  std::string path_;
  std::string temporary_;
  int fd_ = -1;
  std::size_t expected_ = 0;
  std::vector<SectionInfo> sections_;
  std::vector<std::byte> buffer_;
  std::uint64_t end_ = 0;  // of what was put, buffer included
  bool failed_ = false;
};

// Makes a rename in the file's folder durable; not every file system can, so best effort.
void sync_folder_of(const std::string& path);

}  // namespace despin::format
