// despin index create and add: adds articles to an index of originals.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "lib/commands/console.h"
#include "lib/commands/progress.h"
#include "lib/commands/verbs.h"
#include "lib/commands/verified_files.h"
#include "lib/scan/articles.h"
#include "lib/scan/interrupt.h"
#include "lib/scan/ticker.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::commands {
namespace {

// Whether the error concerns one document; other errors concern the index or the device.
bool is_of_document(ErrorCode code) {
  return code == ErrorCode::kBadInput || code == ErrorCode::kBadUtf8 ||
         code == ErrorCode::kTooLarge || code == ErrorCode::kUnsupported ||
         code == ErrorCode::kDeadline;
}

class Adder {
  using Clock = std::chrono::steady_clock;

 public:
  Adder(IndexWriter& writer, const IndexAddOptions& options)
      : writer_(writer),
        folder_(options.folder),
        before_(writer.documents()),
        commit_every_(options.commit_seconds),
        replace_(options.replace),
        merge_tiers_(options.merge_tiers && !options.merge),
        limits_(options.limits) {}

  void add_all(const std::vector<std::string>& inputs, const ReadingOptions& reading) {
    const scan::ErrorCallback on_error = [&](const std::string& place, const Error& error) {
      const std::lock_guard lock(mutex_);
      // A read interrupted by Ctrl-C is not an error of the file.
      if (!interrupt_->asked()) complain_of(place, error);
    };
    LeftOut left_out;
    const std::vector<std::string> paths =
        scan::expanded(inputs, on_error, {.all_files = reading.all_files}, &left_out);
    const std::uint64_t total = scan::total_bytes(paths);
    scan::Ticker ticker(std::chrono::milliseconds(200), [&] {
      if (interrupt_->asked()) return interrupt_->wake();
      if (total == 0) commit_in_time();
    });
    scan::for_each_article(paths,
                           {.on_article =
                                [&](const scan::Article& article) {
                                  const std::lock_guard lock(mutex_);
                                  return add(article);
                                },
                            .on_error = [&](const std::string& place, const Error& error,
                                            const RawRecord&) { on_error(place, error); },
                            .on_bytes =
                                [&](std::uint64_t done) {
                                  const std::lock_guard lock(mutex_);
                                  progress_.show({added_ + there_ + replaced_, done, total});
                                },
                            .on_ignored = note_ignored},
                           {.format = InputFormat::kGuess, .fields = reading.fields});
    ticker.stop();
    progress_.clear();
    note_left_out(left_out);
    if (undated_ > 0) {
      complain("index add", "documents added without a date, since theirs cannot be read: " +
                                view::grouped(undated_) + "; expected 2021-01-05");
    }
    if (interrupt_->asked()) complain("index add", "stopping; writing what was read");
    progress_.announce("writing");
    const auto committed = broken_ ? Result<void>() : writer_.commit();
    progress_.clear();
    end_with(committed);
  }

  // All segments, or those that are due.
  void merge(bool all) {
    if (broken_ || interrupt_->asked() || !(all || merge_tiers_)) return;
    interrupt_.reset();  // a merge may be interrupted at any time
    Progress progress("merging");
    const IndexProgress show = [&](std::uint64_t done, std::uint64_t total) {
      progress.show({0, done, total});
    };
    end_with(all ? writer_.merge(show) : writer_.merge_tiers(show));
  }

  int finish() {
    std::string words = view::grouped(writer_.documents() - before_) + " added";
    if (replaced_ > 0) words += ", " + view::grouped(replaced_) + " replaced";
    if (there_ > 0) words += ", " + view::grouped(there_) + " already present";
    if (failed_ > 0) words += ", " + view::grouped(failed_) + " failed";
    std::printf("%s: %s; %s in all\n", view::printable(folder_).c_str(), words.c_str(),
                view::grouped(writer_.documents()).c_str());
    if (interrupt_ && interrupt_->asked()) {
      complain("index add", "interrupted; repeat the command to resume");
      interrupt_->end();
    }
    return failed_ > 0 || broken_ ? kExitError : 0;
  }

