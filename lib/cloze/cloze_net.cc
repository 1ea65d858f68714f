#include "lib/cloze/cloze_net.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/base/dot_rows.h"
#include "lib/base/hash.h"
#include "lib/cloze/lstm_cells.h"
#include "lib/format/section_reader.h"

namespace despin::cloze {
namespace {

using base::load_le;

// Columns of a layer: 128 * 32767 * 512 is the largest sum that fits 32 bits.
constexpr std::uint32_t kMaxColumns = 512;
constexpr std::uint32_t kGates = 4;
constexpr std::size_t kTogether = 4;       // places that share one pass over a layer
constexpr std::uint64_t kStepUnits = 100;  // of a Budget, for kTogether places
// No trained number is larger, and sums of smaller ones stay finite.
constexpr float kLargestNumber = 1e4F;
constexpr float kSmallest = 1e-30F;  // below this a whole layer counts as 0

// Rounds to 16 bits relative to the largest value; returns the unit.
float round_to_int16(std::span<const float> values, std::int16_t* out) noexcept {
  float largest = 0;
  for (const float v : values) largest = std::max(largest, std::abs(v));
  if (!(largest > kSmallest)) {
    std::fill_n(out, values.size(), std::int16_t{0});
    return 0;
  }
  const float per_unit = kStateOne / largest;
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = to_int16(values[i] * per_unit);
  return largest / kStateOne;
}

std::int16_t read_cell(std::byte byte) noexcept {
  return static_cast<std::int8_t>(std::to_integer<std::uint8_t>(byte));
}

// Tables of numbers that a network can have.
class TableReader {
 public:
  explicit TableReader(format::SectionReader& in) : in_(&in) {}

  // Numbers that stay where they are.
  const std::byte* take_floats(std::uint32_t n) {
    const std::span<const std::byte> cells = in_->span(n, 4);
    for (std::size_t at = 0; at < cells.size(); at += 4) {
      plausible_ = plausible_ && std::abs(load_le<float>(cells.data() + at)) <= kLargestNumber;
    }
    return cells.data();
  }
  std::vector<float> floats(std::uint32_t n) {
    std::vector<float> values;
    const std::byte* at = take_floats(n);
    if (!in_->ok()) return values;
    for (std::uint32_t i = 0; i < n; ++i) values.push_back(load_le<float>(at + 4ULL * i));
    return values;
  }
  base::AlignedVector<std::int16_t> cells(std::uint32_t rows, std::uint32_t columns) {
    const std::span<const std::byte> cells = in_->span(rows, columns);
    base::AlignedVector<std::int16_t> values(cells.size());
    std::transform(cells.begin(), cells.end(), values.begin(), read_cell);
    return values;
  }
  bool plausible() const { return plausible_; }

