// lib/index/index_folder.h - the folder of an index as its writer sees it: made, locked, tidied.
//
//   if (auto ok = make_folder(folder); !ok) return ok.error();
//   auto lock = WriterLock::take(folder);
//   if (!lock) return lock.error();
//
// Errors   kNotFound (no folder to make it in), kNotWritten, kBadIndex, kLocked.
#pragma once

#include <string>

#include "despin/result.h"
#include "lib/index/manifest.h"

namespace despin::index {

// Nothing happens if it is there.
Result<void> make_folder(std::string folder);

// Held while it exists. The file is never removed, since removing it would let two writers in.
class WriterLock {
 public:
  WriterLock() = default;
  ~WriterLock();
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;

  static Result<WriterLock> take(const std::string& folder);

 private:
  int fd_ = -1;
};

// Removes files of a writer that was killed, and files that a merge has replaced. REQUIRES: the
// manifest is that of the folder, read or written while the lock is held: beside no manifest, or
// another one, what it does not list may be all there is.
void remove_orphans(const std::string& folder, const Manifest& manifest);

// Whether an index may be made in a folder without a manifest.
Result<void> may_become_an_index(const std::string& folder);

}  // namespace despin::index
