// lib/base/replaced_file.h - replaces a file as a whole: whoever reads it sees the old bytes or all
// of the new ones, after a crash as well.
//
//   if (auto written = base::replace_file(path, bytes); !written) return written.error();
//
//   auto file = base::ReplacedFile::create(path);        // piece by piece
//   if (!file) return file.error();
//   if (!base::write_all(file->descriptor(), piece)) return base::not_written(errno);
//   if (auto written = file->commit(); !written) return written.error();
//
// Threads  A ReplacedFile serves one call at a time; the functions are stateless.
// Errors   kNotWritten, with what errno says. The old file then remains, and no temporary file. One
//          exception: if syncing the folder fails after the rename, the new file is in place, but
//          may not outlive a loss of power.
// Links    A link stays one: its target is replaced, or made if it is missing.
// Mode     That of the old file; of a new one as umask says.
// Method   A temporary file in the same folder, FILE.<16 hexadecimal digits>.part, made by O_EXCL
//          under a name that nobody can tell; fsync, rename, fsync of the folder. It is locked
//          (flock) while its writer lives, so that remove_leftovers() can tell what a killed one
//          left.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::base {

class ReplacedFile {
 public:
  static Result<ReplacedFile> create(const std::string& path);
  ~ReplacedFile();  // removes the temporary file unless committed
  ReplacedFile(ReplacedFile&& other) noexcept;
  ReplacedFile& operator=(ReplacedFile&& other) noexcept;

  // For writing; -1 after commit().
  int descriptor() const noexcept { return fd_; }

  // Syncs, renames, syncs the folder. To be called once; after an error nothing is left.
  Result<void> commit();

 private:
  ReplacedFile(std::string target, std::string temporary, int fd);
  void drop() noexcept;

  std::string target_;
  std::string temporary_;
  int fd_ = -1;
};

// A path that is there and not a regular file (a pipe, a device) is written directly.
Result<void> replace_file(const std::string& path, std::string_view bytes);

// Removes temporary files that killed writers of this path left beside it. Best effort.
// Cost: reads the folder.
void remove_leftovers(const std::string& path);

// Whether a file of this name is a temporary one; `target` is then the name of what it was to
// replace (of a long name, its beginning).
bool is_temporary(std::string_view name, std::string_view& target);

// Makes a rename in the folder of `path` durable. True if done, or if the file system cannot.
bool sync_folder_of(const std::string& path);

// Also after interruptions. False, with errno, after a failure.
bool write_all(int fd, std::span<const std::byte> bytes);

// kNotWritten for this value of errno.
Error not_written(int error);

}  // namespace despin::base
