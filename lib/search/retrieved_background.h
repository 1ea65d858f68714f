// lib/search/retrieved_background.h
// How common the wording of a suspect is among the documents most like it.
//
//   RetrievedBackground background;                              // reusable
//   background.clear();
//   background.set_suspect(suspect_words);              // whenever keys change
//   background.add_candidate(candidate_words);          // every candidate, in those keys
//   background.cap_nats(alignment, 3, share, caps);     // candidate 3 was aligned
//
// Recipes, minutes and product pages share phrases that a language model has not read;
// the candidates of a search are the very texts that would. A word that follows the one
// before it in n of them is worth no more than ln((all + 1) / n). Candidates that have
// most of what the aligned one has are copies as well, and tell nothing.
//
// Units    Nats; positions are words of the suspect.
// Threads  One user at a time.
// Method   A cache of the documents retrieved as the null's language model, in the
//          manner of k-nearest-neighbor models (Khandelwal et al. 2020, sec. 2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/align.h"
#include "lib/align/words.h"

namespace despin::search {

class RetrievedBackground {
 public:
  void clear() { has_.clear(); }
  void set_suspect(std::span<const align::Word> suspect);
  void add_candidate(std::span<const align::Word> candidate);

  // The most that each word of the suspect counts for in `alignment`, that of the
  // candidate added as number `aligned`. Candidates that share more than `max_share` of what that
  // one shares with the suspect are copies as well. Replaces what `out` held.
  void cap_nats(const align::Alignment& alignment, std::size_t aligned, double max_share,
                std::vector<float>& out) const;

 private:
  using Bits = std::vector<std::uint64_t>;

  // Pairs of neighboring words: hash, and the place of the second.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs_;
  std::size_t words_ = 0;
  std::vector<Bits> has_;  // of each candidate, whether it has the pair that ends there
};

}  // namespace despin::search
