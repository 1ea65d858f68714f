// lib/detect/passages.h
// Where a text is spun: the stretches of whole sentences that hold most evidence for swaps a word.
//
//   auto sentences = detect::sentence_evidence(tokens, decoding, spans, parameters);
//   double density = detect::densest(sentences, parameters.passage_prior_words);
//   auto passages = detect::passages_above(sentences, least, parameters.passage_prior_words);
//
// Units    Density in nats a word. Sentences and passages are [begin, end) indices of tokens.
// Threads  Stateless.
// Cost     O(words + spans log spans); densest() a handful of passes over the sentences.
// Method   A scan statistic (Kulldorff 1997, sec. 3) over all stretches of sentences at once:
//          nats / (words + prior words), so that short stretches, of which a page has many, need
//          more evidence a word than long ones. The best stretch by fractional programming
//          (Dinkelbach 1967); all that reach a density by the maximal scoring subsequences of nats
//          less density times words (Ruzzo and Tompa 1999). README.md derives it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/decode/decoder.h"
#include "lib/detect/distinct_swaps.h"
#include "lib/detect/parameters.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// A sentence, or a part of a long one.
struct SentenceEvidence {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t words = 0;  // word tokens outside code
  double nats = 0;  // of the spans that begin here; a form near an earlier one adds its excess
};

struct Passage {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t words = 0;
  double nats = 0;

  double density(double prior_words) const { return nats / (words + prior_words); }
};

// REQUIRES: decoding is of the tokens, spans of the decoding.
std::vector<SentenceEvidence> sentence_evidence(const text::Tokens& tokens,
                                                const decode::Decoding& decoding,
                                                const SpansByForm& spans,
                                                const DetectParameters& parameters);

// The highest density of a stretch; 0 without sentences. REQUIRES: prior_words > 0.
double densest(std::span<const SentenceEvidence> sentences, double prior_words);

// The disjoint stretches of at least that density, by place. There is one if and only if
// densest() reaches it. REQUIRES: least > 0.
std::vector<Passage> passages_above(std::span<const SentenceEvidence> sentences, double least,
                                    double prior_words);

}  // namespace despin::detect
