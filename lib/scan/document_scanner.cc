#include "lib/scan/document_scanner.h"

#include <algorithm>
#include <new>
#include <utility>

#include "despin/reader.h"
#include "lib/record/document_identity.h"
#include "lib/record/scan_line.h"
#include "lib/scan/articles.h"
#include "lib/scan/document_limits.h"
#include "lib/scan/ticker.h"

namespace despin::scan {
namespace {

// Large enough that handing over a batch costs nothing, small enough to keep all threads busy.
constexpr std::size_t kBatchItems = 64;
constexpr std::size_t kBatchBytes = std::size_t{256} << 10;
// A batch from a slow stream is passed on after this time.
constexpr std::chrono::milliseconds kBatchAge{300};
constexpr std::chrono::milliseconds kTick{100};

}  // namespace

DocumentScanner::DocumentScanner(const Detector& detector, const SourceIndex* index,
                                 const ScanOptions& options, ScanOutput& output, ScanState state)
    : task_{&detector, index, options.fields, options.max_fpr},
      options_(options),
      filter_(options),
      output_(output),
      batch_items_(options.line_buffered || output.live() ? 1 : kBatchItems),
      state_(std::move(state)),
      scratch_(options.threads),
      next_save_(Clock::now()) {}

Result<void> DocumentScanner::run(ScanInput& input, const ScanCallbacks& callbacks) {
  if (auto there = input.resume_behind(state_.position); !there) return there;
  before_.documents_before = state_.counts.documents() + state_.counts.failed();
  before_.bytes_before = input.bytes_read();
  OrderedPool<Batch> pool(
      {.threads = options_.threads, .ordered = !options_.unordered},
      [this](Batch& batch, unsigned thread) { work(batch, scratch_[thread]); },
      [this](Batch& batch) { return finish(batch); });
  if (pool.threads() < options_.threads && callbacks.on_fewer_threads) {
    callbacks.on_fewer_threads(pool.threads());
  }
  pool_ = &pool;
  Ticker ticker(kTick, [&] { tick(callbacks); });
  read_all(input);
  pool.drain();
  ticker.stop();
  if (error_) return *error_;
  const bool stopped = stopped_by_ || interrupt_.asked();
  if (!stopped) state_.position.skipped = std::max(state_.position.skipped, input.skipped());
  if (stopped && output_.resumable()) return output_.save(state_);
  if (auto written = output_.write(ErrorFold(state_.run).end()); !written) return written;
  return output_.finish();
}

void DocumentScanner::read_all(ScanInput& input) {
  const std::map<std::uint64_t, std::uint64_t> done = state_.done;
  std::uint64_t batch_end = 0;  // item at which the batch must end; 0: none
  for (ScanItem item; !interrupt_.asked() && input.next(item); item = {}) {
    // A read interrupted by Ctrl-C is not an error of the input.
    if (item.error && interrupt_.asked()) break;
    const std::lock_guard lock(batch_mutex_);
    const std::uint64_t number = item.position.items;
    if (const auto range = done.find(number); range != done.end() || number == batch_end) {
      if (!hand_over()) return;
      batch_.done_before = range != done.end();
      batch_end = batch_.done_before ? range->second : 0;
    }
    if (!take(std::move(item))) return;
  }
  const std::lock_guard lock(batch_mutex_);
  hand_over();
}

// Adds an item to the batch, which is passed on when it is full. REQUIRES: batch_mutex_ is held.
bool DocumentScanner::take(ScanItem item) {
  if (batch_.items.empty()) batch_started_ = Clock::now();
  batch_.bytes += item.record.bytes.size() + sizeof(ScanItem);
  batch_.items.push_back(std::move(item));
  const bool full = batch_.items.size() >= batch_items_ || batch_.bytes >= kBatchBytes;
  return !full || batch_.done_before || hand_over();
}

// REQUIRES: batch_mutex_ is held.
bool DocumentScanner::hand_over() {
  if (batch_.items.empty()) return true;
  const std::size_t bytes = batch_.bytes;
  return pool_->put(std::exchange(batch_, {}), bytes);
}

// What has to be done while the reader waits for input.
void DocumentScanner::tick(const ScanCallbacks& callbacks) {
  if (const std::unique_lock lock(batch_mutex_, std::try_to_lock);
      lock && !batch_.done_before && Clock::now() - batch_started_ >= kBatchAge &&
      pool_->has_room()) {
    hand_over();
  }
  if (interrupt_.asked()) {
    interrupt_.wake();
    if (!std::exchange(said_stopping_, true) && callbacks.on_stopping) callbacks.on_stopping();
  } else if (callbacks.on_progress) {
    ScanProgress progress = before_;
    progress.documents = before_.documents_before + documents_done_;
    progress.bytes = before_.bytes_before + bytes_done_;
    callbacks.on_progress(progress);
  }
}

void DocumentScanner::work(Batch& batch, record::RecordScratch& scratch) {
  batch.done = batch.items.size();
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    const ScanItem& item = batch.items[i];
    bytes_done_ += item.bytes_read;
    if (batch.done_before) continue;
    if (interrupt_.asked()) {
      batch.done = i;
      batch.cut = true;
      return;
    }
    if (!filter_.sampled(item)) {
      ++batch.counts.left_out;
      continue;
    }
    std::optional<Error> error = item.error;
    if (!error) {
      error = judge_in_memory(item, scratch, batch);
      if (error && error->code == ErrorCode::kCanceled) {
        batch.done = i;
        batch.cut = true;
        return;
      }
    }
    ++documents_done_;
    if (!error) continue;
    if (options_.fail_fast) {
      batch.done = i;
      batch.items[i].error = std::move(error);
      return;
    }
    ++batch.counts.errors[std::string(error_code_name(error->code))];
    const std::size_t begin = batch.lines.size();
    batch.lines += record::scan_line(item.record, *error);
    batch.errors.push_back({begin, batch.lines.size(), error_kind(item.position.path, *error)});
  }
}

