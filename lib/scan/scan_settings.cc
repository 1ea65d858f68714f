#include "lib/scan/scan_settings.h"

#include "despin/version.h"
#include "lib/base/checksum.h"
#include "lib/base/mapped_file.h"

namespace despin::scan {
namespace {

std::string on_lines(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += value + "\n";
  return out;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> settings_of(
    const ScanOptions& options, const std::string& model_path) {
  const auto model = base::MappedFile::open(model_path);
  if (!model) return model.error();
  const RecordFields& f = options.fields;
  std::vector<std::pair<std::string, std::string>> settings = {
      {"version of despin", kVersion},
      {"model", std::to_string(base::crc32c(model->bytes()))},
      {"list of inputs", on_lines(options.inputs)},
      {"--format", std::to_string(static_cast<int>(options.format))},
      {"--field", on_lines({f.id, f.text, f.url, f.title, f.date})},
      {"--all-files", options.all_files ? "yes" : "no"},
      {"--index", options.index},
      {"--max-fpr", std::to_string(options.max_fpr)},
      {"--min-words", std::to_string(options.min_words)},
      {"--lang", options.language},
      {"--sample", std::to_string(options.sample)},
      {"--max-bytes", std::to_string(options.limits.max_bytes)},
      {"--max-words", std::to_string(options.limits.max_words)},
      {"--max-memory", std::to_string(options.limits.max_memory)},
      // What takes too long is an error record.
      {"--timeout", std::to_string(options.limits.seconds)},
      {"--only", on_lines(options.only)},
      {"order of records", options.unordered ? "--unordered" : "input"}};
  return settings;
}

}  // namespace despin::scan
