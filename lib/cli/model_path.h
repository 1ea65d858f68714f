// lib/cli/model_path.h - which model the command uses when none is named.
// Threads  Stateless; reads the environment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/result.h"

namespace despin::cli {

// Where a model may lie beside the executable: in a source tree, installed.
std::vector<std::string> default_model_paths();

// `named` if given, else $DESPIN_MODEL, else the first default path that exists.
// Errors: kNotFound, with what was tried.
Result<std::string> find_model(const std::string& named);

// The model found so, opened; nothing, with a line on standard error, if that fails.
std::optional<Detector> open_detector(const std::string& named);

}  // namespace despin::cli
