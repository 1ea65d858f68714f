// lib/cli/verbs.h - what each verb of the command does, apart from parsing its options.
//
// Each returns the exit code. Results go to standard output, complaints to standard error
// as "despin: WHERE: WHAT".
// Threads  Single.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/cli/terminal.h"

namespace despin::cli {

// As grep's: an error wins over whatever else was found.
enum ExitCode : int { kExitFound = 0, kExitNothingFound = 1, kExitError = 2 };

struct CheckOptions {
  std::vector<std::string> paths;
  std::string model;
  bool json = false;
  bool explain = false;
  double max_fpr = 0.001;
  std::size_t max_findings = 0;
  ColorMode color = ColorMode::kAuto;
};
int check(const CheckOptions& options);

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

int model_info(const std::string& path);
int model_verify(const std::string& path);
int version();

// One line on standard error.
void complain(std::string_view where, std::string_view what);

}  // namespace despin::cli
