// lib/detect/features.h
// What a document score is made of: a few numbers per text, each a mean or
// ln(1 + 100 * rate per word), so that texts of any length compare.
//
// Method  Evidence for swapping is set against the words no spinner touches:
//         where those surprise the language model too, the text is unfamiliar,
//         not spun (kControlLnP beside kSwappableLnP). DESIGN: "relative
//         evidence"; ablation in models/cards/en.md.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/decode/decoder.h"
#include "lib/detect/artifacts.h"
#include "lib/detect/parameters.h"
#include "lib/detect/passages.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// Numbers are places in section SCOR: new ones come last.
enum Feature : std::uint8_t {
  kEvidence,          // log-likelihood ratio per word, best rate
  kSwapRate,          // that rate
  kExpectedSwaps,     // posterior mass per swappable word
  kFirmSwaps,         // spans of evidence over 3 nats, per swappable word
  kStrongSwaps,       // spans of evidence over 6 nats, per swappable word
  kPhraseSwaps,       // posterior mass of spans of several words, per swappable word
  kSwappableLnP,      // mean ln P of words a spinner might have written
  kControlLnP,        // mean ln P of the words no spinner touches
  kUnknown,           // share of words outside the vocabulary
  kArtifacts,         // mechanical traces (lib/detect/artifacts.h) per word
  kDistinctSwaps,     // posterior mass of different written forms, per word
  kDistinctEvidence,  // their evidence, per word
  kPassageEvidence,   // of the densest stretch of sentences, per word (passages.h)
  kFeatureCount
};

using Features = std::array<double, kFeatureCount>;

std::span<const std::string_view> feature_names();

struct DocumentFacts {
  Features features{};
  std::uint32_t words = 0;        // word tokens outside code
  std::uint32_t known_words = 0;  // of those, in the vocabulary
  bool other_language = false;    // told: too little of it is English
  std::vector<SentenceEvidence> sentences;
};

// kPassageEvidence of a density, and back.
double to_passage_feature(double density, const DetectParameters& parameters);
double to_density(double passage_feature, const DetectParameters& parameters);

// REQUIRES: decoding is of symbols, symbols of tokens, traces in them.
DocumentFacts extract_features(const text::Tokens& tokens,
                               std::span<const decode::InputWord> input_words,
                               const decode::Decoding& decoding, std::size_t artifacts,
                               const DetectParameters& parameters = {});

}  // namespace despin::detect