 private:
  format::SectionReader* in_;
  bool plausible_ = true;
};

}  // namespace

Result<ClozeNet> ClozeNet::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kClozeSection, section);
  ClozeNet net;
  net.words_ = in.number<std::uint32_t>();
  net.dimensions_ = in.number<std::uint32_t>();
  net.hidden_ = in.number<std::uint32_t>();
  const auto joint = in.number<std::uint32_t>();
  net.words_hash_ = in.number<std::uint64_t>();
  net.weights_.ngrams = in.number<float>();
  net.weights_.cloze = in.number<float>();
  net.weights_.discount = in.number<float>();
  net.weights_.rescore_nats_per_word = in.number<float>();
  net.weights_.window_words = in.number<std::uint32_t>();
  in.skip(4);
  if (!in.ok()) return in.bad("is shorter than its header");
  const auto fits = [](std::uint32_t n) { return n > 0 && n <= kMaxColumns; };
  if (net.words_ <= kFirstPlainWord || !fits(net.dimensions_) || !fits(2 * net.hidden_) ||
      net.hidden_ > kMaxColumns || !fits(joint)) {
    return in.bad("has layers of a size that cannot be");
  }
  const auto plausible = [](float weight) { return weight >= -100 && weight <= 100; };
  if (!plausible(net.weights_.ngrams) || !plausible(net.weights_.cloze) ||
      !plausible(net.weights_.discount) || !plausible(net.weights_.rescore_nats_per_word)) {
    return in.bad("has weights that cannot be");
  }
  TableReader tables(in);
  net.word_scales_ = tables.take_floats(net.words_);
  net.word_biases_ = tables.take_floats(net.words_);
  net.word_rows_ = in.span(net.words_, net.dimensions_).data();
  const auto layer = [&](std::uint32_t rows, std::uint32_t columns) {
    Layer l{rows, columns, {}, tables.floats(rows)};
    l.weights = tables.cells(rows, columns);
    return l;
  };
  for (LstmDirection& d : net.directions_) {
    d.input = layer(kGates * net.hidden_, net.dimensions_);
    d.recurrent = layer(kGates * net.hidden_, net.hidden_);
    d.bias = tables.floats(kGates * net.hidden_);
  }
  net.joint_ = layer(joint, 2 * net.hidden_);
  net.joint_bias_ = tables.floats(joint);
  net.out_ = layer(net.dimensions_, joint);
  net.out_bias_ = tables.floats(net.dimensions_);
  if (!in.at_end()) return in.bad("does not hold the tables its header announces");
  if (!tables.plausible()) return in.bad("has numbers that no training gives");
  return net;
}

// Stores the state before each word, in reading order, at its place in `states`.
void ClozeNet::run(const LstmDirection& d, std::span<const WordId> words, bool from_end,
                   std::vector<std::int16_t>& states, base::Budget* budget) const {
  const std::size_t hidden = hidden_;
  const std::size_t rows = kGates * hidden;
  states.assign(words.size() * hidden, 0);
  alignas(64) std::array<std::int16_t, kTogether * kMaxColumns> inputs{};
  std::array<float, kTogether> units{};
  std::array<std::int32_t, kTogether * kGates * kMaxColumns> seen{};
  std::array<std::int32_t, kGates * kMaxColumns> kept{};
  std::array<float, kGates * kMaxColumns> gates{};
  std::array<float, kMaxColumns> cells{};
  alignas(64) std::array<std::int16_t, kMaxColumns> state{};
  const auto place = [&](std::size_t step) { return from_end ? words.size() - 1 - step : step; };
  for (std::size_t begin = 0; begin < words.size(); begin += kTogether) {
    const std::size_t n = std::min(kTogether, words.size() - begin);
    if (!base::may_go_on(budget, kStepUnits)) return;
    // Input products do not depend on the order, so several words are computed at once.
    for (std::size_t k = 0; k < n; ++k) {
      const WordId written = words[place(begin + k)];
      const WordId word = written < words_ ? written : kUnknownWord;
      const std::byte* row = word_rows_ + std::size_t{word} * dimensions_;
      for (std::size_t i = 0; i < dimensions_; ++i) inputs[k * dimensions_ + i] = read_cell(row[i]);
      units[k] = load_le<float>(word_scales_ + 4ULL * word);
    }
    base::dot_rows(d.input.weights, dimensions_, {inputs.data(), n * dimensions_},
                   {seen.data(), n * rows});
    for (std::size_t k = 0; k < n; ++k) {
      std::copy_n(state.data(), hidden, states.data() + place(begin + k) * hidden);
      base::dot_rows(d.recurrent.weights, hidden, {state.data(), hidden}, {kept.data(), rows});
      for (std::size_t r = 0; r < rows; ++r) {
        gates[r] = static_cast<float>(seen[k * rows + r]) * (d.input.scales[r] * units[k]) +
                   static_cast<float>(kept[r]) * (d.recurrent.scales[r] / kStateOne) + d.bias[r];
      }
      step_cells({gates.data(), rows}, {cells.data(), hidden}, {state.data(), hidden});
    }
  }
}

