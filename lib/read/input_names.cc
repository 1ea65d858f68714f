#include "lib/read/input_names.h"

#include <algorithm>
#include <utility>

#include "lib/text/ascii.h"

namespace despin::read {

InputName input_name(std::string_view name) {
  InputName found;
  constexpr std::pair<std::string_view, Packing> kPackings[] = {{".gz", Packing::kGzip},
                                                                {".zst", Packing::kZstd},
                                                                {".bz2", Packing::kBzip2},
                                                                {".xz", Packing::kXz}};
  for (const auto& [end, packing] : kPackings) {
    if (!text::ends_with_ascii(name, end)) continue;
    found.packing = packing;
    name.remove_suffix(end.size());
    break;
  }
  found.plain_name = name;
  constexpr std::pair<std::string_view, InputFormat> kEnds[] = {
      {".html", InputFormat::kDocument},  {".htm", InputFormat::kDocument},
      {".xhtml", InputFormat::kDocument}, {".txt", InputFormat::kDocument},
      {".md", InputFormat::kDocument},    {".jsonl", InputFormat::kJsonl},
      {".ndjson", InputFormat::kJsonl},   {".json", InputFormat::kJson},
      {".csv", InputFormat::kCsv},        {".tsv", InputFormat::kTsv},
      {".warc", InputFormat::kWarc},      {".wet", InputFormat::kWarc},
      {".rss", InputFormat::kFeed},       {".atom", InputFormat::kFeed},
      {".eml", InputFormat::kMail},       {".mht", InputFormat::kMail},
      {".mhtml", InputFormat::kMail},     {".mbox", InputFormat::kMbox}};
  const auto find = [&](std::string_view plain) {
    for (const auto& [end, format] : kEnds) {
      if (text::ends_with_ascii(plain, end)) found.format = format;
    }
  };
  find(name);
  // Crawlers keep the query of an address: "index.html?id=3".
  const std::size_t query = name.find('?', name.rfind('/') + 1);
  if (found.format == InputFormat::kGuess && query != name.npos) {
    find(name.substr(0, query));
    if (found.format != InputFormat::kGuess) found.plain_name = name.substr(0, query);
  }
  return found;
}

std::string ending_of(std::string_view name) {
  constexpr std::size_t kMaxEnding = 10;
  name = input_name(name).plain_name;
  name.remove_prefix(name.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos || dot + 1 == name.size()) return "no ending";
  const std::string_view ending = name.substr(dot + 1);
  const bool plain = std::all_of(ending.begin(), ending.end(), [](char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c);
  });
  return plain && ending.size() <= kMaxEnding ? "." + text::ascii_lower(ending) : "other";
}

}  // namespace despin::read
