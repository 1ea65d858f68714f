// despin/comparison.h - what an Aligner says of a suspect and its original.
//
//   for (const despin::Swap& swap : comparison.substitutions) show(swap.suspect);
//
// Units    Offsets are bytes of the caller's own UTF-8, half-open [begin, end), each side in
//          its own text. Evidence is in nats: ln of how much more likely the words are as a copy
//          of the original than as its own author's.
// Threads  Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/export.h"
#include "despin/json_sink.h"
#include "despin/limits.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// What a suspect is to the original. Values are part of the JSON schema.
enum class Relation : std::uint8_t {
  kUnrelated,    // "unrelated": no more overlap than chance
  kIndependent,  // "independent": same event or topic, written independently
  kVerbatim,     // "verbatim": copied, with fewer than two words or 4 % of the copied ones swapped
  // "spun": copied, with at least two words and 4 % of the copied ones swapped, most of them as a
  // dictionary of spinners lists them
  kSpun,
  // "reworded": the same report in other words and other syntax, as a person or a language model
  // writes it anew; also a copy whose swaps are mostly in no dictionary. Two translations of one
  // text are told alike
  kReworded,
};

// Which side reads as the one written first, by how well each side's words suit their context and
// by what the channel lists. Exchanging the texts exchanges kOriginal and kSuspect.
enum class Direction : std::uint8_t {
  kUnclear,   // "unclear": neither is .9 likely, as always where few swaps are a dictionary's
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

// A phrase of the original and its substitute.
struct Swap {
  ByteSpan original;
  ByteSpan suspect;
  float evidence_nats = 0;     // of this pair; below 0 where only its neighbors make it one
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

// A word of one of the texts, and what begins with it.
struct ComparedWord {
  ByteSpan span;
  bool begins_sentence = false;
  bool begins_paragraph = false;
};

// Owns all it holds; outlives texts and Workspace.
struct Comparison {
  Relation relation = Relation::kUnrelated;
  Direction direction = Direction::kUnclear;
  // Shares of suspect_words, 0 to 1: words that correspond to words of the original (kept, moved,
  // inflected or swapped), and words that were swapped, not only inflected. So swapped <= copied,
  // and swapped / copied is the share of the copied words that were swapped.
  double copied = 0;
  double swapped = 0;
  // Sum over passages. It does not decide alone: the relation discounts what an independent author
  // on the same topic would write as well.
  double evidence_nats = 0;
  std::uint32_t original_words = 0;  // words, numbers and addresses; no punctuation
  std::uint32_t suspect_words = 0;
  std::vector<Passage> passages;    // by suspect.begin_byte, disjoint there
  std::vector<Swap> substitutions;  // by suspect.begin_byte
  std::vector<AlignedRun> runs;     // every word of both texts once; by suspect.begin_byte; dropped
                                    // runs are placed where the suspect omits them
  std::vector<ComparedWord> words_of_original;  // in order, punctuation left out
  std::vector<ComparedWord> words_of_suspect;
  Truncation original_truncated;  // by Limits::max_words; all of the above is of what was read
  Truncation suspect_truncated;
  // That the original was written first: 0.5 where nothing tells.
  double direction_probability = 0.5;
};

struct CompareOptions {
  Limits limits = {};  // of each text; max_findings does not apply
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

// The same, piece by piece: no more than a passage or a swap is held as JSON at a time.
// Errors: kOutOfMemory; the pieces are then of no use.
DESPIN_EXPORT Result<void> to_json(const Comparison& comparison, std::string_view original_id,
                                   std::string_view original, std::string_view suspect_id,
                                   std::string_view suspect, const JsonSink& sink);

}  // namespace v1
}  // namespace despin
