#include "models/build/encode/scoring_encoder.h"

#include <cstdint>

#include "lib/base/bytes.h"

namespace despin::detect {

using base::append_le;

std::vector<std::byte> encode_weights(const Weights& w) {
  std::vector<std::byte> out;
  append_le(out, std::uint32_t{kFeatureCount});
  append_le(out, static_cast<float>(w.bias));
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    append_le(out, static_cast<float>(w.mean[i]));
    append_le(out, static_cast<float>(w.inverse_scale[i]));
    append_le(out, static_cast<float>(w.weight[i]));
  }
  append_le(out, w.min_words);
  append_le(out, static_cast<float>(w.min_known_share));
  append_le(out, static_cast<float>(w.min_control_ln_p));
  return out;
}

std::vector<std::byte> encode_calibration(const Calibration& c) {
  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(c.rates.size()));
  append_le(out, static_cast<std::uint32_t>(c.bands.size()));
  for (const double rate : c.rates) append_le(out, rate);
  for (const LengthBand& band : c.bands) {
    append_le(out, band.min_words);
    append_le(out, band.texts);
    for (const double t : band.thresholds) append_le(out, static_cast<float>(t));
  }
  return out;
}

}  // namespace despin::detect
