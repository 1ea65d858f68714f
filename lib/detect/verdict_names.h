// lib/detect/verdict_names.h - verdicts as JSON and the command line spell them.
//
//   detect::name_of(Verdict::kNotSpun)   // "not_spun"
#pragma once

#include "despin/detector.h"

namespace despin::detect {

constexpr const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSpun:
      return "spun";
    case Verdict::kNotSpun:
      return "not_spun";
    case Verdict::kAbstain:
      break;
  }
  return "abstain";
}

}  // namespace despin::detect
