// lib/cli/index_arguments.h - the options of despin index and its subcommands.
//
//   IndexArguments index(app);       // must outlive the parser
//   app.parse(argc, argv);
//   if (index.given()) return index.run();
//
// Threads  Single.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "lib/commands/verbs.h"

namespace despin::cli {

class IndexArguments {
 public:
  explicit IndexArguments(CLI::App& app);
  IndexArguments(const IndexArguments&) = delete;  // the parser holds its address
  IndexArguments& operator=(const IndexArguments&) = delete;

  bool given() const { return index_->parsed(); }
  int run() const;

 private:
  void add_add();
  void add_search();
  void add_stat();
  void add_contents();
  void add_remove();
  CLI::App* add_verb(const char* name, const char* about, std::string& folder);

  CLI::App* index_;
  std::string folder_;
  commands::IndexAddOptions add_;
  commands::IndexSearchOptions search_;
  commands::IndexStatOptions stat_;
  commands::IndexListOptions list_;
  commands::IndexShowOptions show_;
  commands::IndexRemoveOptions remove_;
  std::string snapshot_;
};

}  // namespace despin::cli
