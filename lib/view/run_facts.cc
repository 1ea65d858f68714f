#include "lib/view/run_facts.h"

namespace despin::view {

void write_run(base::JsonWriter& json, const RunFacts& facts) {
  if (facts.version.empty()) return;
  json.begin_object("run");
  json.member("version", facts.version);
  if (!facts.model.empty()) json.member("model", facts.model);
  json.member("time", facts.time);
  json.member("command", facts.command);
  json.end_object();
}

}  // namespace despin::view
