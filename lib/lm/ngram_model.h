// lib/lm/ngram_model.h
// A pruned, quantised back-off n-gram model, queried in place in mapped memory.
//
//   auto model = lm::NgramModel::view(section_bytes);
//   lm::State state = model->begin_state(), next;
//   float ln_p = model->score(state, word, next);
//
// Units    Natural logarithms.
// Shapes   State holds up to order()-1 words, the most recent first; fixed size,
//          trivially copyable. `out` must not alias `in`.
// Threads  Immutable.
// Errors   view() alone can fail; score() stays in bounds on any bytes.
// Memory   Views mapped bytes. Each order is a static function (a Bloomier filter
//          laid out as a binary fuse filter: Chazelle et al. 2004; Graf and Lemire
//          2022) from n-gram hash to fingerprint and quantised values.
// Method   Interpolated modified Kneser-Ney (Chen and Goodman 1998, sec. 3),
//          entropy pruning (Stolcke 1998); trained by models/build.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "despin/result.h"
#include "lib/base/word_id.h"

namespace despin::lm {

inline constexpr int kMaxOrder = 5;

struct State {
  WordId words[kMaxOrder - 1];
  float backoff[kMaxOrder - 1];  // of the context of i+1 words
  std::uint8_t length = 0;       // words that matter for what follows
};

class NgramModel {
 public:
  NgramModel() = default;
  // Errors: kBadModel.
  static Result<NgramModel> view(std::span<const std::byte> section);

  State begin_state() const noexcept;  // after <s>
  State empty_state() const noexcept;  // no context at all

  // ln P(word | in); `out` becomes the state after `word`.
  float score(const State& in, WordId word, State& out) const noexcept;

  // ln P(word) with no context.
  float unigram(WordId word) const noexcept;

  int order() const noexcept;
  std::uint64_t ngrams(int order) const noexcept;
};

}  // namespace despin::lm