 private:
  bool add(const scan::Article& article) {
    const Document& document = article.document;
    const std::string& id = article.identity;
    if (id.empty()) {
      complain_of(article.place,
                  {ErrorCode::kBadInput, "no \"id\" or \"url\"; expected one of them for a name"});
      return !interrupt_->asked();
    }
    if (document.text.find_first_not_of(" \t\r\n") == std::string::npos) {
      complain_of(article.place, {ErrorCode::kBadInput, "an empty text; expected prose to find"});
      return !interrupt_->asked();
    }
    undated_ += article.date.empty() && !document.date.empty();
    const SourceDocument source{id, document.url, document.title, article.date, document.text};
    const Limits limits = scan::limits_of(limits_);
    const auto done = replace_ ? writer_.replace(source, limits) : writer_.add(source, limits);
    if (done) {
      std::uint64_t& before = replace_ ? replaced_ : there_;  // one of this id was there
      ++(replace_ == *done ? before : added_);
    } else {
      complain_of(article.place, done.error());
      broken_ = !is_of_document(done.error().code);
    }
    return !broken_ && !interrupt_->asked();
  }

  // What comes through a pipe can be found before the pipe ends.
  void commit_in_time() {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (commit_every_.count() == 0 || now - committed_ < commit_every_) return;
    committed_ = now;
    if (broken_ || added_ + replaced_ == committed_count_) return;
    committed_count_ = added_ + replaced_;
    end_with(writer_.commit());
    if (broken_ || !merge_tiers_) return;
    Limits limits;
    limits.stop = [this] { return interrupt_->asked(); };
    const auto merged = writer_.merge_tiers({}, limits);
    if (!merged && merged.error().code != ErrorCode::kCanceled) end_with(merged);
  }

  void complain_of(const std::string& place, const Error& error) {
    progress_.clear();
    complain(place, error.message);
    ++failed_;
  }

  void end_with(const Result<void>& result) {
    if (result) return;
    complain(folder_, result.error().message);
    broken_ = true;
  }

  IndexWriter& writer_;
  std::string folder_;
  std::uint64_t before_;
  const std::chrono::seconds commit_every_;
  const bool replace_;
  const bool merge_tiers_;
  const scan::DocumentLimits limits_;
  std::mutex mutex_;  // guards the writer and what follows, while articles are read
  Clock::time_point committed_ = Clock::now();
  std::uint64_t committed_count_ = 0;  // of added_ and replaced_
  std::optional<scan::InterruptGuard> interrupt_{std::in_place};
  Progress progress_{"adding"};
  std::uint64_t added_ = 0;
  std::uint64_t there_ = 0;
  std::uint64_t replaced_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t undated_ = 0;
  bool broken_ = false;
};

}  // namespace

void note_left_out(const LeftOut& left_out) {
  if (left_out.files > 0) complain("", scan::spelled(left_out));
}

void note_ignored(const std::string& path, std::uint64_t bytes) {
  complain(path, view::grouped(bytes) + " bytes behind the compressed data were ignored");
}

int index_create(const std::string& folder) {
  const auto there = index_statistics(folder);
  if (there) {
    std::printf("%s: an index of %s documents already exists\n", view::printable(folder).c_str(),
                view::grouped(there->documents).c_str());
    return report_corrupt_segments(folder, *there) ? kExitError : 0;
  }
  auto writer = IndexWriter::open(folder);
  const auto made = writer ? writer->commit() : Result<void>(writer.error());
  if (!made) {
    complain(folder, made.error().message);
    return kExitError;
  }
  std::printf("%s: an index without documents\n", view::printable(folder).c_str());
  return 0;
}

int index_add(const IndexAddOptions& options) {
  std::vector<std::string> inputs = options.inputs;
  if (inputs.empty()) {
    if (isatty(STDIN_FILENO) == 1) {
      complain("index add",
               "nothing to add; expected files, folders or JSON lines on standard "
               "input");
      return kExitError;
    }
    inputs.emplace_back("-");
  }
  auto writer =
      IndexWriter::open(options.folder, {.memory_bytes = std::uint64_t{options.memory_mb} << 20,
                                         .automatic_merge = false});  // below, with a progress
  if (!writer) {
    complain(options.folder, writer.error().message);
    return kExitError;
  }
  // Whatever is already present in a corrupt segment would be added again.
  if (!segments_are_whole(options.folder)) return kExitError;
  Adder adder(*writer, options);
  adder.add_all(inputs, options.reading);
  adder.merge(options.merge);
  return adder.finish();
}

}  // namespace despin::commands
