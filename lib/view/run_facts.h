// lib/view/run_facts.h - by what, when and how a result was made: what stands at the foot of a
// page. Threads  Plain values; write() is stateless.
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

// The value of the key "run" (docs/json.md).
void write(base::JsonWriter& json, const RunFacts& facts);

}  // namespace despin::view
