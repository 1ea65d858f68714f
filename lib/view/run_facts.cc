#include "lib/view/run_facts.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace despin::view {

nlohmann::ordered_json run_json(const RunFacts& facts) {
  nlohmann::ordered_json run = {{"version", facts.version}};
  if (!facts.model.empty()) run["model"] = facts.model;
  run["time"] = facts.time;
  run["command"] = facts.command;
  return run;
}

}  // namespace despin::view
