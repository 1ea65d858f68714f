// lib/decode/gazetteer.h
// Known terms that a phrase may be a broken form of.
//
//   for (const Recalled& r : match_gazetteer(written.size(), arcs, terms, {}))
//   use(terms.at(r.term), r.nats);
//
// What may stand for what is never listed whole: spinners use thesauri that nobody has.
// But "bastion vector" and "sachet dropouts" each hold a word of a term that other
// spinners have broken, and that is often enough to know it by.
//
// Units    Nats, on the scale of the arcs'; no language model.
// Cost     O(terms * words * arcs that fit): about a millisecond for 3,000 terms.
// Method   Weighted edit distance (Wagner and Fischer 1974), in which an arc may join
//          several words to several.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/channel/channel.h"
#include "lib/channel/known_phrases.h"

namespace despin::decode {

// Part of a phrase, [begin, end), and what it may have stood for: itself, something else,
// or nothing.
struct PhraseArc {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  channel::Meant meant;
  double nats = 0;
};

// What is worth how much where no arc fits. Searched over the readings of both halves of
// 4,076 pairs, terms and channel of the other half: among five +.016 of all, first +-.002.
struct GazetteerOptions {
  double unlisted_nats = -12;  // a word written for one of the term
  // A word written for none: "speech word acknowledgement". The restorer offers that in
  // any phrase of three words or more.
  double added_nats = -9;
  double left_out_nats = -10;  // a word of the term for which none was written
};

struct GazetteerMatch {
  std::size_t phrase = 0;
  double nats = 0;
};

// The terms to which an arc that means something fits somewhere, in their order, each with its best
// alignment to a phrase of `written` words.
std::vector<GazetteerMatch> match_gazetteer(std::size_t written, std::span<const PhraseArc> arcs,
                                            const channel::KnownPhrases& known_phrases,
                                            const GazetteerOptions& options);

}  // namespace despin::decode
