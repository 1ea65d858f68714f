// models/build/lm/opened.h - a section of a model being built, and the file that it views.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "lib/base/mapped_file.h"

namespace despin::train {

// The view lives as long as the mapping.
template <class Section>
struct Opened {
  base::MappedFile file;
  Section section;
};

// Errors: as base::MappedFile::open(), naming the file, and Section::view().
template <class Section>
Result<Opened<Section>> open_section(const std::string& path) {
  auto file = base::MappedFile::open(path);
  if (!file) return Error{file.error().code, path + ": " + file.error().message};
  auto section = Section::view(file->bytes());
  if (!section) return section.error();
  return Opened<Section>{std::move(*file), std::move(*section)};
}

// Nothing if no file is named.
template <class Section>
Result<std::optional<Opened<Section>>> open_optional_section(const std::string& path) {
  std::optional<Opened<Section>> none;
  if (path.empty()) return none;
  auto opened = open_section<Section>(path);
  if (!opened) return opened.error();
  return std::optional<Opened<Section>>(std::move(*opened));
}

}  // namespace despin::train
