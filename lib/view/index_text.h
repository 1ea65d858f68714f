// lib/view/index_text.h - what an index holds, and what a search in it found, as a person
// reads it.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "despin/index.h"

namespace despin::view {

struct MatchOptions {
  std::size_t columns = 80;
  bool color = false;
};

// A table of the sources of one suspect; ends with a newline.
std::string render(std::span<const SourceMatch> matches, std::string_view suspect,
                   const MatchOptions& options);

// A line or two a source, for a report on the suspect; indented.
std::string source_lines(std::span<const SourceMatch> sources, const MatchOptions& options);

// Parts, segments and what `documents` documents like these would take.
std::string render(const IndexStatistics& statistics, std::string_view folder,
                   std::uint64_t documents);

// The same as one line of JSON, schema "despin.index/1", without a newline.
std::string to_json(const IndexStatistics& statistics, std::string_view folder,
                    std::uint64_t documents);

// "571 MB": three digits are enough to plan with.
std::string sized(std::uint64_t bytes);

}  // namespace despin::view
