// lib/cli/verbs.h - what each verb of the command does, apart from parsing its options.
//
// Each returns the exit code. Results go to standard output, complaints to standard error
// as "despin: WHERE: WHAT".
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
#include "lib/cli/scan_output.h"
#include "lib/cli/terminal.h"

namespace despin::cli {

// As grep's: an error wins over whatever else was found.
enum ExitCode : int { kExitFound = 0, kExitNothingFound = 1, kExitError = 2 };

struct CheckOptions {
  std::vector<std::string> paths;
  std::string model;
  std::string index;  // folder; empty: sources are not looked for
  bool json = false;
  bool explain = false;
  double max_fpr = 0.001;
  std::size_t max_findings = 0;
  ColorMode color = ColorMode::kAuto;
};
int check(const CheckOptions& options);

struct ScanOptions {
  std::vector<std::string> inputs;
  std::string files_from;  // more of them, one a line
  std::string output;      // empty: standard output
  std::string model;
  std::string index;
  InputFormat format = InputFormat::kGuess;
  RecordFields fields;
  Existing existing = Existing::kRefuse;
  unsigned threads = 0;  // 0: as many as the machine has
  unsigned save_ms = 1000;
  std::uint64_t min_words = 0;
  std::string language;
  double sample = 1;
  std::vector<std::string> only;
  double max_fpr = 0.001;
  bool unordered = false;
  bool fail_fast = false;
  bool quiet = false;
};
int scan(ScanOptions options);

struct EvalOptions {
  std::string labelled;  // may be empty if pairs is not
  std::string pairs;
  std::string mask;
  std::string model;
  double max_fpr = 0.001;
  bool json = false;
};
int eval(const EvalOptions& options);

struct CompareOptions {
  std::string original;
  std::string suspect;
  std::string model;
  std::string html;  // empty: no page
  bool json = false;
  std::size_t max_passages = 0;
  ColorMode color = ColorMode::kAuto;
};
int compare(const CompareOptions& options);

int index_create(const std::string& folder);

struct IndexAddOptions {
  std::string folder;
  std::vector<std::string> inputs;
  unsigned memory_mb = 512;
  bool merge = false;
};
int index_add(const IndexAddOptions& options);

struct IndexSearchOptions {
  std::string folder;
  std::vector<std::string> suspects;
  std::string model;
  bool json = false;
  bool later = false;
  bool include_common = false;
  std::size_t max_matches = 10;
  ColorMode color = ColorMode::kAuto;
};
int index_search(const IndexSearchOptions& options);

struct IndexStatOptions {
  std::string folder;
  std::uint64_t documents = 1000000;  // to estimate for
  bool json = false;
};
int index_stat(const IndexStatOptions& options);
int index_verify(const std::string& folder);
int index_merge(const std::string& folder);

struct ReportOptions {
  std::vector<std::string> inputs;
  std::string html;  // empty: no page
  bool json = false;
  std::optional<std::size_t> limit;  // of each list
  ColorMode color = ColorMode::kAuto;
};
int report(const ReportOptions& options);

int model_info(const std::string& path);
int model_verify(const std::string& path);
int version();

// Names the damaged segments on standard error; true if there are any.
bool complain_of_damage(const std::string& folder, const IndexStatistics& statistics);

// All of it to standard output; false, with a complaint, if there was no room.
bool print(std::string_view out);

// One line on standard error.
void complain(std::string_view where, std::string_view what);

}  // namespace despin::cli
