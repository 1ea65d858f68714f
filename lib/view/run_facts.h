// lib/view/run_facts.h - by what, when and how a result was made: what stands at the foot of a
// page.
// Threads  Plain values; write_run() is stateless.
#pragma once

#include <string>

#include "lib/base/json_writer.h"

namespace despin::view {

struct RunFacts {
  std::string version;  // of the library
  std::string model;    // fingerprint; empty where none judged
  std::string time;     // UTC, "2024-11-06T10:00:00Z"
  std::string command;  // as for a shell; empty where the system does not say
};

// The member "run" (docs/json.md); none of no facts.
void write_run(base::JsonWriter& json, const RunFacts& facts);

}  // namespace despin::view
