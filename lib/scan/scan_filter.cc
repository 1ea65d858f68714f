#include "lib/scan/scan_filter.h"

#include <algorithm>
#include <string_view>

#include "lib/base/hash.h"
#include "lib/text/ascii.h"

namespace despin::scan {
namespace {

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find_first_of("-_")); }

std::string_view spelled(AbstainReason reason) {
  switch (reason) {
    case AbstainReason::kTooShort:
      return "too short";
    case AbstainReason::kNotEnglish:
      return "not English";
    default:
      return "unfamiliar";
  }
}

}  // namespace

bool ScanFilter::sampled(const ScanItem& item) const {
  if (options_.sample >= 1) return true;
  const std::uint64_t hash =
      base::mix64(base::hash_bytes(item.position.path) + item.position.place.number);
  return static_cast<double>(hash >> 11) * 0x1p-53 < options_.sample;
}

bool ScanFilter::speaks(const Language& told, const Document& document) const {
  const std::string_view language = told.code.empty() ? document.language : told.code;
  return options_.language.empty() || language.empty() ||
         text::same_ascii(primary(language), primary(options_.language));
}

bool ScanFilter::wants(const Report& report, bool has_source) const {
  if (options_.only.empty()) return true;
  return std::any_of(options_.only.begin(), options_.only.end(), [&](const std::string& what) {
    return what == "source" ? has_source : what == name_of(report.verdict);
  });
}

void count(const Report& report, bool has_source, ScanCounts& counts) {
  counts.words += report.words;
  counts.with_source += has_source;
  switch (report.verdict) {
    case Verdict::kSpun:
      ++counts.spun;
      return;
    case Verdict::kNotSpun:
      ++counts.not_spun;
      return;
    case Verdict::kAbstain:
      ++counts.abstained[std::string(spelled(report.abstain_reason))];
  }
}

}  // namespace despin::scan
