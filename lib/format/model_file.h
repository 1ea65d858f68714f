// lib/format/model_file.h - a memory-mapped model file: a header, a table of tagged sections, their
// bytes.
//
//   auto file = format::ModelFile::open("en.despin");
//   if (!file) return file.error();
//   auto words = file->section(format::kVocabularySection);
//   if (!words) return words.error();
//   use(*words);                               // while `file` or a copy lives
//
// Threads  Immutable; copies share the mapping.
// Errors   kNotFound, kNotReadable, kNotAModel (other magic bytes), kTruncated (shorter than its
//          header says), kModelTooNew (later major version, or a required section unknown or newer
//          than kKnownSections), kBadModel.
// Cost     open() reads only the header and the table; verify() reads every byte.
// Layout   models/FORMAT.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "despin/result.h"
#include "lib/format/section_file.h"
#include "lib/format/sections.h"

namespace despin::format {

inline constexpr std::uint16_t kFormatMajor = 1;
inline constexpr std::uint16_t kFormatMinor = 0;

// As in PNG, a byte above 127, both line ends and ^Z detect copies in text mode.
inline constexpr FileKind kModelKind = {
    .noun = "model",
    .expected_intact = "expected an intact model file; fetch or build it again",
    .again = "copy or fetch it again",
    .another = "not a model file (other magic bytes); expected a .despin file; check the path",
    .magic =
        "\x89"
        "DSPN\r\n\x1A",
    .incomplete_magic =
        "\x89"
        "DSPN..\x1A",
    .major_version = kFormatMajor,
    .minor_version = kFormatMinor,
    .known = kKnownSections,
    .corrupt_code = ErrorCode::kBadModel,
    .is_truncated = ErrorCode::kTruncated,
    .is_another = ErrorCode::kNotAModel,
    .is_too_new = ErrorCode::kModelTooNew,
};

class ModelFile : public SectionFile {
 public:
  static Result<ModelFile> open(const std::string& path, const OpenOptions& options = {}) {
    return wrap(SectionFile::open(kModelKind, path, options));
  }
  static Result<ModelFile> from_bytes(std::vector<std::byte> bytes,
                                      const OpenOptions& options = {}) {
    return wrap(SectionFile::from_bytes(kModelKind, std::move(bytes), options));
  }
  // REQUIRES: as SectionFile::view().
  static Result<ModelFile> view(std::span<const std::byte> bytes, const OpenOptions& options = {}) {
    return wrap(SectionFile::view(kModelKind, bytes, options));
  }

 private:
  explicit ModelFile(SectionFile file) : SectionFile(std::move(file)) {}
  static Result<ModelFile> wrap(Result<SectionFile> file) {
    if (!file) return file.error();
    return ModelFile(std::move(*file));
  }
};

}  // namespace despin::format
