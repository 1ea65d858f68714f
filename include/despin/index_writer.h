// despin/index_writer.h - adds documents to an index of originals.
//
//   auto writer = despin::IndexWriter::open("articles.index");   // made if missing
//   writer->add({.id = "42", .url = url, .title = title, .date = "2019-05-01", .text = text});
//   auto saved = writer->commit();
//
// Threads  An IndexWriter serves one thread; readers may search meanwhile.
// Errors   Returned, never printed; std::bad_alloc alone is thrown.
// Memory   WriterOptions::memory_bytes.
// Crash    What commit() reported as written stays; a process that dies at any moment
//          leaves the state of the last commit.
// Method   lib/index/README.md says what is stored and why.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "despin/export.h"
#include "despin/index.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

struct WriterOptions {
  // Documents are gathered in memory up to here, then committed as a segment.
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;
};

// Adds documents to an index. One writer at a time: a second one is kLocked.
class DESPIN_EXPORT IndexWriter {
 public:
  // Errors: kNotFound (no such folder to make it in), kNotWritten, kLocked, kBadIndex,
  // kIndexTooNew.
  static Result<IndexWriter> open(const std::string& folder, const WriterOptions& options = {});
  ~IndexWriter();  // forgets what was not committed
  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;

  // False if a document of this id is there already. May commit, when memory is full.
  // Errors: kBadInput (no id, or id, url, title or date beyond 64 KiB), kBadUtf8, kTooLarge
  // (text beyond 16 MiB), kNotWritten.
  Result<bool> add(const SourceDocument& document);

  // Makes all that was added durable and visible to readers that open from now on.
  // Errors: kNotWritten; what was committed before is then still there.
  Result<void> commit();

  // Rewrites all segments as one: smaller, and faster to search. Commits first.
  // Errors: kNotWritten, kBadIndex (a corrupt segment is named and left as it is).
  Result<void> merge(const IndexProgress& progress = {});

  std::uint64_t documents() const;  // committed

 private:
  struct Impl;
  explicit IndexWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace v1
}  // namespace despin
