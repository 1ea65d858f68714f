// lib/detect/reading.h
// A text, read: tokens, word ids, and what the decoder holds likely. Made once, asked by
// check, search and scan.
//
//   detect::Reading reading;                            // reusable
//   auto ok = detect::read(text, model, scratch, reading);
//   reading.ngrams    // what a search asks of (NgramWindows)
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
  decode::Decoding ngrams;               // by n-grams alone; empty unless keeps_ngrams()
  decode::NetworkPass network;           // where the evidence called for it

  // By all that was asked. Not a copy where the network was not.
  const decode::Decoding& swaps() const { return network.ran ? network.decoding : ngrams; }

  // Whether `ngrams` was kept beside what the network made of it: two decodings of a long text
  // would take more than 32 bytes a byte.
  bool keeps_ngrams() const { return !network.ran || ngrams.words.size() == words.size(); }

  void clear();
};

// Words up to which both passes are kept.
inline constexpr std::size_t kMaxKeptWords = 8 * decode::kBlock;

// How much of a text is read.
struct ReadLimits {
  std::uint32_t max_words = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t max_memory = 0;  // as Limits::max_memory
  base::Budget* budget = nullptr;
  // kLast where nobody will search: kLast it is all the same beyond kMaxKeptWords.
  decode::KeptPasses kept = decode::KeptPasses::kBoth;
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

// The tokens [begin, end) of a reading as a text of its own, whose rate of swaps is not that of
// what stands around it. Offsets stay those of the whole text, which it views. Nobody will search
// for it: of both passes the one that stands is kept.
Result<void> read_part(const Reading& whole, std::uint32_t begin, std::uint32_t end,
                       const Model& model, decode::DecodeScratch& scratch, Reading& out,
                       base::Budget* budget = nullptr);

// What a search needs: as read(), without the network, which costs ten times as much.
Result<void> read_ngrams(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                         Reading& out, const ReadLimits& limits = {});

// What a reading says by n-grams alone, window by window: what was not kept is decoded again,
// which gives the same.
class NgramWindows {
 public:
  struct Window {
    const decode::Decoding& decoding;
    std::uint32_t begin;  // token that its first word is; its spans count from there
  };

  // All outlive it; `scratch` and `buffer` are buffers.
  NgramWindows(const Reading& reading, const Model& model, decode::DecodeScratch& scratch,
               decode::Decoding& buffer);

  // Of at least the tokens [first, last), of no use where the budget ends, until the next call.
  Window of(std::uint32_t first, std::uint32_t last, base::Budget* budget = nullptr);

 private:
  const Reading& reading_;
  decode::Decoder decoder_;
  decode::DecodeScratch& scratch_;
  decode::Decoding& buffer_;
  std::size_t begin_ = 0;  // of what `buffer_` holds
  std::size_t end_ = 0;
};

}  // namespace despin::detect
