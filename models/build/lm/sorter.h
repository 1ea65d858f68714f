// models/build/lm/sorter.h
// Sorts more n-grams than fit in memory, adding the counts of equal ones.
//
//   train::Sorter sorter(scratch_folder, memory_bytes);
//   for (...) if (!sorter.add(gram)) return fail();
//   sorter.drain([&](const train::Gram& g) { ... });   // ascending, each once
//
// Errors   false: the scratch folder could not be written or read.
// Memory   The given bytes, and 1 MiB for each run while draining.
// Method   Sorted runs in unlinked temporary files, merged by a heap.
// Threads  One call at a time.
#pragma once

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/build/lm/gram.h"

namespace despin::train {

class Sorter {
 public:
  Sorter(std::string folder, std::size_t memory_bytes);

  [[nodiscard]] bool add(const Gram& gram);
  // Empties the sorter.
  [[nodiscard]] bool drain(const std::function<void(const Gram&)>& sink);

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, CloseFile>;
  struct Run {
    File file;
    std::vector<Gram> buffer;
    std::size_t next = 0;
    Gram head;
  };

  void sort_buffer();
  bool spill();
  static bool advance(Run& run, bool& failed);

  std::string folder_;
  std::size_t capacity_;
  std::vector<Gram> buffer_;
  std::vector<Run> runs_;
};

}  // namespace despin::train