// What of a record may be long.
static std::size_t bytes_of(const RawRecord& record) {
  return record.bytes.size() + record.id.size() + record.url.size() + record.title.size() +
         record.date.size();
}

// As judge(); memory that it cannot get is an error of the document.
std::optional<Error> DocumentScanner::judge_in_memory(const ScanItem& item,
                                                      record::RecordScratch& scratch,
                                                      Batch& batch) {
  std::optional<Error> error;
  try {
    error = judge(item, scratch, batch);
  } catch (const std::bad_alloc&) {
    error = Error{ErrorCode::kOutOfMemory,
                  "out of memory; expected a smaller document, more memory or fewer threads"};
  }
  if (error && error->code == ErrorCode::kOutOfMemory) scratch = {};  // gives back what it took
  return error;
}

std::optional<Error> DocumentScanner::judge(const ScanItem& item, record::RecordScratch& scratch,
                                            Batch& batch) const {
  const auto document = read_document(item.record, task_.fields);
  if (!document) return document.error();
  const Limits limits = limits_of(options_.limits, [this] { return interrupt_.asked(); });
  const auto report = record::check_document(*document, task_, limits, scratch);
  if (!report) return report.error();
  if (report->words < options_.min_words || !filter_.speaks(report->language, *document)) {
    ++batch.counts.left_out;
    return {};
  }
  std::vector<SourceMatch> sources;
  Withheld withheld;
  if (task_.index != nullptr) {
    auto found = record::search_document(item.record, *document, task_, limits, scratch, &withheld);
    if (!found) return found.error();
    sources = *std::move(found);
  }
  std::string line;
  if (filter_.wants(*report, !sources.empty())) {
    const std::string id = record::document_name(item.record, *document);
    line = record::scan_line(item.record, id, *document, *report,
                             task_.index == nullptr ? nullptr : &sources, withheld);
  }
  // It is counted and written, or neither, whatever memory is left.
  const std::size_t begin = batch.lines.size();
  batch.lines.reserve(begin + line.size());
  const bool tiny = report->abstain_reason == AbstainReason::kTooShort && sources.empty() &&
                    bytes_of(item.record) < kTinyBytes && !line.empty();
  if (tiny) batch.errors.push_back({begin, begin + line.size(), tiny_kind(item.position.path)});
  count(*report, !sources.empty(), batch.counts);
  batch.lines += line;
  return {};
}

// Serves one batch at a time.
bool DocumentScanner::finish(Batch& batch) {
  const std::lock_guard lock(mutex_);
  if (cut_ && !options_.unordered) return true;  // it stands behind a gap
  if (batch.done > 0) {
    const std::string lines = ErrorFold(state_.run).folded(batch.lines, batch.errors);
    if (auto written = output_.write(lines); !written) return fail(written.error());
    state_.counts.add(batch.counts);
    const std::uint64_t first = batch.items[0].position.items;
    const ScanPosition& last = batch.items[batch.done - 1].position;
    state_.done[first] = last.items + 1;
    ends_[first] = last;
    advance();
  }
  if (batch.cut) {
    cut_ = true;
  } else if (batch.done < batch.items.size()) {
    stopped_by_ = std::move(batch.items[batch.done]);
    return false;
  }
  // After an interrupt run() saves, once: a sync of the disk may take long.
  if (const auto now = Clock::now(); !cut_ && now >= next_save_) {
    if (auto saved = output_.save(state_); !saved) return fail(saved.error());
    next_save_ = now + std::chrono::milliseconds(options_.save_ms);
  }
  return true;
}

// Advances the position over items that are done without a gap.
void DocumentScanner::advance() {
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

bool DocumentScanner::fail(Error error) {
  error_ = std::move(error);
  return false;
}

}  // namespace despin::scan
