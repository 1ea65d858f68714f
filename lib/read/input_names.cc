#include "lib/read/input_names.h"

#include <utility>

#include "lib/text/ascii.h"

namespace despin::read {

InputName input_name(std::string_view name) {
  InputName found;
  found.gzip = text::ends_with_ascii(name, ".gz");
  found.zstd = text::ends_with_ascii(name, ".zst");
  name.remove_suffix(found.gzip ? 3 : found.zstd ? 4 : 0);
  found.plain_name = name;
  constexpr std::pair<std::string_view, InputFormat> kEnds[] = {
      {".html", InputFormat::kDocument},  {".htm", InputFormat::kDocument},
      {".xhtml", InputFormat::kDocument}, {".txt", InputFormat::kDocument},
      {".md", InputFormat::kDocument},    {".jsonl", InputFormat::kJsonl},
      {".ndjson", InputFormat::kJsonl},   {".csv", InputFormat::kCsv},
      {".tsv", InputFormat::kTsv},        {".warc", InputFormat::kWarc},
      {".wet", InputFormat::kWarc}};
  for (const auto& [end, format] : kEnds) {
    if (text::ends_with_ascii(name, end)) found.format = format;
  }
  return found;
}

}  // namespace despin::read
