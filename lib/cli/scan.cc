// despin scan: one record for each document of folders, archives and streams.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <mutex>
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
#include "lib/cli/articles.h"
#include "lib/cli/interrupt.h"
#include "lib/cli/model_path.h"
#include "lib/cli/ordered_pool.h"
#include "lib/cli/progress.h"
#include "lib/cli/scan_filter.h"
#include "lib/cli/scan_input.h"
#include "lib/cli/scan_line.h"
#include "lib/cli/scan_output.h"
#include "lib/cli/scan_state.h"
#include "lib/cli/scan_summary.h"
#include "lib/cli/terminal.h"
#include "lib/cli/verbs.h"

namespace despin::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Enough that handing over costs nothing, and few enough that all threads have work.
constexpr std::size_t kBatchItems = 64;
constexpr std::size_t kBatchBytes = std::size_t{256} << 10;
// From a slow stream records are passed on after that.
constexpr std::chrono::milliseconds kBatchAge{300};

struct Batch {
  std::vector<ScanItem> items;
  bool done_before = false;  // by the run that this one goes on with
  std::size_t bytes = 0;
  // Out of it:
  std::string lines;
  std::size_t done = 0;  // of the items; fewer than all if one of them ends the scan
  ScanCounts counts;
};

struct Scratch {
  Workspace analysis;
  SearchWorkspace search;
};

class Scanner {
 public:
  Scanner(const Detector& detector, const SourceIndex* index, const ScanOptions& options,
          ScanOutput& output, ScanState state)
      : detector_(detector),
        index_(index),
        options_(options),
        filter_(options),
        output_(output),
        state_(std::move(state)),
        scratch_(options.threads),
        next_save_(Clock::now()) {}

  Result<void> run(ScanInput& input, std::uint64_t total_bytes) {
    if (auto there = input.resume_behind(state_.position); !there) return there;
    OrderedPool<Batch> pool(
        {.threads = options_.threads, .ordered = !options_.unordered},
        [this](Batch& batch, unsigned thread) { work(batch, scratch_[thread]); },
        [this](Batch& batch) { return finish(batch); });
    read_all(input, pool, total_bytes);
    progress_.clear();
    pool.drain();
    {
      const std::lock_guard lock(mutex_);
      state_.position.passed = std::max(state_.position.passed, input.passed());
    }
    if (error_) return *error_;
    if (stopped_by_ || interrupt_.asked()) return output_.save(state_);
    return output_.finish();
  }

  const ScanCounts& counts() const { return state_.counts; }
  std::uint64_t passed() const { return state_.position.passed; }
  // The item that ended the scan, with --fail-fast.
  const std::optional<ScanItem>& stopped_by() const { return stopped_by_; }
  InterruptGuard& interrupt() { return interrupt_; }

 private:
  void read_all(ScanInput& input, OrderedPool<Batch>& pool, std::uint64_t total_bytes) {
    const std::map<std::uint64_t, std::uint64_t> done = state_.done;
    Batch batch;
    std::uint64_t batch_end = 0;  // the item it must stop before; 0: any
    auto started = Clock::now();
    const auto hand_over = [&] {
      if (batch.items.empty()) return true;
      const std::size_t bytes = batch.bytes;
      return pool.put(std::exchange(batch, {}), bytes);
    };
    for (ScanItem item; !interrupt_.asked() && input.next(item); item = {}) {
      // A read that Ctrl-C ended is no fault of the input.
      if (item.error && interrupt_.asked()) break;
      const std::uint64_t number = item.position.items;
      if (const auto range = done.find(number); range != done.end() || number == batch_end) {
        if (!hand_over()) return;
        batch.done_before = range != done.end();
        batch_end = batch.done_before ? range->second : 0;
      }
      if (batch.items.empty()) started = Clock::now();
      batch.bytes += item.record.bytes.size() + sizeof(ScanItem);
      batch.items.push_back(std::move(item));
      const bool full = batch.items.size() >= kBatchItems || batch.bytes >= kBatchBytes ||
                        Clock::now() - started >= kBatchAge;
      if (full && !batch.done_before && !hand_over()) return;
      show_progress(input, total_bytes);
    }
    hand_over();
  }

  void show_progress(const ScanInput& input, std::uint64_t total_bytes) {
    if (options_.quiet) return;
    std::uint64_t documents = 0;
    {
      const std::lock_guard lock(mutex_);
      documents = documents_now_;
    }
    progress_.show({documents, input.bytes_read(), total_bytes});
  }

  void work(Batch& batch, Scratch& scratch) {
    batch.done = batch.items.size();
    if (batch.done_before) return;
    for (std::size_t i = 0; i < batch.items.size(); ++i) {
      const ScanItem& item = batch.items[i];
      if (!filter_.sampled(item)) {
        ++batch.counts.left_out;
        continue;
      }
      std::optional<Error> error = item.error;
      if (!error) error = judge(item, scratch, batch);
      if (!error) continue;
      if (options_.fail_fast) {
        batch.done = i;
        batch.items[i].error = std::move(error);
        return;
      }
      ++batch.counts.errors[std::string(error_code_name(error->code))];
      batch.lines += scan_line(item, *error);
    }
  }

