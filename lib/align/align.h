// lib/align/align.h
// Which words of a suspect stand for which words of an original.
//
//   align::AlignScratch scratch;                     // one per thread
//   align::Alignment alignment;                 // reusable
//   align::align(original, suspect, {&channel, &vocabulary}, scratch, alignment);
//   for (const align::AlignedPassage& p : alignment.passages) use(p.suspect, p.nats);
//
// Units    Ranges are indices of words. Evidence in nats: ln of how much more likely the
//          suspect's words are as a copy than as their own author's (Word::ln_p).
// Threads  Stateless; a Scratch serves one call at a time.
// Memory   Linear in the texts but for gaps of at most kMaxGap words, which are squares;
//          matrices hold no more than kMaxRows rows at a time.
// Method   README.md beside this file.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "despin/comparison.h"
#include "lib/align/path.h"
#include "lib/align/words.h"

namespace despin::align {

// A kept word, or a phrase and its substitute.
struct WordPair {
  WordRange original;
  WordRange suspect;
  float nats = 0;
  Edit edit = Edit::kKept;  // or kMoved, kSwapped, kInflected
  bool listed = false;      // the channel has original -> suspect
  bool reversed = false;    // or only suspect -> original
};

struct AlignedPassage {
  WordRange original;
  WordRange suspect;
  double nats = 0;
  std::uint32_t first_pair = 0;  // [first, last) of Alignment::pairs
  std::uint32_t last_pair = 0;
  bool moved = false;  // out of the original's order
};

// Passages by suspect, disjoint on both sides; pairs rise inside a passage.
struct Alignment {
  std::vector<WordPair> pairs;
  std::vector<AlignedPassage> passages;

  void clear() {
    pairs.clear();
    passages.clear();
  }
};

struct AlignScratch {
  SeedScratch seeds;
  ChainScratch chains;
  LinkScratch linking;
  PathScratch paths;
  std::vector<Anchor> anchors;
  std::vector<ChainBlock> blocks;
  std::vector<ChainBlock> piece;  // of them, what one matrix holds
  Band band;
  std::vector<Link> links;
  std::vector<PathStep> steps;
  std::vector<WordPair> pairs;
  // The segment that has the word, from 1; 0: none.
  std::vector<std::uint32_t> original_owner;
  std::vector<std::uint32_t> suspect_owner;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> segments;  // blocks [first, last)
};

// Replaces what `out` held; it is of no use where the budget ends. REQUIRES: fewer than 2^29 words
// a side.
void align(std::span<const Word> original, std::span<const Word> suspect,
           const Dictionary& dictionary, AlignScratch& scratch, Alignment& out,
           base::Budget* budget = nullptr);

}  // namespace despin::align
