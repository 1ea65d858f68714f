// despin/index_writer.h - adds documents to an index of originals, replaces and removes them.
//
//   auto writer = despin::IndexWriter::open("articles.index");   // made if missing
//   writer->add({.id = "42", .url = url, .title = title, .date = "2019-05-01", .text = text});
//   writer->replace({.id = "41", .text = corrected});             // instead of what it was
//   auto there = writer->remove("40");
//   auto saved = writer->commit();                                // all of it at once
//
// Threads  An IndexWriter serves one call at a time, from any thread; readers may search
//          meanwhile.
// Errors   Returned, never printed; nothing is thrown. After kNotWritten and kOutOfMemory what
//          was added is still in memory: make room and call commit() again. A call that ends by
//          its Limits leaves everything as it was.
// Memory   WriterOptions::memory_bytes, and a few percent more while a segment is written; a
//          merge takes no more.
// Disk     A commit writes a new segment, and which documents have been removed; nothing is
//          rewritten. A merge writes one beside the old ones and removes these afterwards: it
//          needs as much free space as they take. If it fails, the index is as before.
// Erasure  A document that was removed is found no more by who opens the index after the commit.
//          Its words are in a segment until that is merged: merge() leaves nothing of it in the
//          folder. Not reached are snapshots and backups, readers that are still open, and what
//          a disk keeps of files that have been deleted.
// Crash    commit() returns after segment and manifest were written, synced (fsync) and
//          renamed into place, and their folder synced, as far as the file system can. A process
//          that dies at any moment leaves the state of the last commit.
// Lock     One writer an index: flock() on the file `lock` in the folder, released when the
//          writer is destroyed or its process ends. It is advisory and as good as the file
//          system: on a network one it may hold on one machine only, or not be supported
//          (kNotWritten). Do not write to one index from several machines. A child of fork()
//          that does not exec() holds it as well.
// Files    One descriptor (the lock), and one while a segment is written.
// Method   lib/index/README.md says what is stored and why.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "despin/export.h"
#include "despin/index.h"
#include "despin/limits.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

struct WriterOptions {
  // Documents are gathered in memory up to here, then committed as a segment. A small value makes
  // many segments, which are slower to search until they are merged.
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
  // After a commit, segments of about the same size are merged, four at a time, and those of which
  // a quarter was removed are written again: 32 segments at most, about ten as a rule. A merge that
  // fails takes nothing back, and is not tried again by this writer.
  bool automatic_merge = true;
};

// One writer an index at a time: a second one is kLocked.
class DESPIN_EXPORT IndexWriter {
 public:
  // Removes files that look like segments or parts of one but are not in the manifest: a writer
  // that died left them. Without a manifest, a folder with segments is refused (kBadIndex), and so
  // is one with other files; nothing in it is touched.
  // Errors: kNotFound (no such folder to make it in), kNotWritten, kLocked, kBadIndex,
  // kIndexTooNew.
  static Result<IndexWriter> open(const std::string& folder, const WriterOptions& options = {});
  ~IndexWriter();  // forgets what was not committed
  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;

  // False if a document of this id is there already. May commit, when memory is full; a document is
  // searched once it is committed. Same documents, order and options give the same files.
  // Cost: some 9,800 documents of 400 words a second.
  // Errors: kBadInput (no id, or id, url, title or date beyond 64 KiB), kBadUtf8, kTooLarge
  // (text beyond 16 MiB, or limits.max_bytes), kNotWritten, kDeadline, kCanceled, kOutOfMemory;
  // kBadIndex if a segment does not open, since what it holds would be added again (the segment
  // is named).
  Result<bool> add(const SourceDocument& document, const Limits& limits = {});

  // As add(), and a document of this id that is there already goes with the same commit. True if
  // there was one. After an Error it is still there.
  Result<bool> replace(const SourceDocument& document, const Limits& limits = {});

  // Removes the document of this id; false if there is none. Readers that open after the commit do
  // not find it; its words stay on disk until a merge (Erasure, above).
  // Errors: kBadIndex, as of add(); kOutOfMemory.
  Result<bool> remove(std::string_view id);

  // Whether a document of this id is there, what was added and removed since the commit counted.
  // Errors: kBadIndex, as of add().
  Result<bool> contains(std::string_view id);

  // Makes all that was added and removed durable and visible to readers that open from now on.
  // Errors: kNotWritten; what was committed before is then still there. If a disk fails in syncing
  // the folder, what was added may be there as well: call commit() again.
  Result<void> commit();

  // Rewrites all segments as one: smaller, and faster to search; of removed documents nothing is
  // left. Commits first; writes nothing if there are fewer than two segments, and nothing is
  // removed. `progress` is called on this thread. Open readers go on with the old
  // segments. All checksums are compared first, those of a single segment too, so that no
  // corruption gets fresh ones. Errors: kNotWritten, kBadIndex (a corrupt segment is named and all
  // left as it is), kTooLarge (more than 2^30 - 1 documents), kDeadline, kCanceled (limits; the
  // index is as before, and what was added is committed), kOutOfMemory.
  Result<void> merge(const IndexProgress& progress = {}, const Limits& limits = {});

  // The merges that are due after a commit, for writers without automatic_merge. Errors: as
  // merge().
  Result<void> merge_tiers(const IndexProgress& progress = {}, const Limits& limits = {});

  std::uint64_t documents() const;  // committed, those of corrupt segments included

 private:
  struct Impl;
  explicit IndexWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace v1
}  // namespace despin
