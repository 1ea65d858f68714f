// lib/commands/model_path.h - finds the model to use if none is named.
// Threads  Stateless; reads the environment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/result.h"

namespace despin::commands {

// Possible places of a model: relative to the executable, in a source tree, installed or in a
// package of Python; then where Debian's packages and `cmake --install` put it.
std::vector<std::string> default_model_paths();

// `named` if given, else $DESPIN_MODEL, else the first default path that exists. Errors: kNotFound,
// with the paths that were tried.
Result<std::string> find_model(const std::string& named);

// Finds and opens the model, verified (verified_files.h); on failure prints a message and returns
// nothing.
std::optional<Detector> open_detector(const std::string& named);

}  // namespace despin::commands
