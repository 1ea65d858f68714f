// lib/scan/scan_settings.h - the settings of a scan that must be the same to resume it.
// Threads  Stateless.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "despin/result.h"
#include "lib/scan/scan_options.h"

namespace despin::scan {

// Names and values of what affects a record or its place, for ScanState::settings. Errors: those of
// opening the model.
Result<std::vector<std::pair<std::string, std::string>>> settings_of(const ScanOptions& options,
                                                                     const std::string& model_path);

}  // namespace despin::scan
