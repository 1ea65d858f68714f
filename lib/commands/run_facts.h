// lib/commands/run_facts.h - by what, when and how the results at hand were made.
//
//   view::write_run(json, commands::run_facts(&detector));
//
// Threads  Stateless; reads the environment and the clock.
#pragma once

#include "despin/detector.h"
#include "lib/view/run_facts.h"

namespace despin::commands {

// Of this process, now. `detector` may be null. The time is $SOURCE_DATE_EPOCH if that is set, so
// that pages can be made again, byte for byte.
view::RunFacts run_facts(const Detector* detector);

}  // namespace despin::commands
