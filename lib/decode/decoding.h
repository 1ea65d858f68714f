// lib/decode/decoding.h - parts of decodings, put together.
//
//   const DecodingSize before(ngrams);
//   ...
//   append_part(ngrams, before, DecodingSize(ngrams), network.decoding);
//
// Why      A long text is decoded block by block, some twice: what stands is made of both passes.
// Threads  Stateless.
#pragma once

#include <cstddef>

#include "lib/decode/decoder.h"

namespace despin::decode {

// How much of a Decoding there is.
struct DecodingSize {
  explicit DecodingSize(const Decoding& decoding)
      : words(decoding.words.size()),
        spans(decoding.spans.size()),
        candidates(decoding.candidates.size()) {}
  DecodingSize() = default;

  std::size_t words = 0;
  std::size_t spans = 0;
  std::size_t candidates = 0;
};

// Appends the words and spans of `from` between two of its sizes.
void append_part(const Decoding& from, const DecodingSize& first, const DecodingSize& last,
                 Decoding& to);

// Makes room for the spans of `all` words if the rest is like the `done` of them: growth by
// doubling would hold up to thrice as much at once.
void reserve_ahead(std::size_t done, std::size_t all, Decoding& decoding);

}  // namespace despin::decode
