// models/build/encode/cloze_encoder.h - encodes trained weights as section CLOZ, which
// lib/cloze/cloze_net.h reads.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/cloze/cloze_net.h"

namespace despin::cloze {

// Input of encode_cloze_net(), as trained: matrices row by row.
struct ClozeParameters {
  std::uint32_t words = 0;
  std::uint32_t dimensions = 0;  // at most 512
  std::uint32_t hidden = 0;      // at most 256
  std::uint32_t joint = 0;       // at most 512
  struct LstmDirection {
    std::vector<float> input;      // [4 hidden x dimensions]
    std::vector<float> recurrent;  // [4 hidden x hidden]
    std::vector<float> bias;       // [4 hidden]
  };
  std::vector<float> word_vectors;  // [words x dimensions]
  std::vector<float> word_biases;   // [words]
  LstmDirection forward;
  LstmDirection backward;
  std::vector<float> joint_weights;  // [joint x 2 hidden]
  std::vector<float> joint_bias;     // [joint]
  std::vector<float> out_weights;    // [dimensions x joint]
  std::vector<float> out_bias;       // [dimensions]
};

// REQUIRES: sizes as stated above; every value finite.
std::vector<std::byte> encode_cloze_net(const ClozeParameters& parameters, std::uint64_t words_hash,
                                        const ClozeWeights& weights);

// Changes the weights of an encoded network. REQUIRES: a section that view() takes.
void set_cloze_weights(std::span<std::byte> section, const ClozeWeights& weights);

}  // namespace despin::cloze
