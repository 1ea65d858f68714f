#include "models/build/encode/parameter_recipe.h"

#include <nlohmann/json.hpp>
#include <string>

#include "lib/align/parameters.h"
#include "lib/decode/parameters.h"
#include "lib/detect/parameters.h"
#include "lib/search/parameters.h"
#include "models/build/encode/parameters.h"

namespace despin::format {
namespace {

Error bad(const std::string& found) {
  return {ErrorCode::kBadInput,
          found + "; expected names and numbers as models/FORMAT.md lists them; change the recipe"};
}

// Whether `tag` is that of Struct; its section is then added, or `result` is an error.
template <class Struct>
bool add(std::string_view tag, const nlohmann::json& values, ModelWriter& writer,
         Result<void>& result) {
  if (tag != Struct::table().section.view()) return false;
  Struct parameters;
  for (const auto& [name, value] : values.items()) {
    if (!value.is_number()) {
      result = bad("parameter " + name + " is no number");
      return true;
    }
    result = set_parameter(parameters, name, value.template get<double>());
    if (!result) return true;
  }
  // What holds between values, as a reader will see it.
  if (auto read = view_parameters<Struct>(encode_parameters(parameters)); !read) {
    result = bad(read.error().message);
  } else {
    add_parameters(writer, parameters);
  }
  return true;
}

template <class... Structs>
Result<void> add_one_of(std::string_view tag, const nlohmann::json& values, ModelWriter& writer) {
  Result<void> result;
  if ((add<Structs>(tag, values, writer, result) || ...)) return result;
  return bad("an unknown section of parameters");
}

}  // namespace

Result<void> add_recipe_parameters(ModelWriter& writer, std::string_view recipe) {
  const auto json = nlohmann::json::parse(recipe, nullptr, false);
  if (!json.is_object()) return bad("a recipe that is no object of JSON");
  const auto sections = json.find("parameters");
  if (sections == json.end()) return {};
  if (!sections->is_object()) return bad("parameters that are no object");
  for (const auto& [tag, values] : sections->items()) {
    if (!values.is_object()) return bad("a section of parameters that is no object");
    auto added =
        add_one_of<decode::DecodeParameters, decode::RankParameters, decode::RestoreOptions,
                   detect::DetectParameters, align::Parameters, search::Parameters>(tag, values,
                                                                                    writer);
    if (!added) return added;
  }
  return {};
}

}  // namespace despin::format
