// tests/support/small_detector.h - a detector of fourteen words, for fuzzers of what stands on one.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <vector>

#include "despin/detector.h"
#include "models/build/encode/model_writer.h"
#include "models/build/encode/scoring_encoder.h"
#include "tests/support/made_cloze.h"
#include "tests/support/memory_file.h"
#include "tests/support/small_sections.h"

namespace despin::fuzz {

// Calls a text of four words spun as soon as there is some evidence.
inline std::vector<std::byte> small_model() {
  detect::Weights weights;
  weights.bias = -2;
  weights.inverse_scale.fill(1);
  weights.weight[detect::kEvidence] = 10;
  weights.min_words = 4;
  weights.min_known_share = 0.5;
  weights.min_control_ln_p = -12;
  detect::Calibration calibration;
  calibration.rates = {0.1, 0.001};
  calibration.bands = {{4, 100, {-1, 0}},
                       {40, 100, {-1.5, std::numeric_limits<double>::infinity()}}};
  const auto words = static_cast<std::uint32_t>(small_words().size());
  format::ModelWriter out;
  out.add(format::kVocabularySection, 1, true, small_vocabulary());
  out.add(format::kNgramSection, 1, true, small_ngrams());
  out.add(format::kChannelSection, 1, true, small_channel());
  out.add(format::kScoringSection, 1, true, detect::encode_weights(weights));
  out.add(format::kCalibrationSection, 1, true, detect::encode_calibration(calibration));
  out.add(format::kClozeSection, 1, true,
          cloze::encode_cloze_net(made_cloze::random_parameters(words), 0, {0.7F, 0.5F, 0.5F, 0}));
  return out.encode();
}

inline const Detector& small_detector() {
  static const Detector detector = [] {
    const MemoryFile file("small.despin");
    file.assign(small_model());
    auto opened = Detector::open(file.path());
    if (!opened) std::abort();
    return *opened;
  }();
  return detector;
}

}  // namespace despin::fuzz
