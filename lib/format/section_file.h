// lib/format/section_file.h - a memory-mapped file of tagged sections: a header, a table, the
// sections' bytes. A FileKind describes one kind of file (a model, a segment of an index).
//
//   auto file = format::SectionFile::open(kind, path);
//   if (!file) return file.error();
//   auto words = file->section(tag);
//   if (!words) return words.error();
//   use(*words);                               // while `file` or a copy lives
//
// Threads  Immutable; copies share the mapping.
// Errors   kNotFound, kNotReadable, and with codes given by the kind: other magic bytes, shorter
//          than the header says, too new (later major version, or a required section unknown or
//          newer than the kind knows), corrupt.
// Cost     open() reads only the header and the table; verify() reads every byte, and
//          OpenOptions::verify calls it.
// Layout   models/FORMAT.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/open_options.h"
#include "despin/result.h"
#include "lib/base/mapped_file.h"
#include "lib/format/sections.h"

namespace despin::format {

inline constexpr std::size_t kHeaderBytes = 64;
inline constexpr std::size_t kSectionEntryBytes = 32;
inline constexpr std::size_t kSectionAlignment = 64;
inline constexpr std::uint32_t kMaxSections = 1024;
inline constexpr std::uint16_t kRequiredFlag = 1;

// The differences between kinds of files. The texts complete error messages.
struct FileKind {
  std::string_view noun;             // "model", after "a" or "the"
  std::string_view expected_intact;  // "expected .. ; remedy", for corruption
  std::string_view again;            // remedy for a truncated file
  std::string_view another;          // complete message for a file of another kind
  char magic[9];
  char incomplete_magic[9];  // in place of `magic` until the file is complete
  std::uint16_t major_version;
  std::uint16_t minor_version;
  std::span<const KnownSection> known;
  ErrorCode corrupt_code;
  ErrorCode is_truncated;
  ErrorCode is_another;
  ErrorCode is_too_new;
};

struct SectionInfo {
  Tag tag;
  std::uint16_t version = 0;
  std::uint16_t flags = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint32_t crc = 0;

  bool required() const { return (flags & kRequiredFlag) != 0; }
};

struct FileHeader {
  std::uint16_t major_version = 1;
  std::uint16_t minor_version = 0;
  std::uint64_t file_bytes = 0;
  std::uint32_t unicode_version = 0;  // major << 16 | minor << 8 | update
  std::uint64_t recipe_hash = 0;
  std::uint32_t crc = 0;  // of header and table, which hold the checksums of all sections
};

class SectionFile {
 public:
  static Result<SectionFile> open(const FileKind& kind, const std::string& path,
                                  const OpenOptions& options = {});
  static Result<SectionFile> from_bytes(const FileKind& kind, std::vector<std::byte> bytes,
                                        const OpenOptions& options = {});
  // REQUIRES: unless options.copy, `bytes` outlive the SectionFile and all copies of it.
  static Result<SectionFile> view(const FileKind& kind, std::span<const std::byte> bytes,
                                  const OpenOptions& options = {});

  const FileHeader& header() const noexcept { return impl_->header; }
  std::span<const SectionInfo> sections() const noexcept { return impl_->sections; }

  // The bytes are valid while this SectionFile or a copy of it exists.
  std::optional<std::span<const std::byte>> find(Tag tag) const noexcept;
  // As find(). Errors: corrupt, if the section is missing.
  Result<std::span<const std::byte>> section(Tag tag) const;

  // Checks all checksums and that the gaps are zero, so that any changed byte is detected. Errors:
  // corrupt, naming the section.
  Result<void> verify() const;

 private:
  struct Impl {
    const FileKind* kind = nullptr;
    base::MappedFile file;
    FileHeader header;
    std::vector<SectionInfo> sections;
  };
  explicit SectionFile(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  static Result<SectionFile> from_file(const FileKind& kind, base::MappedFile file,
                                       const OpenOptions& options);

  std::shared_ptr<const Impl> impl_;
};

// The offset of the section that follows one ending at `end`.
constexpr std::uint64_t aligned(std::uint64_t end) {
  return (end + kSectionAlignment - 1) & ~std::uint64_t{kSectionAlignment - 1};
}

// Encodes header and table for these sections, including the checksum. Fills in versions, size and
// checksum. REQUIRES: offsets from aligned().
std::vector<std::byte> encode_header(const FileKind& kind, FileHeader& header,
                                     std::span<const SectionInfo> sections);

}  // namespace despin::format
