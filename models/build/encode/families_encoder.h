// models/build/encode/families_encoder.h
// Writes section FAML: which written forms speak for which family of spinners.
//
//   auto bytes = channel::encode_families(families, forms, weights);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/channel/families.h"

namespace despin::channel {

struct FamilyForm {
  std::uint64_t hash = 0;         // hash_form()
  std::vector<float> ratio_nats;  // one a family
};

// Ratios are kept within +-4 nats. REQUIRES: forms distinct, names and phrases printable
// and within the limits above.
std::vector<std::byte> encode_families(std::span<const Family> families,
                                       std::span<const FamilyForm> forms, FamilyWeights weights);

}  // namespace despin::channel
