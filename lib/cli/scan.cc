// despin scan: one record per document of folders, archives and streams.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>
#include <utility>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/source_index.h"
#include "despin/version.h"
#include "lib/base/checksum.h"
#include "lib/base/hash.h"
#include "lib/base/mapped_file.h"
#include "lib/cli/commands.h"
#include "lib/cli/console.h"
#include "lib/cli/model_path.h"
#include "lib/cli/progress.h"
#include "lib/scan/articles.h"
#include "lib/scan/document_scanner.h"
#include "lib/scan/scan_input.h"
#include "lib/scan/scan_output.h"
#include "lib/scan/scan_state.h"
#include "lib/view/scan_summary.h"
#include "lib/view/terminal.h"

namespace despin::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Settings that affect a record or its place must be the same to resume a scan.
Result<std::vector<std::pair<std::string, std::string>>> settings_of(
    const scan::ScanOptions& options) {
  const auto model_path = find_model(options.model);
  if (!model_path) return model_path.error();
  const auto model = base::MappedFile::open(*model_path);
  if (!model) return model.error();
  const auto joined = [](const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) out += value + "\n";
    return out;
  };
  const RecordFields& f = options.fields;
  std::vector<std::pair<std::string, std::string>> settings = {
      {"version of despin", kVersion},
      {"model", std::to_string(base::crc32c(model->bytes()))},
      {"list of inputs", joined(options.inputs)},
      {"--format", std::to_string(static_cast<int>(options.format))},
      {"--field", joined({f.id, f.text, f.url, f.title, f.date})},
      {"--index", options.index},
      {"--max-fpr", std::to_string(options.max_fpr)},
      {"--min-words", std::to_string(options.min_words)},
      {"--lang", options.language},
      {"--sample", std::to_string(options.sample)},
      {"--only", joined(options.only)},
      {"order of records", options.unordered ? "--unordered" : "input"}};
  return settings;
}

// The lines of --files-from are inputs, like those on the command line.
Result<void> add_listed(const std::string& list, std::vector<std::string>& inputs) {
  return scan::for_each_line(list, [&](std::size_t, std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    inputs.emplace_back(line);
    return true;
  });
}

// Adds what the options leave to their surroundings: the inputs that a list names, standard
// input, the number of threads. False, with a complaint, if there is nothing to read.
bool complete(scan::ScanOptions& options) {
  if (!options.files_from.empty()) {
    if (auto read = add_listed(options.files_from, options.inputs); !read) {
      complain(options.files_from, read.error().message);
      return false;
    }
  }
  if (options.inputs.empty()) {
    if (isatty(STDIN_FILENO) == 1 || !options.files_from.empty()) {
      complain("scan", "nothing to read; expected files, folders, archives or standard input");
      return false;
    }
    options.inputs.emplace_back("-");
  }
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  return true;
}

// False, with a complaint, if a document ended the scan. Does not return after an interrupt.
bool ended_well(scan::DocumentScanner& scanner, bool resumable) {
  if (scanner.stopped_by()) {
    const scan::ScanItem& item = *scanner.stopped_by();
    const std::string number = item.position.place.number == 0
                                   ? ""
                                   : ", record " + std::to_string(item.position.place.number);
    complain(item.position.path + number, item.error->message);
    return false;
  }
  if (scanner.interrupt().asked()) {
    complain("scan", resumable ? "interrupted; repeat the command with --resume to continue"
                               : "interrupted");
    scanner.interrupt().end();
  }
  return true;
}

}  // namespace

int scan(scan::ScanOptions options, bool exit_zero) {
  if (!complete(options)) return kExitError;
  scan::ScanState state;
  auto settings = settings_of(options);
  if (!settings) return fail("model", settings.error());
  state.settings = *std::move(settings);
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  std::optional<SourceIndex> index;
  if (!options.index.empty()) {
    auto opened = SourceIndex::open(options.index, *detector);
    if (!opened) return fail(options.index, opened.error());
    index = *std::move(opened);
    if (report_corrupt_segments(options.index, index->statistics())) return kExitError;
  }
  auto output = scan::ScanOutput::open(options.output, options.existing, state);
  const std::string where = options.output.empty() ? "standard output" : options.output;
  if (!output) return fail(where, output.error());
  if (output->complete()) {
    complain(where, "the scan is already complete; nothing left to do");
    return kExitFound;
  }
  const auto start = Clock::now();
  scan::ScanInput input(options.inputs, {.format = options.format, .fields = options.fields});
  const std::uint64_t before = state.counts.documents() + state.counts.failed();
  scan::DocumentScanner scanner(*detector, index ? &*index : nullptr, options, *output,
                                std::move(state));
  Progress progress("scanning");
  scan::ScanProgress on_progress;
  if (!options.quiet) {
    on_progress = [&, total = scan::input_bytes(options.inputs)](std::uint64_t documents,
                                                                 std::uint64_t bytes) {
      progress.show({documents, bytes, total});
    };
  }
  const auto ran = scanner.run(input, on_progress);
  progress.clear();
  const scan::ScanCounts& counts = scanner.counts();
  if (!ran) {
    complain(where, ran.error().message);
    if (output->resumable()) {
      complain(where, "what was written is kept; --resume continues from there");
    }
    return kExitError;
  }
  if (!options.quiet) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const std::string words =
        view::summary_words(where, counts,
                            {scanner.skipped(), counts.documents() + counts.failed() - before,
                             seconds, index.has_value()});
    std::fwrite(words.data(), 1, words.size(), stderr);
  }
  if (!ended_well(scanner, output->resumable())) return kExitError;
  return exit_code(counts.failed() > 0, counts.spun + counts.with_source > 0, exit_zero);
}

}  // namespace despin::cli
