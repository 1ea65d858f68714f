// models/build/lm/arpa.h
// Writes a back-off model in the ARPA format (base-10 logarithms).
//
//   if (auto ok = train::write_arpa(model, vocabulary, "lm.arpa"); !ok) ...
//
// Errors   kNotWritten.
#pragma once

#include <string>

#include "despin/result.h"
#include "lib/format/vocabulary.h"
#include "models/build/lm/backoff_model.h"

namespace despin::train {

Result<void> write_arpa(const BackoffModel& model, const format::Vocabulary& vocabulary,
                        const std::string& path);

}  // namespace despin::train
