// models/build/encode/tagger_encoder.h
// Writes section TAGR, which spans of a spun text to show.
//
//   auto bytes = detect::encode_tagger(tagger);
#pragma once

#include <cstddef>
#include <vector>

#include "lib/detect/tagger.h"

namespace despin::detect {

std::vector<std::byte> encode_tagger(const Tagger& tagger);

}  // namespace despin::detect
