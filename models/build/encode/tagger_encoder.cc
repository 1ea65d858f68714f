#include "models/build/encode/tagger_encoder.h"

#include <cstdint>

#include "lib/base/bytes.h"

namespace despin::detect {

std::vector<std::byte> encode_tagger(const Tagger& tagger) {
  std::vector<std::byte> out;
  base::append_le(out, std::uint32_t{kSpanFeatureCount});
  base::append_le(out, static_cast<float>(tagger.bias()));
  for (const double weight : tagger.weights()) base::append_le(out, static_cast<float>(weight));
  return out;
}

}  // namespace despin::detect
