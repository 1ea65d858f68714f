#include "lib/lm/ngram_model.h"

#include <algorithm>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/format/section_reader.h"
#include "lib/lm/ngram_format.h"

namespace despin::lm {
namespace {

using base::load_le;

// Whether entry `code` of a codebook is a finite number of nats, which keeps every score finite on
// any bytes.
bool plausible(const std::byte* codebook, std::uint64_t entries) {
  for (std::uint64_t i = 0; i < entries; ++i) {
    const float nats = load_le<float>(codebook + 4 * i);
    if (!(std::abs(nats) <= kMaxNats)) return false;
  }
  return true;
}

float unigram_nats(std::int16_t code) { return static_cast<float>(code) / kUnigramCodesPerNat; }

}  // namespace

Result<NgramModel> NgramModel::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kNgramSection, section);
  NgramModel model;
  model.order_ = in.number<std::uint8_t>();
  in.skip(3);
  model.words_ = in.number<std::uint32_t>();
  const auto unigrams = in.number<std::uint64_t>();
  if (!in.ok()) return in.bad("is shorter than its header");
  if (model.order_ < 1 || model.order_ > kMaxOrder || model.words_ < kFirstPlainWord) {
    return in.bad("has an order or a number of words that cannot be");
  }
  model.unigrams_ = in.span_at(unigrams, model.words_, kUnigramBytes).data();
  if (!in.ok()) return in.bad("has unigrams that do not fit its size");
  for (int order = 2; order <= model.order_; ++order) {
    if (!model.parse_level(in, order)) return in.bad("has n-grams that do not fit its size");
  }
  return model;
}

bool NgramModel::parse_level(format::SectionReader& in, int order) {
  Level& level = levels_[order - 2];
  FunctionShape shape;
  level.ngrams = in.number<std::uint64_t>();
  shape.seed = in.number<std::uint64_t>();
  const auto cells = in.number<std::uint64_t>();
  const auto codebooks = in.number<std::uint64_t>();
  shape.segment_bits = in.number<std::uint8_t>();
  const std::uint32_t fingerprint_bits = in.number<std::uint8_t>();
  const std::uint32_t prob_bits = in.number<std::uint8_t>();
  const std::uint32_t backoff_bits = in.number<std::uint8_t>();
  shape.segment_count = in.number<std::uint32_t>();
  in.skip(8);
  if (!in.ok() || fingerprint_bits > kMaxFingerprintBits || prob_bits < 1 ||
      prob_bits > kMaxCodeBits || backoff_bits > kMaxCodeBits) {
    return false;
  }
  shape.width = fingerprint_bits + prob_bits + backoff_bits;
  if (!shape.valid()) return false;
  const std::uint64_t entries = (1ULL << prob_bits) + (1ULL << backoff_bits);
  const auto function = in.span_at(cells, shape.bytes());
  const auto books = in.span_at(codebooks, entries, 4);
  if (!in.ok()) return false;

  level.function = StaticFunction::view(shape, function);
  level.log_probs = books.data();
  level.backoffs = level.log_probs + (4ULL << prob_bits);
  level.fingerprint_mask = (1U << fingerprint_bits) - 1;
  level.prob_mask = (1U << prob_bits) - 1;
  level.backoff_mask = (1U << backoff_bits) - 1;
  level.prob_shift = fingerprint_bits;
  level.backoff_shift = fingerprint_bits + prob_bits;
  return plausible(level.log_probs, entries);
}

std::uint64_t NgramModel::ngrams(int order) const noexcept {
  if (order < 1 || order > order_) return 0;
  return order == 1 ? words_ : levels_[order - 2].ngrams;
}

float NgramModel::unigram(WordId word) const noexcept {
  if (words_ == 0) return 0;
  if (word >= words_) word = kUnknownWord;
  return unigram_nats(load_le<std::int16_t>(unigrams_ + kUnigramBytes * std::size_t{word}));
}

void NgramModel::look_up_unigram(WordId word, Match& match) const noexcept {
  const std::byte* codes = unigrams_ + kUnigramBytes * std::size_t{word};
  const auto backoff = load_le<std::int16_t>(codes + sizeof(std::int16_t));
  match.ln_p[0] = unigram_nats(load_le<std::int16_t>(codes));
  match.backoff[0] = unigram_nats(backoff);
  match.length = 0;
  match.extends = order_ > 1 && backoff != kNoExtensionCode ? 1 : 0;
}

State NgramModel::state_of(WordId word) const noexcept {
  Match match;
  look_up_unigram(word, match);
  return next_state(State{}, word, match);
}

