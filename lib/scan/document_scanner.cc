#include "lib/scan/document_scanner.h"

#include <algorithm>
#include <utility>

#include "despin/reader.h"
#include "lib/read/date.h"
#include "lib/scan/articles.h"
#include "lib/scan/document_identity.h"
#include "lib/scan/scan_line.h"

namespace despin::scan {
namespace {

// Large enough that handing over a batch costs nothing, small enough to keep all threads busy.
constexpr std::size_t kBatchItems = 64;
constexpr std::size_t kBatchBytes = std::size_t{256} << 10;
// A batch from a slow stream is passed on after this time.
constexpr std::chrono::milliseconds kBatchAge{300};

}  // namespace

DocumentScanner::DocumentScanner(const Detector& detector, const SourceIndex* index,
                                 const ScanOptions& options, ScanOutput& output, ScanState state)
    : detector_(detector),
      index_(index),
      options_(options),
      filter_(options),
      output_(output),
      state_(std::move(state)),
      scratch_(options.threads),
      next_save_(Clock::now()) {}

Result<void> DocumentScanner::run(ScanInput& input, const ScanProgress& on_progress) {
  if (auto there = input.resume_behind(state_.position); !there) return there;
  OrderedPool<Batch> pool(
      {.threads = options_.threads, .ordered = !options_.unordered},
      [this](Batch& batch, unsigned thread) { work(batch, scratch_[thread]); },
      [this](Batch& batch) { return finish(batch); });
  read_all(input, pool, on_progress);
  pool.drain();
  {
    const std::lock_guard lock(mutex_);
    state_.position.skipped = std::max(state_.position.skipped, input.skipped());
  }
  if (error_) return *error_;
  const bool stopped = stopped_by_ || interrupt_.asked();
  if (stopped && output_.resumable()) return output_.save(state_);
  if (auto written = output_.write(ErrorFold(state_.run).end()); !written) return written;
  return output_.finish();
}

void DocumentScanner::read_all(ScanInput& input, OrderedPool<Batch>& pool,
                               const ScanProgress& on_progress) {
  const std::map<std::uint64_t, std::uint64_t> done = state_.done;
  Batch batch;
  std::uint64_t batch_end = 0;  // item at which the batch must end; 0: none
  auto started = Clock::now();
  const auto hand_over = [&] {
    if (batch.items.empty()) return true;
    const std::size_t bytes = batch.bytes;
    return pool.put(std::exchange(batch, {}), bytes);
  };
  for (ScanItem item; !interrupt_.asked() && input.next(item); item = {}) {
    // A read interrupted by Ctrl-C is not an error of the input.
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
    show_progress(input, on_progress);
  }
  hand_over();
}

void DocumentScanner::show_progress(const ScanInput& input, const ScanProgress& on_progress) {
  if (!on_progress) return;
  std::uint64_t documents = 0;
  {
    const std::lock_guard lock(mutex_);
    documents = documents_now_;
  }
  on_progress(documents, input.bytes_read());
}

void DocumentScanner::work(Batch& batch, ScanScratch& scratch) {
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
    const std::size_t begin = batch.lines.size();
    batch.lines += scan_line(item, *error);
    batch.errors.push_back({begin, batch.lines.size(), error_kind(item.position.path, *error)});
  }
}

std::optional<Error> DocumentScanner::judge(const ScanItem& item, ScanScratch& scratch,
                                            Batch& batch) const {
  const auto document = read_document(item.record, options_.fields);
  if (!document) return document.error();
  if (const auto ok = detector_.read(document->text, scratch.workspace, scratch.reading); !ok) {
    return ok.error();
  }
  const auto report =
      detector_.analyze(scratch.reading, scratch.workspace,
                        AnalyzeOptions{.max_false_positive_rate = options_.max_fpr});
  if (!report) return report.error();
  if (report->words < options_.min_words || !filter_.speaks(report->language, *document)) {
    ++batch.counts.left_out;
    return {};
  }
  const std::string id = document_name(item.record, *document);
  std::vector<SourceMatch> sources;
  if (index_ != nullptr) {
    const std::string identity = document_identity(item.record, *document);
    const std::string day = read::read_date(document->date).substr(0, 10);
    auto found = index_->search(scratch.reading, {.id = identity, .date = day}, scratch.workspace);
    if (!found) return found.error();
    sources = *std::move(found);
  }
  count(*report, !sources.empty(), batch.counts);
  if (filter_.wants(*report, !sources.empty())) {
    batch.lines += scan_line(item, id, *document, *report, index_ == nullptr ? nullptr : &sources);
  }
  return {};
}

// Serves one batch at a time.
bool DocumentScanner::finish(Batch& batch) {
  const std::lock_guard lock(mutex_);
  if (batch.done > 0) {
    const std::string lines = ErrorFold(state_.run).folded(batch.lines, batch.errors);
    if (auto written = output_.write(lines); !written) return fail(written.error());
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
