// lib/cli/scan_arguments.h - the options of despin scan.
//
//   ScanArguments scan_arguments(app);   // must outlive the parser
//   app.parse(argc, argv);
//   if (scan_arguments.given()) return scan_arguments.run();
//
// Threads  Single.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "lib/commands/verbs.h"

namespace despin::cli {

class ScanArguments {
 public:
  explicit ScanArguments(CLI::App& app);
  ScanArguments(const ScanArguments&) = delete;  // the parser holds addresses of members
  ScanArguments& operator=(const ScanArguments&) = delete;

  bool given() const { return verb_->parsed(); }
  int run() const;

 private:
  void add_input();
  void add_choice();
  void add_running();

  CLI::App* verb_;
  scan::ScanOptions options_;
  bool resume_ = false;
  bool overwrite_ = false;
  bool exit_zero_ = false;
};

}  // namespace despin::cli
