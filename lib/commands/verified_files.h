// lib/commands/verified_files.h - models and segments are read as a whole, and their checksums
// compared, once; after that they are known by device, inode, size and times.
//
//   VerifiedFiles verified;
//   const bool known = verified.holds(path);
//   auto detector = Detector::open(path, {.verify = !known});
//   if (detector) verified.remember(path);
//
// Threads  Single.
// Files    $XDG_CACHE_HOME/despin/verified, or ~/.cache/despin/verified: a line a file. Without it
//          nothing is remembered, and only files of at most kMaxUnremembered are read each time.
// Cost     20 ms for the English model when it is new; else that of two stat() calls.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/result.h"
#include "despin/source_index.h"

namespace despin::commands {

class VerifiedFiles {
 public:
  static constexpr std::uint64_t kMaxUnremembered = std::uint64_t{128} << 20;

  VerifiedFiles();  // reads the cache
  ~VerifiedFiles() { save(); }
  VerifiedFiles(const VerifiedFiles&) = delete;
  VerifiedFiles& operator=(const VerifiedFiles&) = delete;

  // Whether the file need not be verified.
  bool holds(const std::string& path);
  // What holds() said no to turned out to be whole. Not kept if the file has changed since, or may
  // still be changing within the resolution of its times.
  void remember(const std::string& path);

 private:
  void save() const;

  std::string cache_;  // its path; empty if it cannot be written
  std::vector<std::string> lines_;
  std::map<std::string, std::string> asked_;  // line by path
  bool changed_ = false;
};

// SourceIndex::open(): segments whose checksums do not fit are left out, as are those that do not
// open.
Result<SourceIndex> open_index(const std::string& folder, const Detector& detector);

// False, with a complaint for each, if segments of an index are corrupt.
bool segments_are_whole(const std::string& folder);

}  // namespace despin::commands
