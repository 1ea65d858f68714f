// tests/support/made_comparison.h - comparisons made by hand, for what shows them.
//
//   const Made made({{Edit::kKept, "The", "The"}, {Edit::kSwapped, "party", "bash"}});
//   made.original   // "The party"
//   made.comparison.substitutions[0].suspect   // the bytes of "bash"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/comparison.h"
#include "tests/support/compared_words.h"

namespace despin::view {

// What stands on either side, in the order of both; white space before it is no part of it,
// and a space is put between two that have none.
struct AlignedPiece {
  Edit edit = Edit::kKept;
  std::string original;
  std::string suspect;
  bool listed = false;
};

struct Made {
  std::string original;
  std::string suspect;
  Comparison comparison;

  explicit Made(const std::vector<AlignedPiece>& pieces) {
    for (const AlignedPiece& piece : pieces) {
      const ByteSpan from = append(original, piece.original);
      const ByteSpan to = append(suspect, piece.suspect);
      comparison.runs.push_back({piece.edit, from, to});
      if (piece.edit == Edit::kSwapped || piece.edit == Edit::kInflected) {
        comparison.substitutions.push_back({from, to, 2.5F, piece.edit, piece.listed});
      }
    }
    comparison.relation = Relation::kSpun;
    comparison.direction = Direction::kOriginal;
    comparison.copied = 0.9;
    comparison.swapped = 0.25;
    comparison.evidence_nats = 120;
    comparison.original_words = 40;
    comparison.suspect_words = 44;
    comparison.passages = {{{0, size_of(original)}, {0, size_of(suspect)}, 120, false}};
    comparison.words_of_original = words_of(original);
    comparison.words_of_suspect = words_of(suspect);
  }

  // The bytes of words that stand once in a text.
  static ByteSpan span_of(std::string_view text, std::string_view words) {
    const auto at = static_cast<std::uint32_t>(text.find(words));
    return {at, at + static_cast<std::uint32_t>(words.size())};
  }

 private:
  static std::uint32_t size_of(const std::string& text) {
    return static_cast<std::uint32_t>(text.size());
  }

  static ByteSpan append(std::string& text, const std::string& words) {
    if (words.empty()) return {size_of(text), size_of(text)};
    const bool spaced = words.front() == ' ' || words.front() == '\n';
    if (!text.empty() && !spaced) text += ' ';
    text += words;
    const auto inside = static_cast<std::uint32_t>(words.find_first_not_of(" \n"));
    return {size_of(text) - size_of(words) + inside, size_of(text)};
  }
};

}  // namespace despin::view