void ClozeNet::read(std::span<const WordId> words, Cloze& out, base::Budget* budget) const {
  run(directions_[0], words, false, out.forward, budget);
  run(directions_[1], words, true, out.backward, budget);
  out.contexts.clear();
  out.scales.clear();
  alignas(64) std::array<std::int16_t, kTogether * kMaxColumns> both{};
  std::size_t n = 0;
  const auto guess = [&] {
    add_contexts({both.data(), n * joint_.columns}, out);
    n = 0;
  };
  for (std::size_t at = 0; at < words.size() && !base::ended(budget); ++at) {
    if (words[at] == kSentenceBeginWord) continue;
    std::int16_t* sides = both.data() + n * joint_.columns;
    std::copy_n(out.forward.data() + at * hidden_, hidden_, sides);
    std::copy_n(out.backward.data() + at * hidden_, hidden_, sides + hidden_);
    if (++n < kTogether) continue;
    guess();
    if (!base::may_go_on(budget, kStepUnits)) return;
  }
  guess();
}

// Combines the states of both sides for at most kTogether places.
void ClozeNet::add_contexts(std::span<const std::int16_t> both, Cloze& out) const {
  const std::size_t n = both.size() / joint_.columns;
  alignas(64) std::array<std::int16_t, kTogether * kMaxColumns> middle{};
  std::array<float, kTogether> units{};
  std::array<std::int32_t, kTogether * kMaxColumns> sums{};
  std::array<float, kMaxColumns> values{};
  base::dot_rows(joint_.weights, joint_.columns, both, {sums.data(), n * joint_.rows});
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t r = 0; r < joint_.rows; ++r) {
      const float value =
          static_cast<float>(sums[k * joint_.rows + r]) * (joint_.scales[r] / kStateOne) +
          joint_bias_[r];
      values[r] = std::max(0.0F, value);
    }
    units[k] = round_to_int16({values.data(), joint_.rows}, middle.data() + k * joint_.rows);
  }
  base::dot_rows(out_.weights, out_.columns, {middle.data(), n * out_.columns},
                 {sums.data(), n * out_.rows});
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t r = 0; r < out_.rows; ++r) {
      values[r] =
          static_cast<float>(sums[k * out_.rows + r]) * (out_.scales[r] * units[k]) + out_bias_[r];
    }
    const std::size_t begin = out.contexts.size();
    out.contexts.resize(begin + dimensions_);
    out.scales.push_back(round_to_int16({values.data(), dimensions_}, out.contexts.data() + begin));
  }
}

float ClozeNet::ln_p(const Cloze& cloze, std::size_t place, WordId word) const noexcept {
  const std::int16_t* context = cloze.contexts.data() + place * dimensions_;
  const std::byte* row = word_rows_ + std::size_t{word} * dimensions_;
  std::int32_t sum = 0;
  for (std::uint32_t i = 0; i < dimensions_; ++i) {
    sum += context[i] * read_cell(row[i]);
  }
  return static_cast<float>(sum) *
             (cloze.scales[place] * load_le<float>(word_scales_ + 4ULL * word)) +
         load_le<float>(word_biases_ + 4ULL * word);
}

float ClozeNet::cosine(WordId a, WordId b) const noexcept {
  const std::byte* row_a = word_rows_ + std::size_t{a} * dimensions_;
  const std::byte* row_b = word_rows_ + std::size_t{b} * dimensions_;
  std::int32_t product = 0;
  std::int32_t square_a = 0;
  std::int32_t square_b = 0;
  for (std::uint32_t i = 0; i < dimensions_; ++i) {
    const std::int32_t x = read_cell(row_a[i]);
    const std::int32_t y = read_cell(row_b[i]);
    product += x * y;
    square_a += x * x;
    square_b += y * y;
  }
  if (square_a == 0 || square_b == 0) return 0;
  return static_cast<float>(product) /
         std::sqrt(static_cast<float>(square_a) * static_cast<float>(square_b));
}

std::uint64_t cloze_words_hash(const format::Vocabulary& vocabulary, std::uint32_t words) {
  std::uint64_t hash = words;
  for (WordId id = 0; id < words; ++id) {
    hash = base::mix64(hash ^ base::hash_bytes(vocabulary.word(id)));
  }
  return hash;
}

}  // namespace despin::cloze
