// The one JSON spelling of a Comparison, documented in docs/json.md.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "despin/aligner.h"

namespace despin {
inline namespace v1 {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(ByteSpan span, std::string_view text) {
  const bool inside = span.begin_byte <= span.end_byte && span.end_byte <= text.size();
  const std::string_view words =
      inside ? text.substr(span.begin_byte, span.end_byte - span.begin_byte) : std::string_view();
  return {
      {"begin_byte", span.begin_byte}, {"end_byte", span.end_byte}, {"text", std::string(words)}};
}

}  // namespace

std::string_view name_of(Relation relation) noexcept {
  switch (relation) {
    case Relation::kIndependent:
      return "independent";
    case Relation::kVerbatim:
      return "verbatim";
    case Relation::kSpun:
      return "spun";
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

std::string to_json(const Comparison& comparison, std::string_view original_id,
                    std::string_view original, std::string_view suspect_id,
                    std::string_view suspect) {
  Json passages = Json::array();
  for (const Passage& p : comparison.passages) {
    passages.push_back({{"original", to_json(p.original, original)},
                        {"suspect", to_json(p.suspect, suspect)},
                        {"evidence_nats", p.evidence_nats},
                        {"moved", p.moved}});
  }
  Json substitutions = Json::array();
  for (const Swap& r : comparison.substitutions) {
    substitutions.push_back({{"original", to_json(r.original, original)},
                             {"suspect", to_json(r.suspect, suspect)},
                             {"edit", std::string(name_of(r.edit))},
                             {"listed", r.listed},
                             {"evidence_nats", r.evidence_nats}});
  }
  const Json json = {{"schema", "despin.comparison/1"},
                     {"original_id", std::string(original_id)},
                     {"suspect_id", std::string(suspect_id)},
                     {"verdict", std::string(name_of(comparison.relation))},
                     {"copied", comparison.copied},
                     {"swapped", comparison.swapped},
                     {"direction", std::string(name_of(comparison.direction))},
                     {"evidence_nats", comparison.evidence_nats},
                     {"original_words", comparison.original_words},
                     {"suspect_words", comparison.suspect_words},
                     {"passages", std::move(passages)},
                     {"substitutions", std::move(substitutions)}};
  // An id may be a path of any bytes; what is not UTF-8 in it is replaced.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace v1
}  // namespace despin
