// Records in columns of Arrow: reading them out of a file, and scanning them.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

#include "lib/base/blocked_signals.h"
#include "lib/capi/batch.h"
#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"
#include "lib/capi/record_table.h"
#include "lib/capi/scan_table.h"
#include "lib/read/date.h"
#include "lib/record/document_check.h"
#include "lib/record/document_identity.h"
#include "lib/record/scan_line.h"

namespace despin::capi {
namespace {

struct ScanJob {
  record::RecordTask task;
  Limits limits;             // of each document, but for its deadline
  std::uint64_t timeout_ns;  // of each document
  std::size_t threads;
  bool texts;
  std::function<bool()> stop;
};

Result<ScanJob> job_of(const despin_detector& detector, const despin_scan_options* given) {
  despin_scan_options defaults;
  despin_scan_options_init(&defaults, sizeof defaults);
  const auto options = read_struct(given, defaults, "options");
  if (!options) return options.error();
  const auto batch = batch_options_of(options->batch);
  if (!batch) return batch.error();
  auto check = check_options_of(batch->check);
  if (!check) return check.error();
  const auto timeout = timeout_of(batch->check);
  if (!timeout) return timeout.error();
  const auto reader = reader_options_of(options->reader);
  if (!reader) return reader.error();
  ScanJob job{{&detector.detector, options->index == nullptr ? nullptr : &options->index->index,
               reader->fields, check->max_false_positive_rate},
              std::move(check->limits),
              *timeout,
              batch->threads,
              options->texts != 0,
              {}};
  job.limits.stop = {};
  if (job.threads == 0) job.threads = std::max(1U, std::thread::hardware_concurrency());
  if (batch->stop != nullptr) {
    job.stop = [stop = batch->stop, context = batch->stop_context] { return stop(context) != 0; };
  }
  return job;
}

Result<void> scan_document(const RecordRow& item, const ScanJob& job, Limits& limits,
                           record::RecordScratch& scratch, ScannedRow& row) {
  if (item.error) return *item.error;
  auto document = read_document(item.record, job.task.fields);
  if (!document) return document.error();
  limits.deadline = deadline_after(job.timeout_ns);
  auto report = record::check_document(*document, job.task, limits, scratch);
  if (!report) return report.error();
  row.report = std::move(*report);
  Withheld withheld;
  if (job.task.index != nullptr) {
    auto found =
        record::search_document(item.record, *document, job.task, limits, scratch, &withheld);
    if (!found) return found.error();
    row.sources = std::move(*found);
  }
  row.id = record::document_name(item.record, *document);
  row.url = document->url.empty() ? item.record.url : document->url;
  row.title = document->title;
  row.author = document->author;
  row.date = read::read_date(document->date);
  if (row.date.empty()) row.date = document->date;
  row.language = document->language;
  row.record = record::scan_line(item.record, row.id, *document, row.report,
                                 row.sources ? &*row.sources : nullptr);
  if (job.texts) row.text = std::move(document->text);
  return {};
}

// As the command: what a document alone lacks memory for is its error.
ScannedRow scan_record(const RecordRow& item, const ScanJob& job, Limits& limits,
                       record::RecordScratch& scratch) {
  ScannedRow row;
  row.input = item.record.name;
  row.place = item.record.place;
  Result<void> done;
  try {
    done = scan_document(item, job, limits, scratch, row);
  } catch (const std::bad_alloc&) {
    done = Error{ErrorCode::kOutOfMemory,
                 "out of memory; expected a smaller document, more memory or fewer threads"};
  }
  if (!done) {
    if (done.error().code == ErrorCode::kOutOfMemory) scratch = {};  // gives back what it took
    row.error = std::move(done).error();
    row.id = item.record.id;
    row.url = item.record.url;
    row.record = record::scan_line(item.record, *row.error);
  }
  if (!row.record.empty()) row.record.pop_back();  // the newline
  return row;
}

// Scans the rows of a table on several threads.
class RowScan {
 public:
  RowScan(const RecordColumns& columns, const ScanJob& job) : columns_(columns), job_(job) {
    rows_.resize(static_cast<std::size_t>(columns.size()));
  }

  Result<void> run() {
    const std::size_t threads = std::min(job_.threads, std::max<std::size_t>(rows_.size(), 1));
    if (threads == 1) {
      work(job_.stop);
    } else {
      run_threads(threads);
    }
    if (failed_) std::rethrow_exception(failed_);
    if (fault_) return *fault_;
    if (stopped_) return Error{ErrorCode::kCanceled, "a callback ended the scan of a table"};
    return {};
  }

  ScanTable table() const {
    ScanTable table;
    for (const auto& row : rows_) {
      if (row) {
        table.add(*row);
      } else {
        table.add_null();
      }
    }
    return table;
  }

