// despin scan: one record per document of folders, archives and streams.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>
#include <utility>

#include "despin/detector.h"
#include "despin/source_index.h"
#include "lib/commands/console.h"
#include "lib/commands/model_path.h"
#include "lib/commands/progress.h"
#include "lib/commands/verbs.h"
#include "lib/commands/verified_files.h"
#include "lib/scan/articles.h"
#include "lib/scan/document_scanner.h"
#include "lib/scan/output_file.h"
#include "lib/scan/scan_input.h"
#include "lib/scan/scan_output.h"
#include "lib/scan/scan_settings.h"
#include "lib/scan/scan_state.h"
#include "lib/view/scan_summary.h"
#include "lib/view/terminal.h"

namespace despin::commands {
namespace {

using Clock = std::chrono::steady_clock;

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

// Whether OUT, and its progress, are other files than those that are read. What else may be there
// is looked at by ScanOutput.
Result<void> writes_no_input(const scan::ScanOptions& options) {
  std::vector<std::string> read = options.inputs;
  if (!options.files_from.empty()) read.push_back(options.files_from);
  if (auto model = find_model(options.model)) read.push_back(*model);
  for (const std::string& path : {options.output, options.output + ".progress"}) {
    if (auto ok = scan::is_no_input(path, read); !ok) return ok;
  }
  return {};
}

// False, with a complaint, if a document ended the scan. Does not return after an interrupt.
bool ended_well(scan::DocumentScanner& scanner, bool resumable) {
  if (scanner.stopped_by()) {
    const scan::ScanItem& item = *scanner.stopped_by();
    const bool numbered = item.error->line == 0 && item.position.place.number > 0;
    const std::string number =
        numbered ? ", record " + std::to_string(item.position.place.number) : "";
    complain(item.position.path + number, *item.error);
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
  const std::string where = options.output.empty() ? "standard output" : options.output;
  if (auto ok = writes_no_input(options); !ok) return fail(where, ok.error());
  scan::ScanState state;
  const auto model_path = find_model(options.model);
  if (!model_path) return fail("model", model_path.error());
  auto settings = scan::settings_of(options, *model_path);
  if (!settings) return fail("model", settings.error());
  state.settings = *std::move(settings);
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  std::optional<SourceIndex> index;
  if (!options.index.empty()) {
    auto opened = open_index(options.index, *detector);
    if (!opened) return fail(options.index, opened.error());
    index = *std::move(opened);
    if (report_corrupt_segments(options.index, index->statistics())) return kExitError;
  }
  auto output = scan::ScanOutput::open(options.output, options.existing, state);
  if (!output) return fail(where, output.error());
  if (output->complete()) {
    complain(where, "the scan is already complete; nothing left to do");
    return kExitFound;
  }
  const auto start = Clock::now();
  scan::ScanInput input(options.inputs, {.format = options.format, .fields = options.fields},
                        options.output, {.all_files = options.all_files});
  const std::uint64_t before = state.counts.documents() + state.counts.failed();
  scan::DocumentScanner scanner(*detector, index ? &*index : nullptr, options, *output,
                                std::move(state));
  Progress progress("scanning");
  scan::ScanCallbacks callbacks;
  // Records on the same terminal show it themselves.
  if (!options.quiet && (!options.output.empty() || isatty(STDOUT_FILENO) == 0)) {
    callbacks.on_progress =
        [&, total = scan::input_bytes(options.inputs, {.all_files = options.all_files})](
            const scan::ScanProgress& now) {
          progress.show({now.documents, now.bytes, total, now.documents_before, now.bytes_before});
        };
  }
  callbacks.on_stopping = [&] {
    progress.clear();
    complain("scan", "stopping; writing what is done");
  };
  callbacks.on_fewer_threads = [](unsigned threads) {
    complain("scan", threads == 0 ? "no thread could be started; going on without: see --threads"
                     : threads == 1
                         ? "only 1 thread could be started; going on with it: see --threads"
                         : "only " + std::to_string(threads) +
                               " threads could be started; going on with them: see --threads");
  };
  const auto ran = scanner.run(input, callbacks);
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
    if (input.left_out().files > 0) complain("scan", scan::spelled(input.left_out()));
    if (input.ignored_bytes() > 0) {
      complain("scan", std::to_string(input.ignored_bytes()) +
                           " bytes behind compressed data were ignored");
    }
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

}  // namespace despin::commands
