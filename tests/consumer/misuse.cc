// tests/consumer/misuse.cc - code that must not compile, one case for each value
// of MISUSE; 0 is the correct spelling of them all and must compile, without
// exceptions and without run-time types.
#include <string>
#include <utility>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/result.h"
#include "despin/version.h"

using despin::Detector;
using despin::Error;
using despin::Report;
using despin::Result;
using despin::Workspace;

int use(const Detector& detector, Workspace& scratch);

int use(const Detector& detector, Workspace& scratch) {
#if MISUSE == 0
  Result<Report> report = detector.analyze("some text", scratch);
  if (!report) return static_cast<int>(report.error().code);
  Workspace moved = std::move(scratch);
  const Detector shared = detector;  // copies share the model
  return shared.analyze("more", moved).has_value() ? 0 : 1;
#elif MISUSE == 1
  detector.analyze("some text", scratch);  // the result is dropped
  return 0;
#elif MISUSE == 2
  Workspace copy = scratch;  // buffers belong to one thread
  return detector.analyze("some text", copy).has_value() ? 0 : 1;
#elif MISUSE == 3
  const Workspace fixed;  // a workspace is written to
  return detector.analyze("some text", fixed).has_value() ? 0 : 1;
#elif MISUSE == 4
  bool fine = detector.analyze("some text", scratch);  // no silent bool
  return fine ? 0 : 1;
#elif MISUSE == 5
  Detector empty;  // a detector without a model is no detector
  return empty.analyze("some text", scratch).has_value() ? 0 : 1;
#endif
}
