#include "lib/lm/ngram_model.h"

#include <algorithm>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/lm/ngram_format.h"

namespace despin::lm {
namespace {

using base::load_le;

// Entry `code` of a codebook is a finite number of nats, which keeps every score
// finite on any bytes.
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
  const Error bad{ErrorCode::kBadModel,
                  "a language model whose parts do not fit its size; expected an undamaged "
                  "model file; fetch or build it again"};
  if (section.size() < kNgramHeaderBytes) return bad;
  NgramModel model;
  model.order_ = load_le<std::uint8_t>(section.data());
  model.words_ = load_le<std::uint32_t>(section.data() + 4);
  const auto unigrams = load_le<std::uint64_t>(section.data() + 8);
  if (model.order_ < 1 || model.order_ > kMaxOrder || model.words_ < kFirstPlainWord) return bad;
  if (!base::in_range(unigrams, std::uint64_t{model.words_} * kUnigramBytes, section.size())) {
    return bad;
  }
  model.unigrams_ = section.data() + unigrams;
  for (int order = 2; order <= model.order_; ++order) {
    if (!model.parse_level(section, order)) return bad;
  }
  return model;
}

bool NgramModel::parse_level(std::span<const std::byte> section, int order) {
  const std::size_t at = kNgramHeaderBytes + static_cast<std::size_t>(order - 2) * kLevelBytes;
  if (!base::in_range(at, kLevelBytes, section.size())) return false;
  const std::byte* record = section.data() + at;
  Level& level = levels_[order - 2];
  level.ngrams = load_le<std::uint64_t>(record);
  const auto cells = load_le<std::uint64_t>(record + 16);
  const auto codebooks = load_le<std::uint64_t>(record + 24);
  const std::uint32_t fingerprint_bits = load_le<std::uint8_t>(record + 33);
  const std::uint32_t prob_bits = load_le<std::uint8_t>(record + 34);
  const std::uint32_t backoff_bits = load_le<std::uint8_t>(record + 35);
  if (fingerprint_bits > kMaxFingerprintBits || prob_bits < 1 || prob_bits > kMaxCodeBits ||
      backoff_bits > kMaxCodeBits) {
    return false;
  }
  FunctionShape shape;
  shape.seed = load_le<std::uint64_t>(record + 8);
  shape.segment_bits = load_le<std::uint8_t>(record + 32);
  shape.segment_count = load_le<std::uint32_t>(record + 36);
  shape.width = fingerprint_bits + prob_bits + backoff_bits;
  if (!shape.valid() || !base::in_range(cells, shape.bytes(), section.size())) return false;
  const std::uint64_t entries = (1ULL << prob_bits) + (1ULL << backoff_bits);
  if (!base::in_range(codebooks, 4 * entries, section.size())) return false;

  level.function = StaticFunction::view(shape, section.subspan(cells));
  level.log_probs = section.data() + codebooks;
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

State NgramModel::state_of(WordId word) const noexcept {
  State state{};
  if (order_ < 2) return state;
  const auto code =
      load_le<std::int16_t>(unigrams_ + kUnigramBytes * std::size_t{word} + sizeof(std::int16_t));
  state.words[0] = word;
  if (code != kNoExtensionCode) {
    state.backoff[0] = unigram_nats(code);
    state.length = 1;
  }
  return state;
}

State NgramModel::begin_state() const noexcept { return state_of(kSentenceBeginWord); }

State NgramModel::empty_state() const noexcept { return State{}; }

float NgramModel::score(const State& in, WordId word, State& out) const noexcept {
  if (word >= words_) word = kUnknownWord;
  if (words_ == 0) {
    out = State{};
    return 0;
  }
  const int context = std::min<int>(in.length, order_ - 1);
  std::uint64_t hash = base::start_hash(word);
  StaticFunction::Place place;
  StaticFunction::Place longer;
  // Asks for the cells of the n-gram one word longer than before.
  const auto look_ahead = [&](int i) {
    hash = base::extend_hash(hash, in.words[i]);
    longer = levels_[i].function.locate(hash);
    levels_[i].function.prefetch(longer);
  };
  if (context > 0) look_ahead(0);

  float log_prob = unigram(word);
  out = state_of(word);
  int matched = 0;  // words of context in the longest n-gram found
  for (; matched < context; ++matched) {
    const Level& level = levels_[matched];
    place = longer;
    // One order ahead: many questions end before the highest, and asking for
    // every order at once measured a seventh slower.
    if (matched + 1 < context) look_ahead(matched + 1);
    const std::uint64_t value = level.function.value(place);
    const std::uint64_t differs = value ^ StaticFunction::fingerprint(place);
    if ((differs & level.fingerprint_mask) != 0) break;
    log_prob =
        load_le<float>(level.log_probs + 4 * ((value >> level.prob_shift) & level.prob_mask));
    const std::uint64_t backoff = (value >> level.backoff_shift) & level.backoff_mask;
    // Contexts are closed under suffix: where a shorter one ends, so do longer ones.
    if (backoff != 0 && out.length == matched + 1 && matched + 2 < order_) {
      out.words[matched + 1] = in.words[matched];
      out.backoff[matched + 1] = load_le<float>(level.backoffs + 4 * backoff);
      out.length = static_cast<std::uint8_t>(matched + 2);
    }
  }
  for (int i = matched; i < context; ++i) log_prob += in.backoff[i];
  return log_prob;
}

}  // namespace despin::lm
