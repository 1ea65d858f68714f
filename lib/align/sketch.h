// lib/align/sketch.h
// How much a suspect seems to share with an original, at a glance: what anchors in
// chains are worth, with nothing aligned between them. Which of many originals are
// worth aligning.
//
//   double nats = align::sketch_nats(original, suspect, parameters, scratch);
//
// Words need only keys, and the suspect's their ln_p.
// Threads  Stateless; a Scratch serves one call at a time.
// Cost     O(n log n): a tenth of align().
#pragma once

#include <span>

#include "lib/align/align.h"

namespace despin::align {

// REQUIRES: fewer than 2^29 words a side.
double sketch_nats(std::span<const Word> original, std::span<const Word> suspect,
                   const Parameters& parameters, AlignScratch& scratch,
                   base::Budget* budget = nullptr);

}  // namespace despin::align
