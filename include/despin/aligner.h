// despin/aligner.h - compares a suspect with a given original: what was copied,
// which words were swapped, and which of the two was written first.
//
//   auto detector = despin::Detector::open("en.despin");
//   despin::Aligner aligner(*detector);
//   despin::Workspace scratch;                        // one per thread
//   auto comparison = aligner.compare(original, suspect, scratch);
//   if (comparison && comparison->relation == despin::Relation::kSpun) ...
//
// Units    Offsets are bytes of the caller's own UTF-8, half-open [begin, end), each
//          side in its own text. Evidence is in nats: ln of how much more likely the words
//          are as a copy of the original than as its own author's.
// Threads  An Aligner never changes: share it freely. A Workspace serves one call at a time.
// Errors   Returned, never printed; std::bad_alloc alone is thrown.
// Memory   Linear in the texts; alignment is quadratic only inside bounded bands.
// Method   Seeds that survive substitution, chained (Abouelhoda and Ohlebusch 2005; Li
//          2018, sec. 2.1), then aligned between anchors (Needleman and Wunsch 1970) with
//          what is known of spinners as scores; lib/align/README.md derives them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "despin/comparison.h"
#include "despin/detector.h"
#include "despin/export.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// Its name while compare() had buffers of its own.
using AlignWorkspace = Workspace;

class DESPIN_EXPORT Aligner {
 public:
  // Shares the detector's model, which stays loaded as long as either lives.
  explicit Aligner(const Detector& detector);

  // Errors: kBadUtf8 (message says which text and names the first bad byte), kTooLarge.
  Result<Comparison> compare(std::string_view original, std::string_view suspect,
                             Workspace& scratch) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace v1
}  // namespace despin