  std::optional<Error> judge(const ScanItem& item, Scratch& scratch, Batch& batch) const {
    const auto document = read_document(item.record, options_.fields);
    if (!document) return document.error();
    if (!filter_.speaks(*document)) {
      ++batch.counts.left_out;
      return {};
    }
    const auto report =
        detector_.analyze(document->text, scratch.analysis,
                          AnalyzeOptions{.max_false_positive_rate = options_.max_fpr});
    if (!report) return report.error();
    if (report->words < options_.min_words) {
      ++batch.counts.left_out;
      return {};
    }
    const std::string id = scan_id(item, *document);
    std::vector<SourceMatch> sources;
    if (index_ != nullptr) {
      // What an index calls a page of the web is its address.
      const bool by_url = item.record.kind == RecordKind::kHttp && !item.record.url.empty();
      const std::string day = iso_date(document->date).substr(0, 10);
      auto found =
          index_->search({.text = document->text, .id = by_url ? item.record.url : id, .date = day},
                         scratch.search);
      if (!found) return found.error();
      sources = *std::move(found);
    }
    count(*report, !sources.empty(), batch.counts);
    if (filter_.wants(*report, !sources.empty())) {
      batch.lines +=
          scan_line(item, id, *document, *report, index_ == nullptr ? nullptr : &sources);
    }
    return {};
  }

  // One batch at a time.
  bool finish(Batch& batch) {
    const std::lock_guard lock(mutex_);
    if (batch.done > 0) {
      if (auto written = output_.write(batch.lines); !written) return fail(written.error());
      state_.counts.add(batch.counts);
      const std::uint64_t first = batch.items[0].position.items;
      const ScanPosition& last = batch.items[batch.done - 1].position;
      state_.done[first] = last.items + 1;
      ends_[first] = last;
      advance();
      documents_now_ = state_.counts.documents() + state_.counts.failed();
    }
    if (batch.done < batch.items.size()) {
      stopped_by_ = std::move(batch.items[batch.done]);
      return false;
    }
    if (const auto now = Clock::now(); now >= next_save_) {
      if (auto saved = output_.save(state_); !saved) return fail(saved.error());
      next_save_ = now + std::chrono::milliseconds(options_.save_ms);
    }
    return true;
  }

  // Moves the position over what is done without a gap.
  void advance() {
    for (;;) {
      const auto range = state_.done.begin();
      if (range == state_.done.end() || range->first != state_.position.items + 1) return;
      const auto end = ends_.find(range->first);
      if (end == ends_.end()) return;
      state_.position = std::move(end->second);
      ends_.erase(end);
      state_.done.erase(range);
    }
  }

  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  const Detector& detector_;
  const SourceIndex* index_;
  const ScanOptions& options_;
  const ScanFilter filter_;
  ScanOutput& output_;
  InterruptGuard interrupt_;
  Progress progress_{"scanning"};

  std::mutex mutex_;  // what follows
  ScanState state_;
  std::map<std::uint64_t, ScanPosition> ends_;  // of state_.done
  std::uint64_t documents_now_ = 0;
  std::optional<Error> error_;
  std::optional<ScanItem> stopped_by_;

  std::vector<Scratch> scratch_;  // one a thread
  Clock::time_point next_save_;
};

// Whatever changes a record or its place must be the same to go on with a scan.
Result<std::vector<std::pair<std::string, std::string>>> settings_of(const ScanOptions& options) {
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

int fail(std::string_view where, const Error& error) {
  complain(where, error.message);
  return kExitError;
}

// The lines of --files-from are inputs like those named.
Result<void> add_listed(const std::string& list, std::vector<std::string>& inputs) {
  return for_each_line(list, [&](std::size_t, std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    inputs.emplace_back(line);
    return true;
  });
}

}  // namespace

int scan(ScanOptions options) {
  if (!options.files_from.empty()) {
    if (auto read = add_listed(options.files_from, options.inputs); !read) {
      return fail(options.files_from, read.error());
    }
  }
  if (options.inputs.empty()) {
    if (isatty(STDIN_FILENO) == 1 || !options.files_from.empty()) {
      complain("scan", "nothing to read; expected files, folders, archives or standard input");
      return kExitError;
    }
    options.inputs.emplace_back("-");
  }
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  ScanState state;
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
    if (complain_of_damage(options.index, index->statistics())) return kExitError;
  }
  auto output = ScanOutput::open(options.output, options.existing, state);
  const std::string where = options.output.empty() ? "standard output" : options.output;
  if (!output) return fail(where, output.error());
  if (output->complete()) {
    complain(where, "the scan was through already; nothing left to do");
    return kExitFound;
  }
  const auto start = Clock::now();
  ScanInput input(options.inputs, {.format = options.format, .fields = options.fields});
  const std::uint64_t before = state.counts.documents() + state.counts.failed();
  Scanner scanner(*detector, index ? &*index : nullptr, options, *output, std::move(state));
  const auto ran = scanner.run(input, options.quiet ? 0 : input_bytes(options.inputs));
  const ScanCounts& counts = scanner.counts();
  if (!ran) {
    complain(where, ran.error().message);
    if (output->resumable()) complain(where, "what was written stays; --resume goes on from there");
    return kExitError;
  }
  if (!options.quiet) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const std::string words =
        summary_words(where, counts,
                      {scanner.passed(), counts.documents() + counts.failed() - before, seconds,
                       index.has_value()});
    std::fwrite(words.data(), 1, words.size(), stderr);
  }
  if (scanner.stopped_by()) {
    const ScanItem& item = *scanner.stopped_by();
    const std::string number = item.position.place.number == 0
                                   ? ""
                                   : ", record " + std::to_string(item.position.place.number);
    complain(item.position.path + number, item.error->message);
    return kExitError;
  }
  if (scanner.interrupt().asked()) {
    complain("scan", output->resumable()
                         ? "interrupted; the same command with --resume goes on where it stopped"
                         : "interrupted");
    scanner.interrupt().end();
  }
  return counts.spun + counts.with_source > 0 ? kExitFound : kExitNothingFound;
}

}  // namespace despin::cli
