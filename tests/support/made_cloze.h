// tests/support/made_cloze.h - small networks with known answers.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "lib/cloze/cloze_net.h"
#include "models/build/encode/cloze_encoder.h"

namespace despin::made_cloze {

// Every number drawn from [-1, 1].
inline cloze::ClozeParameters random_parameters(std::uint32_t words, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  const auto draw = [&](std::size_t n) {
    std::vector<float> values(n);
    for (float& v : values) v = static_cast<float>(random() % 2001) / 1000 - 1;
    return values;
  };
  cloze::ClozeParameters p;
  p.words = words;
  p.dimensions = 6;
  p.hidden = 5;
  p.joint = 7;
  p.word_vectors = draw(std::size_t{words} * p.dimensions);
  p.word_biases = draw(words);
  for (auto* d : {&p.forward, &p.backward}) {
    d->input = draw(std::size_t{4} * p.hidden * p.dimensions);
    d->recurrent = draw(std::size_t{4} * p.hidden * p.hidden);
    d->bias = draw(std::size_t{4} * p.hidden);
  }
  p.joint_weights = draw(std::size_t{2} * p.hidden * p.joint);
  p.joint_bias = draw(p.joint);
  p.out_weights = draw(std::size_t{p.joint} * p.dimensions);
  p.out_bias = draw(p.dimensions);
  return p;
}

// One that likes `word` by `nats` more than any other, wherever it stands.
inline cloze::ClozeParameters liking(std::uint32_t words, WordId word, float nats) {
  cloze::ClozeParameters p = random_parameters(words);
  p.word_vectors.assign(p.word_vectors.size(), 0);
  p.word_biases.assign(words, 0);
  p.word_biases[word] = nats;
  return p;
}

}  // namespace despin::made_cloze
