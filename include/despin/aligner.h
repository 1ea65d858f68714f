// despin/aligner.h - compares a suspect with a given original: what was copied,
// which words were swapped, and which of the two was written first.
//
//   auto detector = despin::Detector::open("en.despin");
//   despin::Aligner aligner(*detector);
//   despin::AlignWorkspace scratch;                   // one per thread
//   auto comparison = aligner.compare(original, suspect, scratch);
//   if (comparison && comparison->relation == despin::Relation::kSpun) ...
//
// Units    Offsets are bytes of the caller's own UTF-8, half-open [begin, end), each
//          side in its own text. Evidence is in nats: ln of how much likelier the words
//          are as a copy of the original than as its own author's.
// Threads  An Aligner never changes: share it freely. An AlignWorkspace serves one call
//          at a time.
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

#include "despin/byte_span.h"
#include "despin/detector.h"
#include "despin/export.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// What a suspect is to the original. Values are part of the JSON schema.
enum class Relation : std::uint8_t {
  kUnrelated,    // "unrelated": nothing in common that chance would not bring
  kIndependent,  // "independent": the same matter, names and quotations, told anew
  kVerbatim,     // "verbatim": copied as it was
  kSpun,         // "spun": copied with words swapped
};

// Which side reads as the one written first.
enum class Direction : std::uint8_t {
  kUnclear,   // "unclear"
  kOriginal,  // "original": the suspect's words are the spinner's
  kSuspect,   // "suspect": the other way round
};

// What became of a word. A word kept in a passage that was moved is moved; swaps stay swaps.
enum class Edit : std::uint8_t { kKept, kSwapped, kInflected, kMoved, kAdded, kDropped };

// A stretch of the suspect that was copied, and where from.
struct Passage {
  ByteSpan original;
  ByteSpan suspect;
  double evidence_nats = 0;
  bool moved = false;  // out of the original's order
};

// A phrase of the original and what stands in its place.
struct Replacement {
  ByteSpan original;
  ByteSpan suspect;
  float evidence_nats = 0;
  Edit edit = Edit::kSwapped;  // or kInflected
  bool listed = false;         // the model's spinner dictionary knows the swap
};

// A run of words with the same fate. What was added is not in the original, what was
// dropped not in the suspect: that span is empty and says where. Punctuation between the
// words of a run lies inside it.
struct AlignedRun {
  Edit edit = Edit::kKept;
  ByteSpan original;
  ByteSpan suspect;
};

// Owns all it holds.
struct Comparison {
  Relation relation = Relation::kUnrelated;
  Direction direction = Direction::kUnclear;
  // Shares of the suspect's words: those that stand for words of the original, however
  // worded; and those of them that were swapped, not only inflected.
  double copied = 0;
  double swapped = 0;
  double evidence_nats = 0;  // sum over passages
  std::uint32_t original_words = 0;
  std::uint32_t suspect_words = 0;
  std::vector<Passage> passages;           // by suspect.begin_byte, disjoint there
  std::vector<Replacement> substitutions;  // by suspect.begin_byte
  std::vector<AlignedRun> runs;  // every word of both texts once; by suspect.begin_byte, dropped
                                 // ones where they are missed
};

// Reusable buffers of compare(); movable, not copyable.
class DESPIN_EXPORT AlignWorkspace {
 public:
  AlignWorkspace();
  ~AlignWorkspace();
  AlignWorkspace(AlignWorkspace&&) noexcept;
  AlignWorkspace& operator=(AlignWorkspace&&) noexcept;

 private:
  friend class Aligner;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class DESPIN_EXPORT Aligner {
 public:
  // Shares the detector's model, which stays loaded as long as either lives.
  explicit Aligner(const Detector& detector);

  // Errors: kBadUtf8 (message says which text and names the first bad byte), kTooLarge.
  Result<Comparison> compare(std::string_view original, std::string_view suspect,
                             AlignWorkspace& scratch) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

// Stable lower-case names, as in JSON.
DESPIN_EXPORT std::string_view name_of(Relation relation) noexcept;
DESPIN_EXPORT std::string_view name_of(Direction direction) noexcept;
DESPIN_EXPORT std::string_view name_of(Edit edit) noexcept;

// The one JSON spelling of a Comparison: one line, no newline, schema "despin.comparison/1".
// The ids name the documents; the texts must be those compared.
DESPIN_EXPORT std::string to_json(const Comparison& comparison, std::string_view original_id,
                                  std::string_view original, std::string_view suspect_id,
                                  std::string_view suspect);

}  // namespace v1
}  // namespace despin
