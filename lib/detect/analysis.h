// lib/detect/analysis.h
// The stages in a row, from bytes to features: what detection and training share.
//
//   detect::Analysis a;                        // reusable, one per thread
//   auto ok = detect::analyse(text, vocabulary, decoder, a);
#pragma once

#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/decode/decoder.h"
#include "lib/detect/artifacts.h"
#include "lib/detect/features.h"
#include "lib/detect/input_words.h"
#include "lib/text/tokens.h"

namespace despin::detect {

struct Analysis {
  text::Tokens tokens;
  std::vector<decode::InputWord> input_words;
  decode::Decoding decoding;
  decode::DecodeScratch scratch;
  std::vector<Artifact> artifacts;
  DocumentFacts facts;
  // Buffers of rank_meanings().
  std::vector<decode::InputWord> restored;
  std::vector<decode::Candidate> ranked;
};

// Errors: as text::tokenize().
Result<void> analyse(std::string_view text, const format::Vocabulary& vocabulary,
                     const decode::Decoder& decoder, Analysis& out,
                     const DetectParameters& parameters = {});

}  // namespace despin::detect
