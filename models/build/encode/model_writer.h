// models/build/encode/model_writer.h
// Assembles a model file from sections.
//
//   format::ModelWriter writer;
//   writer.add(format::kVocabularySection, 1, true, std::move(bytes));
//   if (auto ok = writer.write("en.despin"); !ok) return ok.error();
//
// Errors   kNotWritten; the previous file then remains.
// Memory   Holds all sections until destroyed.
// Method   lib/format/section_writer.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/format/model_file.h"

namespace despin::format {

class ModelWriter {
 public:
  void set_unicode_version(std::uint32_t version) { header_.unicode_version = version; }
  void set_recipe_hash(std::uint64_t hash) { header_.recipe_hash = hash; }

  // Sections keep the order in which they were added. REQUIRES: a new tag.
  void add(Tag tag, std::uint16_t version, bool required, std::vector<std::byte> bytes);

  std::vector<std::byte> encode() const;
  Result<void> write(const std::string& path) const;

 private:
  struct Part {
    SectionInfo info;
    std::vector<std::byte> bytes;
  };
  FileHeader header_;
  std::vector<Part> parts_;
};

}  // namespace despin::format
