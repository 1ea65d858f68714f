// models/build/encode/parameters.h
// Writes sections of parameters (lib/format/parameters.h).
//
//   decode::RankParameters rank;
//   if (auto ok = format::set_parameter(rank, "ngram_weight", 0.3); !ok) return ok.error();
//   format::add_parameters(writer, rank);
//
// Errors   kBadInput: an unknown name, a value outside the parameter's bounds or, of one
//          that counts, with a fraction.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/format/parameters.h"
#include "models/build/encode/model_writer.h"

namespace despin::format {

std::vector<std::byte> encode_parameters(std::span<const ParameterSlot> slots);
Result<void> set_parameter(Tag tag, std::span<const ParameterSlot> slots, std::string_view name,
                           double value);

template <class Struct>
std::vector<std::byte> encode_parameters(Struct values) {
  return encode_parameters(std::span<const ParameterSlot>(slots_of(values)));
}

template <class Struct>
Result<void> set_parameter(Struct& values, std::string_view name, double value) {
  return set_parameter(Struct::table().section, slots_of(values), name, value);
}

// Whether all values are those of a model without the section.
template <class Struct>
bool are_initial(Struct values) {
  Struct initial;
  return std::ranges::equal(slots_of(values), slots_of(initial), {}, &ParameterSlot::value,
                            &ParameterSlot::value);
}

// Adds a required section, or none for initial values.
template <class Struct>
void add_parameters(ModelWriter& writer, const Struct& values) {
  if (are_initial(values)) return;
  writer.add(Struct::table().section, 1, true, encode_parameters(values));
}

}  // namespace despin::format
