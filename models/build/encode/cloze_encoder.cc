#include "models/build/encode/cloze_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "lib/base/bytes.h"

namespace despin::cloze {
namespace {

using base::append_le;
using ByteBuffer = std::vector<std::byte>;

constexpr float kLargest = 127;
constexpr std::ptrdiff_t kClozeWeightsAt = 24;

void append_floats(std::span<const float> values, ByteBuffer& out) {
  for (const float v : values) append_le(out, v);
}

void append_weights(const ClozeWeights& w, ByteBuffer& out) {
  append_floats(std::array{w.ngrams, w.cloze, w.discount, w.rescore_nats_per_word}, out);
  append_le(out, w.window_words);
  append_le(out, std::uint32_t{0});
}

// The units of the rows; their cells go to `cells`.
std::vector<float> round_rows(std::span<const float> matrix, std::size_t columns,
                              ByteBuffer& cells) {
  std::vector<float> units;
  for (std::size_t begin = 0; begin < matrix.size(); begin += columns) {
    const auto row = matrix.subspan(begin, columns);
    float largest = 0;
    for (const float v : row) largest = std::max(largest, std::abs(v));
    const float unit = largest > 0 ? largest / kLargest : 1;
    units.push_back(unit);
    for (const float v : row) {
      const auto cell = static_cast<std::int8_t>(std::lround(v / unit));
      cells.push_back(static_cast<std::byte>(cell));
    }
  }
  return units;
}

void append_layer(std::span<const float> matrix, std::size_t columns, ByteBuffer& out) {
  ByteBuffer cells;
  append_floats(round_rows(matrix, columns, cells), out);
  out.insert(out.end(), cells.begin(), cells.end());
}

}  // namespace

ByteBuffer encode_cloze_net(const ClozeParameters& p, std::uint64_t words_hash,
                            const ClozeWeights& weights) {
  ByteBuffer out;
  for (const std::uint32_t n : {p.words, p.dimensions, p.hidden, p.joint}) append_le(out, n);
  append_le(out, words_hash);
  append_weights(weights, out);
  ByteBuffer cells;
  append_floats(round_rows(p.word_vectors, p.dimensions, cells), out);
  append_floats(p.word_biases, out);
  out.insert(out.end(), cells.begin(), cells.end());
  for (const ClozeParameters::LstmDirection* d : {&p.forward, &p.backward}) {
    append_layer(d->input, p.dimensions, out);
    append_layer(d->recurrent, p.hidden, out);
    append_floats(d->bias, out);
  }
  append_layer(p.joint_weights, 2 * std::size_t{p.hidden}, out);
  append_floats(p.joint_bias, out);
  append_layer(p.out_weights, p.joint, out);
  append_floats(p.out_bias, out);
  return out;
}

void set_cloze_weights(std::span<std::byte> section, const ClozeWeights& weights) {
  ByteBuffer bytes;
  append_weights(weights, bytes);
  std::copy(bytes.begin(), bytes.end(), section.begin() + kClozeWeightsAt);
}

}  // namespace despin::cloze
