// models/build/encode/scoring_encoder.h
// Writes sections SCOR, from features to a score, and CALB, what a score promises.
//
//   auto scor = detect::encode_weights(weights);
//   auto calb = detect::encode_calibration(calibration);
#pragma once

#include <cstddef>
#include <vector>

#include "lib/detect/scoring.h"

namespace despin::detect {

std::vector<std::byte> encode_weights(const Weights& weights);
std::vector<std::byte> encode_calibration(const Calibration& calibration);

}  // namespace despin::detect
