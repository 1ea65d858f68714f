#include "models/build/encode/families_encoder.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

#include "lib/base/bytes.h"

namespace despin::channel {

using base::append_le;

std::vector<std::byte> encode_families(std::span<const Family> families,
                                       std::span<const FamilyForm> forms, FamilyWeights weights) {
  assert(!families.empty() && families.size() <= kMaxFamilies);
  std::vector<const FamilyForm*> sorted;
  for (const FamilyForm& form : forms) sorted.push_back(&form);
  std::sort(sorted.begin(), sorted.end(),
            [](const FamilyForm* a, const FamilyForm* b) { return a->hash < b->hash; });
  std::string text;
  for (const Family& family : families) {
    text += family.name;
    for (const std::string& phrase : family.phrases) text.append("\t").append(phrase);
    text += '\n';
  }
  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(families.size()));
  append_le(out, static_cast<std::uint32_t>(forms.size()));
  append_le(out, static_cast<std::uint32_t>(text.size()));
  append_le(out, std::uint32_t{0});
  append_le(out, weights.scale);
  append_le(out, weights.unknown_nats);
  append_le(out, weights.most_swaps);
  append_le(out, weights.unlisted_nats);
  for (const FamilyForm* form : sorted) append_le(out, form->hash);
  for (const FamilyForm* form : sorted) {
    assert(form->ratio_nats.size() == families.size());
    for (const float nats : form->ratio_nats) {
      const float units = std::clamp(nats * kRatioUnitsPerNat, -127.0F, 127.0F);
      append_le(out, static_cast<std::int8_t>(std::lround(units)));
    }
  }
  const auto bytes = std::as_bytes(std::span(text));
  out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}

}  // namespace despin::channel
