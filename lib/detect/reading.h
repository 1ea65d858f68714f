// lib/detect/reading.h
// A text, read: tokens, word ids, and what the decoder holds likely. Made once, asked by
// check, search and scan.
//
//   detect::Reading reading;                            // reusable
//   auto ok = detect::read(text, model, scratch, reading);
//   reading.ngrams    // what a search asks of
//   reading.swaps()   // what score, evidence and families are made of
//
// Threads  read() is stateless; a scratch serves one call at a time.
// Memory   Filled in place: once warm, a text no longer than one before allocates nothing. Views
//          the text, which must outlive it.
// Errors   As text::tokenize(), those of the budget, and kTooLarge (Limits::max_memory); the
// reading
//          is then that of an empty text.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/decode/decoder.h"
#include "lib/detect/exempt_words.h"
#include "lib/detect/model.h"
#include "lib/text/tokens.h"

namespace despin::detect {

struct Reading {
  std::string_view text;
  text::Tokens tokens;
  ExemptWords exempt;
  std::vector<decode::InputWord> words;  // one a token
  decode::Decoding ngrams;               // by n-grams alone
  decode::NetworkPass network;           // where the evidence called for it

  // By all that was asked. Not a copy where the network was not.
  const decode::Decoding& swaps() const { return network.ran ? network.decoding : ngrams; }

  void clear();
};

// How much of a text is read.
struct ReadLimits {
  std::uint32_t max_words = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t max_memory = 0;  // as Limits::max_memory
  base::Budget* budget = nullptr;
};

// Tokens and word ids alone. Replaces what `out` held, here and below.
Result<void> read_words(std::string_view text, const format::Vocabulary& vocabulary, Reading& out,
                        const DetectParameters& parameters = {}, const ReadLimits& limits = {});

// All of it, by a decoder with its network, if it has one.
Result<void> read(std::string_view text, const format::Vocabulary& vocabulary,
                  const decode::Decoder& decoder, decode::DecodeScratch& scratch, Reading& out,
                  const DetectParameters& parameters = {}, const ReadLimits& limits = {});
Result<void> read(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                  Reading& out, const ReadLimits& limits = {});

// What a search needs: as read(), without the network, which costs ten times as much.
Result<void> read_ngrams(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                         Reading& out, const ReadLimits& limits = {});

}  // namespace despin::detect
