// lib/format/model_file.h
// A model file, mapped: a header, a table of tagged sections, their bytes.
//
//   auto file = format::ModelFile::open("en.despin");
//   if (!file) return file.error();
//   auto words = file->section(format::kVocabularySection);
//   if (!words) return words.error();
//   use(*words);                               // while `file` or a copy lives
//
// Threads  Immutable; copies share the mapping.
// Errors   kNotFound, kNotReadable, kNotAModel (other magic bytes), kTruncated
//          (shorter than its header says), kModelTooNew (later major version,
//          or a required section unknown or newer than kKnownSections), kBadModel.
// Cost     open() reads the header and the table only, whatever the file's size;
//          verify() reads every byte.
// Layout   models/FORMAT.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/base/mapped_file.h"
#include "lib/format/sections.h"

namespace despin::format {

inline constexpr std::uint16_t kFormatMajor = 1;
inline constexpr std::uint16_t kFormatMinor = 0;
inline constexpr std::size_t kHeaderBytes = 64;
inline constexpr std::size_t kSectionEntryBytes = 32;
inline constexpr std::size_t kSectionAlignment = 64;
inline constexpr std::uint32_t kMaxSections = 1024;
inline constexpr std::uint16_t kRequiredFlag = 1;

// PNG's trick: a byte above 127, both line ends and ^Z notice text-mode copies.
inline constexpr char kMagic[9] =
    "\x89"
    "DSPN\r\n\x1A";
// Stands in place of kMagic until a file is whole.
inline constexpr char kIncompleteMagic[9] =
    "\x89"
    "DSPN..\x1A";

struct SectionInfo {
  Tag tag;
  std::uint16_t version = 0;
  std::uint16_t flags = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint32_t crc = 0;

  bool required() const { return (flags & kRequiredFlag) != 0; }
};

struct ModelHeader {
  std::uint16_t major_version = kFormatMajor;
  std::uint16_t minor_version = kFormatMinor;
  std::uint64_t file_bytes = 0;
  std::uint32_t unicode_version = 0;  // major << 16 | minor << 8 | update
  std::uint64_t recipe_hash = 0;
};

class ModelFile {
 public:
  static Result<ModelFile> open(const std::string& path);
  static Result<ModelFile> from_bytes(std::vector<std::byte> bytes);

  const ModelHeader& header() const noexcept { return impl_->header; }
  std::span<const SectionInfo> sections() const noexcept { return impl_->sections; }

  // The bytes stay valid while this ModelFile or a copy of it lives.
  std::optional<std::span<const std::byte>> find(Tag tag) const noexcept;
  // As find(). Errors: kBadModel if there is no such section.
  Result<std::span<const std::byte>> section(Tag tag) const;

  // Compares every checksum and checks that the gaps are zero, so that any
  // changed byte is noticed. Errors: kBadModel, naming the section.
  Result<void> verify() const;

 private:
  struct Impl {
    base::MappedFile file;
    ModelHeader header;
    std::vector<SectionInfo> sections;
  };
  explicit ModelFile(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  static Result<ModelFile> from_file(base::MappedFile file);

  std::shared_ptr<const Impl> impl_;
};

}  // namespace despin::format
