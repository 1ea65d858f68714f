// despin/open_options.h - how the files of a model or an index are opened.
//
//   auto detector = despin::Detector::open("en.despin", {.verify = true});
//   auto index = despin::SourceIndex::open("articles.index", *detector, {.copy = true});
//
// Files    Mapped files are shared by all processes and cost no memory of their own, but whoever
//          truncates one in place (cp NEW FILE, rsync --inplace, > FILE) ends every process that
//          maps it by SIGBUS, and whoever overwrites one changes results. Replace files by rename
//          (mv, rsync without --inplace, index_writer.h): who has the old one open keeps it.
//          Where that cannot be relied on, `copy`.
// Threads  A plain value.
#pragma once

namespace despin {
inline namespace v1 {

struct OpenOptions {
  // Reads every byte once and compares all checksums: what is corrupt is refused. Without it only
  // headers are compared, and changed bytes further on change results without a word.
  // Cost: some 3 GB/s on one core, once in memory.
  bool verify = false;
  // Reads the files into memory of this process instead of mapping them: 40 MB for the English
  // model. Nothing that happens to the files later matters.
  bool copy = false;
};

}  // namespace v1
}  // namespace despin
