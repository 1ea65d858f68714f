// lib/detect/parameters.h
// Fitted and tuned numbers of detection, each with what chose it: section DETC. They are parts of
// what features mean, so they change with the weights in SCOR and TAGR alone.
//
//   auto detect = format::parameters_of<detect::DetectParameters>(file);
//
// Initial values are those of models without the section and never change
// (lib/format/parameters.h).
#pragma once

#include <cstdint>

#include "lib/format/parameters.h"

namespace despin::detect {

struct DetectParameters {
  // Features of a document (features.h). Bounds of firm and strong spans: set by hand, weighed
  // with the rest (models/cards/notes/2026-11-30-detect-features.md).
  float firm_nats = 3;
  float strong_nats = 6;
  float ln_p_floor = -16;  // of a word: one unseen name must not outweigh a sentence; by hand
  // x of ln(1 + x rate); by hand.
  double rate_scale = 100;
  std::uint32_t near_words = 128;  // about the length of the pages it was measured on
  // A standardized feature beyond this says no more: one odd text must not run away. By hand.
  double max_deviation = 12;
  // Features of a span (tagger.h), by hand, weighed with the rest
  // (models/cards/notes/2026-11-30-detect-spans.md).
  std::uint32_t neighbor_reach = 4;  // words that count as neighbors
  double surest = 1e-4;              // posteriors nearer to 0 or 1 say no more
  // ln((swapped + 1) / (words + 20)): 5 % of no words.
  double rate_prior_swaps = 1;
  double rate_prior_words = 20;
  // A phrase shown as a family's own is more likely swapped than not.
  float telling_posterior = 0.5F;
  // Bonus per word: of phrases with similar evidence the longer is shown. By hand.
  double telling_nats_per_word = 0.25;
  // A lemma below this ln share is too rare to know which forms it has (artifacts.h). By hand.
  float familiar_ln_share = -12.5F;
  // Words in quotation marks that are mentioned, not said (exempt_words.h). By hand.
  std::uint32_t mention_words = 6;
  // When words are judged although marked as code, table or mention (exempt_words.h): at least so
  // many of them, and either this share of all words and prose by themselves, or that share of a
  // text that is prose. Articles about tortured phrases mention a quarter of their words at most.
  std::uint32_t exempt_words = 12;
  double exempt_prose_share = 0.1;
  double exempt_share = 0.4;
  double mention_share = 0.35;  // of mentions that are prose by themselves
  // Of function words: spun texts have .35 and more (5th percentile), blocks of code .12, rows of
  // tables .07, code in a line .01 (medians).
  double prose_share = 0.3;
  std::uint32_t exempt_stretch = 512;  // tokens that are looked at together
  // Passages (passages.h). What a span speaks for: its evidence above min_nats, at most max_nats,
  // and phrase_nats more for phrase_words and more. Of ten such forms the one that found most spun
  // passages of 200 words in pages of 2,000, at one genuine page in 1,000
  // (models/cards/notes/2026-12-01-detect-passages.md).
  double passage_min_nats = 1;
  double passage_max_nats = 12;
  double passage_phrase_nats = 2;
  std::uint32_t passage_phrase_words = 3;
  // Words without evidence that each stretch is thought to have besides its own: with 100 genuine
  // texts of 50 to 800 words have about the same threshold.
  double passage_prior_words = 100;

  static const format::ParameterTable<DetectParameters>& table();
};

}  // namespace despin::detect
