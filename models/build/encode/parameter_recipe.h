// models/build/encode/parameter_recipe.h
// Parameters of a model out of its recipe:
//
//   "parameters": {"RANK": {"ngrams": 0.3, "net": 0.5}, "DETC": {"firm_nats": 2.5}}
//
//   if (auto ok = format::add_recipe_parameters(writer, recipe_json); !ok) return ok.error();
//
// A recipe without them adds nothing. Names are those of models/FORMAT.md.
// Errors   kBadInput: no JSON, an unknown section or name, a value that cannot be.
#pragma once

#include <string_view>

#include "despin/result.h"
#include "models/build/encode/model_writer.h"

namespace despin::format {

Result<void> add_recipe_parameters(ModelWriter& writer, std::string_view recipe);

}  // namespace despin::format
