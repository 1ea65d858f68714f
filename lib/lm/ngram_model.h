// lib/lm/ngram_model.h - a pruned, quantized back-off n-gram model, queried in mapped memory.
//
//   auto model = lm::NgramModel::view(section_bytes);
//   lm::State state = model->begin_state(), next;
//   float ln_p = model->score(state, word, next);
//
// If one word is scored in many contexts that share their most recent words, look_up() reuses the
// match of one context for the next, with the same bits as score():
//
//   const Match& in_a = model->look_up(a, word, nullptr, 0, buffer_a);
//   const Match& in_b = model->look_up(b, word, &in_a, 2, buffer_b);  // share two words
//   float ln_p = ln_prob(b, in_b);
//
// Units    Natural logarithms.
// Shapes   State holds up to order()-1 words, the most recent first; fixed size, trivially
//          copyable. `out` must not alias `in`.
// Threads  Immutable.
// Errors   Only view() can fail; score() stays in bounds on any bytes.
// Memory   Views mapped bytes. Each order is a static function (a Bloomier filter laid out as a
//          binary fuse filter: Chazelle et al. 2004; Graf and Lemire 2022) from n-gram hash to
//          fingerprint and quantized values.
// Method   Interpolated modified Kneser-Ney (Chen and Goodman 1998, sec. 3), entropy pruning
//          (Stolcke 1998); trained by models/build.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "despin/result.h"
#include "lib/base/word_id.h"
#include "lib/lm/static_function.h"

namespace despin::format {
class SectionReader;
}

namespace despin::lm {

inline constexpr int kMaxOrder = 5;

struct State {
  WordId words[kMaxOrder - 1];
  float backoff[kMaxOrder - 1];  // of the context of i+1 words
  std::uint8_t length = 0;       // words that affect the scores of later words
};

// The result of look_up() for a word in a context.
struct Match {
  float ln_p[kMaxOrder];         // [n]: of the n-gram with n words of context
  float backoff[kMaxOrder - 1];  // [n]: of that n-gram as a context
  std::uint8_t length = 0;       // words of context in the longest n-gram that was found
  std::uint8_t extends = 0;      // number of words in the state after it
};

// ln P(word | in), from the match that look_up() returned for them.
inline float ln_prob(const State& in, const Match& match) noexcept {
  float ln_p = match.ln_p[match.length];
  for (int i = match.length; i < in.length; ++i) ln_p += in.backoff[i];
  return ln_p;
}

class NgramModel {
 public:
  NgramModel() = default;
  // Errors: kBadModel.
  static Result<NgramModel> view(std::span<const std::byte> section);

  State begin_state() const noexcept;  // after <s>
  State empty_state() const noexcept;  // no context at all

  // ln P(word | in); `out` becomes the state after `word`.
  float score(const State& in, WordId word, State& out) const noexcept;

  // ln P(words) without context before the first.
  double score_sequence(std::span<const WordId> words) const noexcept;

  // As score(), in two parts. `like` is the match of the same word in a context whose `shared` most
  // recent words are also those of `in`; only longer n-grams are then looked up. Returns `like` if
  // there are none, otherwise `buffer`, filled.
  const Match& look_up(const State& in, WordId word, const Match* like, int shared,
                       Match& buffer) const noexcept;
  // Prefetches the first cells that look_up() reads.
  void prefetch(const State& in, WordId word) const noexcept;
  State next_state(const State& in, WordId word, const Match& match) const noexcept {
    State out{};
    out.words[0] = word < words_ ? word : kUnknownWord;
    for (int i = 1; i < match.extends; ++i) out.words[i] = in.words[i - 1];
    for (int i = 0; i < match.extends; ++i) out.backoff[i] = match.backoff[i];
    out.length = match.extends;
    return out;
  }

  // ln P(word) without context.
  float unigram(WordId word) const noexcept;

  int order() const noexcept { return order_; }
  std::uint32_t words() const noexcept { return words_; }
  // Number of n-grams of this order; 0 above order().
  std::uint64_t ngrams(int order) const noexcept;

 private:
  // One order, from 2 on. A cell holds fingerprint, probability code and backoff code, from bit 0
  // up; backoff code 0 means that no longer n-gram begins with this one.
  struct Level {
    StaticFunction function;
    std::uint64_t ngrams = 0;
    const std::byte* log_probs = nullptr;  // codebooks, floats
    const std::byte* backoffs = nullptr;
    std::uint32_t fingerprint_mask = 0;
    std::uint32_t prob_mask = 0;
    std::uint32_t backoff_mask = 0;
    std::uint32_t prob_shift = 0;
    std::uint32_t backoff_shift = 0;
  };

  State state_of(WordId word) const noexcept;
  template <class Take>
  int match_longer(const State& in, std::uint64_t hash, int found, const Take& take) const noexcept;
  void look_up_unigram(WordId word, Match& match) const noexcept;
  bool parse_level(format::SectionReader& in, int order);

  int order_ = 0;
  std::uint32_t words_ = 0;
  const std::byte* unigrams_ = nullptr;
  Level levels_[kMaxOrder - 1];
};

}  // namespace despin::lm