 private:
  void run_threads(std::size_t count) {
    std::vector<std::jthread> threads;
    {
      const base::BlockedSignals blocked;  // signals are the caller's
      threads.reserve(count);
      try {
        while (threads.size() < count) {
          const std::lock_guard lock(mutex_);
          threads.emplace_back([this] {
            work([this] { return stopped_.load(std::memory_order_relaxed); });
            const std::lock_guard done(mutex_);
            --working_;
            ended_.notify_one();
          });
          ++working_;
        }
      } catch (const std::system_error&) {  // fewer, then
      }
    }
    if (threads.empty()) return work(job_.stop);
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      ended_.wait_for(lock, kStopInterval, [this] { return working_ == 0; });
      if (job_.stop && !stopped_ && job_.stop()) stopped_ = true;
    }
  }

  void work(const std::function<bool()>& stop) {
    try {
      record::RecordScratch scratch;
      Limits limits = job_.limits;
      limits.stop = stop;
      for (std::size_t i = next_++; i < rows_.size() && !stopped_; i = next_++) {
        if (stop && stop()) stopped_ = true;
        if (stopped_) return;
        const auto row = static_cast<std::int64_t>(i);
        if (columns_.is_null(row)) continue;
        const auto item = columns_.row(row);
        if (!item) return end(item.error());
        ScannedRow scanned = scan_record(*item, job_, limits, scratch);
        if (scanned.error && scanned.error->code == ErrorCode::kCanceled) stopped_ = true;
        rows_[i] = std::move(scanned);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failed_) failed_ = std::current_exception();
      next_ = rows_.size();
    }
  }

  void end(const Error& fault) {
    const std::lock_guard lock(mutex_);
    if (!fault_) fault_ = fault;
    next_ = rows_.size();
  }

  const RecordColumns& columns_;
  const ScanJob& job_;
  std::vector<std::optional<ScannedRow>> rows_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;  // guards what follows
  std::condition_variable ended_;
  std::size_t working_ = 0;
  std::optional<Error> fault_;
  std::exception_ptr failed_;
};

// Fills both outputs, or neither.
template <class F>
despin_code give_table(ArrowArray* out_array, ArrowSchema* out_schema, despin_error* error, F&& f) {
  if (out_array != nullptr) *out_array = {};
  if (out_schema != nullptr) *out_schema = {};
  const despin_code code = bordered(error, [&]() -> Result<void> {
    if (out_array == nullptr) return missing("out_array");
    if (out_schema == nullptr) return missing("out_schema");
    return f();
  });
  if (code != DESPIN_OK && out_schema != nullptr && out_schema->release != nullptr) {
    out_schema->release(out_schema);
  }
  return code;
}

}  // namespace
}  // namespace despin::capi

using despin::Result;
namespace capi = despin::capi;

void despin_scan_options_init(despin_scan_options* options, size_t struct_size) {
  capi::init_struct(options, struct_size, despin_scan_options{});
}

despin_code despin_reader_next_arrow(despin_reader* reader, uint64_t max_records,
                                     uint64_t max_bytes, struct ArrowArray* out_array,
                                     struct ArrowSchema* out_schema, despin_error* error) {
  return capi::give_table(out_array, out_schema, error, [&]() -> Result<void> {
    if (reader == nullptr) return capi::missing("reader");
    capi::RecordTable table;
    std::uint64_t bytes = 0;
    for (std::uint64_t records = 0; records < max_records && bytes < max_bytes; ++records) {
      if (reader->at_end) break;
      const auto more = reader->reader.next(reader->record);
      reader->at_end = more ? !*more : more.error().code == despin::ErrorCode::kOutOfMemory;
      if (!more) {
        table.add(reader->record, more.error());
      } else if (*more) {
        table.add(reader->record);
        bytes += reader->record.bytes.size();
      }
    }
    table.give_schema(out_schema);
    return table.give(out_array);
  });
}

despin_code despin_scan_arrow(const despin_detector* detector, const struct ArrowArray* array,
                              const struct ArrowSchema* schema, const despin_scan_options* options,
                              struct ArrowArray* out_array, struct ArrowSchema* out_schema,
                              despin_error* error) {
  return capi::give_table(out_array, out_schema, error, [&]() -> Result<void> {
    if (detector == nullptr) return capi::missing("detector");
    if (array == nullptr) return capi::missing("array");
    if (schema == nullptr) return capi::missing("schema");
    const auto job = capi::job_of(*detector, options);
    if (!job) return job.error();
    const auto columns = capi::RecordColumns::view(*array, *schema);
    if (!columns) return columns.error();
    capi::RowScan scan(*columns, *job);
    if (auto ok = scan.run(); !ok) return ok;
    capi::ScanTable table = scan.table();
    table.give_schema(out_schema);
    return table.give(out_array);
  });
}
