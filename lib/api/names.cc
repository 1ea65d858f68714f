// The names of verdicts, relations and the rest, as in JSON.
#include <string_view>

#include "despin/comparison.h"
#include "despin/report.h"

namespace despin {
inline namespace v1 {

std::string_view name_of(Verdict verdict) noexcept {
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

std::string_view name_of(AbstainReason reason) noexcept {
  switch (reason) {
    case AbstainReason::kTooShort:
      return "too_short";
    case AbstainReason::kNotEnglish:
      return "not_english";
    case AbstainReason::kUnfamiliar:
      return "unfamiliar";
    case AbstainReason::kNone:
      break;
  }
  return "none";
}

std::string_view name_of(Relation relation) noexcept {
  switch (relation) {
    case Relation::kIndependent:
      return "independent";
    case Relation::kVerbatim:
      return "verbatim";
    case Relation::kSpun:
      return "spun";
    case Relation::kReworded:
      return "reworded";
    case Relation::kUnrelated:
      break;
  }
  return "unrelated";
}

std::string_view name_of(Direction direction) noexcept {
  switch (direction) {
    case Direction::kOriginal:
      return "original";
    case Direction::kSuspect:
      return "suspect";
    case Direction::kUnclear:
      break;
  }
  return "unclear";
}

std::string_view name_of(Edit edit) noexcept {
  switch (edit) {
    case Edit::kSwapped:
      return "swapped";
    case Edit::kInflected:
      return "inflected";
    case Edit::kMoved:
      return "moved";
    case Edit::kAdded:
      return "added";
    case Edit::kDropped:
      return "dropped";
    case Edit::kKept:
      break;
  }
  return "kept";
}

}  // namespace v1
}  // namespace despin
