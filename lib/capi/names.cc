// The names of codes and enumerators, as in JSON.
#include "despin/comparison.h"
#include "despin/despin.h"
#include "despin/report.h"
#include "despin/result.h"

namespace despin {
namespace {

// Names are literals: a NUL follows them.
template <class Enum>
const char* name_up_to(Enum last, std::int32_t value) {
  if (value < 0 || value > static_cast<std::int32_t>(last)) return "unknown";
  return name_of(static_cast<Enum>(value)).data();
}

}  // namespace
}  // namespace despin

const char* despin_error_code_name(despin_code code) {
  switch (code) {
    case DESPIN_OK:
      return "ok";
    case DESPIN_BAD_CALL:
      return "bad_call";
    case DESPIN_INTERNAL:
      return "internal";
    default:
      if (code < 0 || code > DESPIN_INTERNAL) return "unknown";
      return despin::error_code_name(static_cast<despin::ErrorCode>(code)).data();
  }
}

const char* despin_verdict_name(int32_t verdict) {
  return despin::name_up_to(despin::Verdict::kSpun, verdict);
}

const char* despin_abstain_reason_name(int32_t reason) {
  return despin::name_up_to(despin::AbstainReason::kUnfamiliar, reason);
}

const char* despin_relation_name(int32_t relation) {
  return despin::name_up_to(despin::Relation::kReworded, relation);
}

const char* despin_direction_name(int32_t direction) {
  return despin::name_up_to(despin::Direction::kSuspect, direction);
}

const char* despin_edit_name(int32_t edit) {
  return despin::name_up_to(despin::Edit::kDropped, edit);
}
