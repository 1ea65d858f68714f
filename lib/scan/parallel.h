// lib/scan/parallel.h - does independent work on all cores.
//
//   for_each_parallel(texts.size(), [&](std::size_t i, Workspace& scratch) {
//     out[i] = detector.analyze(texts[i], scratch);
//   });
//
// Threads  One a core, or as many as can be made, the calling one among them; a Workspace each.
//          Store results by index, so that they do not depend on timing.
// Errors   The first exception of a thread ends the work of all, and is rethrown.
#pragma once

#include <cstddef>
#include <functional>

#include "despin/detector.h"

namespace despin::scan {

void for_each_parallel(std::size_t n,
                       const std::function<void(std::size_t i, Workspace& scratch)>& work);

}  // namespace despin::scan
