// lib/commands/verbs.h - the subcommands, without the parsing of their options.
//
// Each returns the exit code and prints through console.h.
// Threads  Single.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "despin/source_index.h"
#include "lib/scan/scan_options.h"
#include "lib/view/terminal.h"

namespace despin::commands {

// As for grep: an error overrides any other result.
enum ExitCode : int { kExitFound = 0, kExitNothingFound = 1, kExitError = 2 };

// How inputs are read, by every verb that reads records.
struct ReadingOptions {
  RecordFields fields;
  bool all_files = false;  // of folders
};

// The code of a verb that looks for something. With `exit_zero` only failures are told apart, for
// scripts that end at the first code but 0.
int exit_code(bool failed, bool found, bool exit_zero);

// How check and index search print. Of quiet, count, names and json the first that is set holds.
struct OutputForm {
  bool quiet = false;  // nothing, and only up to the first that is found
  bool count = false;
  bool names = false;
  bool json = false;
  bool line_buffered = false;
  bool exit_zero = false;
};

struct CheckOptions {
  std::vector<std::string> paths;
  ReadingOptions reading;
  std::string model;
  std::string index;  // folder; empty: do not search for sources
  OutputForm form;
  bool explain = false;
  double max_fpr = 0.001;
  std::size_t max_findings = 0;
  scan::DocumentLimits limits;
  view::ColorMode color = view::ColorMode::kAuto;
};
int check(const CheckOptions& options);

int scan(scan::ScanOptions options, bool exit_zero = false);

// Becomes the service, which is in Python; returns only if that is not installed.
int serve(const std::string& program, const std::vector<std::string>& arguments);

struct EvalOptions {
  std::vector<std::string> labeled;  // may be empty unless `pairs` is
  ReadingOptions reading;
  std::string pairs;
  std::string mask;
  std::vector<std::string> models;  // one or two; none: the default
  std::string index;                // folder; empty: nothing is searched
  std::string predictions;          // file; empty: not written
  double max_fpr = 0.001;
  bool json = false;
};
int eval(const EvalOptions& options);

struct CompareOptions {
  std::string original;
  std::string suspect;
  std::string model;
  std::string html;  // empty: no page
  bool overwrite = false;
  bool json = false;
  bool exit_zero = false;
  std::size_t max_passages = 0;
  scan::DocumentLimits limits;  // of each of the two
  view::ColorMode color = view::ColorMode::kAuto;
};
int compare(const CompareOptions& options);

int index_create(const std::string& folder);

struct IndexAddOptions {
  std::string folder;
  std::vector<std::string> inputs;
  ReadingOptions reading;
  unsigned memory_mb = 512;
  unsigned commit_seconds = 60;  // of what comes through a pipe; 0: at the end
  bool replace = false;          // documents whose id is there
  bool merge = false;
  bool merge_tiers = true;
  scan::DocumentLimits limits;
};
int index_add(const IndexAddOptions& options);

struct IndexSearchOptions {
  std::string folder;
  std::vector<std::string> suspects;
  ReadingOptions reading;
  std::string model;
  OutputForm form;
  bool later = false;
  bool include_common = false;
  std::string date = {};  // of all suspects; empty: as each has one
  std::size_t max_matches = 10;
  scan::DocumentLimits limits;
  view::ColorMode color = view::ColorMode::kAuto;
};
int index_search(const IndexSearchOptions& options);

struct IndexStatOptions {
  std::string folder;
  std::uint64_t documents = 1000000;  // number to estimate for
  bool json = false;
};
int index_stat(const IndexStatOptions& options);
struct IndexListOptions {
  std::string folder;
  bool json = false;
};
int index_list(const IndexListOptions& options);

struct IndexShowOptions {
  std::string folder;
  std::vector<std::string> ids;
  bool json = false;
};
int index_show(const IndexShowOptions& options);

struct IndexRemoveOptions {
  std::string folder;
  std::vector<std::string> ids;
  std::vector<std::string> id_files;  // of one id a line; "-": standard input
  bool merge = false;
};
int index_remove(const IndexRemoveOptions& options);

int index_snapshot(const std::string& folder, const std::string& to);
int index_verify(const std::string& folder);
int index_merge(const std::string& folder);

struct ReportOptions {
  std::vector<std::string> inputs;
  std::string html;         // empty: no page
  std::string comparisons;  // folder of pages that it links to; empty: none
  std::string model;        // of those
  bool overwrite = false;
  bool json = false;
  bool csv = false;                  // a row a record
  std::optional<std::size_t> limit;  // of each list
  view::ColorMode color = view::ColorMode::kAuto;
};
int report(const ReportOptions& options);

struct ExplainOptions {
  std::string record;  // file; empty: standard input
  std::string id;      // empty: every record
  bool json = false;
  view::ColorMode color = view::ColorMode::kAuto;
};
int explain(const ExplainOptions& options);

// despin text
int extract(const std::vector<std::string>& paths);

// Of the default model if none is named.
int model_info(const std::string& named);
int model_verify(const std::string& named);
int version();

// Says on standard error which files of folders were left out, if any were.
void note_left_out(const LeftOut& left_out);
// Says that the end of a compressed file was ignored.
void note_ignored(const std::string& path, std::uint64_t bytes);

// Names the corrupt segments on standard error; true if there are any.
bool report_corrupt_segments(const std::string& folder, const IndexStatistics& statistics);

}  // namespace despin::commands
