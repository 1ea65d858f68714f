// lib/view/index_text.h - renders the statistics of an index and the results of a search as text.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "despin/index.h"
#include "despin/limits.h"

namespace despin::view {

struct MatchOptions {
  std::size_t columns = 80;
  bool color = false;
  Truncation truncated = {};  // of the suspect
  Withheld withheld = {};     // from the matches
};

// A table of the sources of one suspect; ends with a newline.
std::string render(std::span<const SourceMatch> matches, std::string_view suspect,
                   const MatchOptions& options);

// "Left out: 1 document of a later date ..."; empty if nothing was.
std::string describe_withheld(const Withheld& withheld);

// One or two indented lines per source, for a report on the suspect.
std::string source_lines(std::span<const SourceMatch> sources, const MatchOptions& options);

// Sections, segments, and an estimate for `documents` such documents.
std::string render(const IndexStatistics& statistics, std::string_view folder,
                   std::uint64_t documents);

// The same as one line of JSON, schema "despin.index/1", without a newline.
std::string to_json(const IndexStatistics& statistics, std::string_view folder,
                    std::uint64_t documents);

// Id, date, address and title, with tabs between them; ends with a newline.
std::string list_line(const IndexedDocument& document);
// All that is held of a document, with the words of its text.
std::string render(const IndexedDocument& document);
// The same as a line of JSON, schema "despin.document/1"; ends with a newline.
std::string to_json(const IndexedDocument& document);

// "571 MB": three digits.
std::string sized(std::uint64_t bytes);

}  // namespace despin::view