State NgramModel::begin_state() const noexcept {
  return words_ == 0 ? State{} : state_of(kSentenceBeginWord);
}

State NgramModel::empty_state() const noexcept { return State{}; }

void NgramModel::prefetch(const State& in, WordId word) const noexcept {
  if (word >= words_ || in.length == 0 || order_ < 2) return;
  const StaticFunction& pairs = levels_[0].function;
  pairs.prefetch(pairs.locate(base::extend_hash(base::start_hash(word), in.words[0])));
}

// Looks up the n-grams of `word` with more than `found` words of context, whose hash is `hash`,
// until one is missing; calls take(words of context, ln P, backoff code) for each. Returns the
// words of context in the last one found.
template <class Take>
int NgramModel::match_longer(const State& in, std::uint64_t hash, int found,
                             const Take& take) const noexcept {
  const int context = std::min<int>(in.length, order_ - 1);
  if (found >= context) return found;
  StaticFunction::Place longer;
  // Prefetches the cells of the n-gram that is one word longer.
  const auto look_ahead = [&](int i) {
    hash = base::extend_hash(hash, in.words[i]);
    longer = levels_[i].function.locate(hash);
    levels_[i].function.prefetch(longer);
  };
  look_ahead(found);
  for (; found < context; ++found) {
    const Level& level = levels_[found];
    const StaticFunction::Place place = longer;
    // One order ahead: half of all lookups end before the highest order, and prefetching every
    // order at once was a fifth slower.
    if (found + 1 < context) look_ahead(found + 1);
    const std::uint64_t value = level.function.value(place);
    const std::uint64_t differs = value ^ StaticFunction::fingerprint(place);
    if ((differs & level.fingerprint_mask) != 0) break;
    take(found + 1,
         load_le<float>(level.log_probs + 4 * ((value >> level.prob_shift) & level.prob_mask)),
         (value >> level.backoff_shift) & level.backoff_mask);
  }
  return found;
}

const Match& NgramModel::look_up(const State& in, WordId word, const Match* like, int shared,
                                 Match& buffer) const noexcept {
  if (word >= words_) word = kUnknownWord;
  if (words_ == 0) return buffer = Match{};
  int found = 0;
  if (like == nullptr) {
    look_up_unigram(word, buffer);
  } else {
    // The lookup that ended `like` ends this one as well.
    if (like->length < shared) return *like;
    found = shared;
    buffer = *like;
    buffer.extends = std::min<std::uint8_t>(buffer.extends, static_cast<std::uint8_t>(found + 1));
  }
  std::uint64_t hash = base::start_hash(word);
  for (int i = 0; i < found; ++i) hash = base::extend_hash(hash, in.words[i]);
  found = match_longer(in, hash, found, [&](int n, float ln_p, std::uint64_t backoff) {
    buffer.ln_p[n] = ln_p;
    // Contexts are closed under suffixes: where a shorter one ends, so do longer ones.
    if (backoff != 0 && buffer.extends == n && n + 1 < order_) {
      buffer.backoff[n] = load_le<float>(levels_[n - 1].backoffs + 4 * backoff);
      buffer.extends = static_cast<std::uint8_t>(n + 1);
    }
  });
  buffer.length = static_cast<std::uint8_t>(found);
  return buffer;
}

// Combines look_up(), next_state() and ln_prob(): a sixth faster than separate calls.
double NgramModel::score_sequence(std::span<const WordId> words) const noexcept {
  State state = empty_state();
  State next;
  double sum = 0;
  for (const WordId word : words) {
    sum += static_cast<double>(score(state, word, next));
    state = next;
  }
  return sum;
}

float NgramModel::score(const State& in, WordId word, State& out) const noexcept {
  if (word >= words_) word = kUnknownWord;
  if (words_ == 0) {
    out = State{};
    return 0;
  }
  float ln_p = unigram(word);
  out = state_of(word);
  const int found = match_longer(
      in, base::start_hash(word), 0, [&](int n, float longer_ln_p, std::uint64_t backoff) {
        ln_p = longer_ln_p;
        if (backoff != 0 && out.length == n && n + 1 < order_) {
          out.words[n] = in.words[n - 1];
          out.backoff[n] = load_le<float>(levels_[n - 1].backoffs + 4 * backoff);
          out.length = static_cast<std::uint8_t>(n + 1);
        }
      });
  for (int i = found; i < in.length; ++i) ln_p += in.backoff[i];
  return ln_p;
}

}  // namespace despin::lm
