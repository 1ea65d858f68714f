// lib/align/links.h
// Swaps that the dictionary knows, and inflections, wherever they fit into a band.
//
// Order    By the cell they end in: row, then column.
// Cost     Entries of the forms that begin near a gap, against the words of the band.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/band.h"
#include "lib/align/words.h"

namespace despin::align {

enum class LinkKind : std::uint8_t {
  kListed,     // the suspect has what spinners write for the original's words
  kReversed,   // the other way round
  kInflected,  // another form of the same word
};

// original [original_end - original_size, original_end), and so in the suspect.
struct Link {
  std::uint32_t suspect_end = 0;
  std::uint32_t original_end = 0;
  float nats = 0;
  std::uint8_t suspect_size = 0;
  std::uint8_t original_size = 0;
  LinkKind kind = LinkKind::kListed;
};

struct LinkScratch {
  std::vector<std::uint8_t> original_kept;  // words in blocks, from the band's first column
  std::vector<std::uint8_t> suspect_kept;   // from its first row
  std::vector<std::uint8_t> original_explained;
  std::vector<WordId> first_meant;
};

// Replaces what `out` held; it is of no use where the budget ends.
void find_links(std::span<const Word> original, std::span<const Word> suspect,
                std::span<const ChainBlock> blocks, const Band& band, const Dictionary& dictionary,
                LinkScratch& scratch, std::vector<Link>& out, base::Budget* budget = nullptr);

}  // namespace despin::align
