// tests/fuzz/mutate_lines.h - edits JSON lines and tables: fields, quotes, separators, rows.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/mutate.h"

namespace despin::fuzz {

inline constexpr std::array kMembers = {
    "\"text\": \"The party won in the old harbour.\"",
    "\"text\": null",
    "\"text\": [\"a\", \"b\"]",
    "\"id\": 18446744073709551616",
    "\"id\": \"doc-3\"",
    "\"url\": \"https://a.example/\"",
    "\"title\": \"\\ud83d\\ude00 \\ud83d\"",
    "\"date\": \"2019-05-11T10:00:00Z\"",
    "\"label\": \"spun\"",
    "\"substitutions\": [[\"bash\", \"party\"]]",
    "\"\\u0074ext\": \"x\"",
    "\"n\": -1e999",
    "\"deep\": [[[[[[[[{}]]]]]]]]",
};

inline constexpr std::array kCells = {
    "text",
    "title",
    "url",
    "\"a \"\"quoted\"\" cell\"",
    "\"two\nlines\"",
    "\"never closed",
    "",
    "\"\"",
    "a\"b",
    "\xEF\xBB\xBF"
    "text",
    "=1+1",
    "The party won.",
};

inline std::vector<std::string> lines_apart(std::string_view bytes) {
  std::vector<std::string> lines;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    lines.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(end);
  }
  return lines;
}

// What a line holds, without how it ends.
inline std::size_t content_size(std::string_view line) {
  return std::min(line.find_last_not_of("\r\n") + 1, line.size());
}

inline void change_object(std::string& line, Draw& draw) {
  std::vector<std::size_t> places;  // behind what a member may follow
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '{' || line[i] == ',') places.push_back(i + 1);
  }
  if (places.empty()) {
    line.insert(0, std::string("{") + draw.of(kMembers) + "}");
    return;
  }
  const std::size_t at = draw.of(places);
  const std::size_t next = line.find_first_not_of(' ', at);
  const bool last = next != line.npos && line[next] == '}';
  line.insert(at, std::string(draw.of(kMembers)) + (last ? "" : ", "));
}

inline void change_row(std::string& line, Draw& draw) {
  const char separator = line.find('\t') != line.npos ? '\t' : ',';
  std::vector<std::size_t> bounds = {0};
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == separator) bounds.push_back(i);
  }
  bounds.push_back(content_size(line));
  const std::size_t cell = draw.below(bounds.size() - 1);
  const std::size_t begin = bounds[cell] + (cell > 0 ? 1 : 0);
  const std::size_t size = bounds[cell + 1] - std::min(begin, bounds[cell + 1]);
  if (draw.one_in(3)) {
    line.insert(begin, std::string(draw.of(kCells)) + separator);
  } else {
    line.replace(begin, size, draw.of(kCells));
  }
}

// Lines of JSON objects where they begin so, else rows of a table.
inline void mutate_lines(std::string& bytes, Draw& draw) {
  std::vector<std::string> lines = lines_apart(bytes);
  if (lines.empty()) lines.emplace_back("{}\n");
  const std::size_t at = draw.below(lines.size());
  std::string& line = lines[at];
  switch (draw.below(9)) {
    case 0:
      lines.push_back(line);
      break;
    case 1:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 2:
      std::swap(line, lines[draw.below(lines.size())]);
      break;
    case 3:
      line.replace(content_size(line), line.npos,
                   draw.one_in(2)   ? "\r\n"
                   : draw.one_in(2) ? "\n"
                                    : "\r");
      break;
    case 4:
      draw.raw(line);
      break;
    case 5:
      line.insert(draw.below(line.size() + 1), draw.one_in(2) ? "\"" : "\n");
      break;
    default:
      if (line.find('{') < 4) {
        change_object(line, draw);
      } else {
        change_row(line, draw);
      }
  }
  bytes.clear();
  for (const std::string& each : lines) bytes += each;
}

}  // namespace despin::fuzz
