// tests/support/shipped_model.h - where the English model lies.
#pragma once

namespace despin {

inline constexpr const char* kShippedModel = DESPIN_SOURCE_DIR "/models/en.despin";

}  // namespace despin
