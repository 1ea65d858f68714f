// models/build/encode/channel_encoder.h
// Writes section CHAN from written forms and what they may stand for.
//
//   auto bytes = channel::encode_channel(forms, {.lm_scale = 0.75F, .discount = 0.25F});
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/base/word_id.h"
#include "lib/channel/channel.h"

namespace despin::channel {

// The most useful entries come first: a decoder in a
// hurry reads no further.
struct WrittenForm {
  std::vector<WordId> words;
  float swap_ratio_nats = 0;
  float keep_nats = 0;
  struct Entry {
    std::vector<WordId> meant;
    float weight_nats = 0;
  };
  std::vector<Entry> entries;
};

// REQUIRES: word counts within the limits above; forms distinct; fewer than 2^22
// words in the vocabulary and in all phrases together.
std::vector<std::byte> encode_channel(std::span<const WrittenForm> forms, ContextWeights context);

}  // namespace despin::channel
