// models/build/encode/known_phrases_encoder.h
// Writes section TERM, the phrases that spinners are known to break.
//
//   auto bytes = channel::encode_known_phrases(phrases);
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/base/word_id.h"
#include "lib/channel/known_phrases.h"

namespace despin::channel {

// REQUIRES: terms distinct, each of 1 to kMaxKnownPhraseWords words.
std::vector<std::byte> encode_known_phrases(std::span<const std::vector<WordId>> known_phrases);

}  // namespace despin::channel
