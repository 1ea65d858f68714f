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
// Threads  An Aligner is immutable: share it freely. A Workspace serves one call at a
//          time: two calls at once on one are a data race, undefined and not detected.
// Errors   Returned, never printed; nothing is thrown (kOutOfMemory). The workspace can be used
//          again after any.
// Memory   Linear in the words of both texts: some 80 MB for two of 100,000 words, which the
//          workspace keeps if no text is beyond 1 MiB. Matrices are filled in bands alone, 2,048
//          rows at a time.
// Cost     .35 ms for two texts of 250 words, about 1 s for two of 100,000; no decoding.
//          Linear in the words but for gaps of at most 100 words, filled as squares.
// Files    As despin/detector.h: the model is mapped.
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

// Compares pairs of texts. Copies are cheap and share the model; a moved-from Aligner may only be
// assigned to or destroyed.
class DESPIN_EXPORT Aligner {
 public:
  // Shares the detector's model, which stays loaded as long as either lives.
  explicit Aligner(const Detector& detector) noexcept;

  // Either text may be empty (kUnrelated); both need only live for the call. Same texts, model and
  // library version give the same comparison on every CPU and thread. Exchanging the texts gives
  // another alignment: the null is that of the suspect.
  // Errors: kBadUtf8 (message says which text and names the first bad byte), kTooLarge, kDeadline,
  // kCanceled (options.limits), kOutOfMemory.
  Result<Comparison> compare(std::string_view original, std::string_view suspect,
                             Workspace& scratch, const CompareOptions& options = {}) const;

 private:
  std::shared_ptr<const Detector::Impl> detector_;
};

}  // namespace v1
}  // namespace despin
