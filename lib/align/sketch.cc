#include "lib/align/sketch.h"

#include "lib/align/costs.h"

namespace despin::align {

double sketch_nats(std::span<const Word> original, std::span<const Word> suspect,
                   const Parameters& parameters, AlignScratch& scratch, base::Budget* budget) {
  scratch.original_owner.assign(original.size(), 0);
  scratch.suspect_owner.assign(suspect.size(), 0);
  const UsedWords taken{scratch.original_owner, scratch.suspect_owner};
  find_anchors(original, suspect, taken, parameters, scratch.seeds, scratch.anchors, budget);
  if (base::ended(budget)) return 0;
  chain_anchors(scratch.anchors, suspect, taken, parameters, scratch.chains, scratch.blocks,
                budget);
  if (base::ended(budget)) return 0;
  double nats = 0;
  for (const ChainBlock& block : scratch.blocks) {
    for (const Word& word : suspect.subspan(block.suspect, block.size)) {
      nats += static_cast<double>(keep_nats(word, parameters.all_words, parameters.costs));
    }
  }
  return nats;
}

}  // namespace despin::align
