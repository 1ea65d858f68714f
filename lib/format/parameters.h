// lib/format/parameters.h
// Fitted and tuned numbers of a stage as a section of the model: a struct whose initial
// values are those of models without the section, and a table of its members.
//
//   struct GainParameters {
//     double gain = 0.5;               // what was measured where, to choose it
//     std::array<float, 2> shares{1, 2};
//     static const format::ParameterTable<GainParameters>& table();
//   };
//   constexpr format::Parameter<GainParameters> kRows[] = {
//       format::parameter<&GainParameters::gain>("gain", 0, 10),
//       format::element<0, &GainParameters::shares>("shares.0", 0, 100),
//       format::element<1, &GainParameters::shares>("shares.1", 0, 100)};
//   auto gain = format::parameters_of<GainParameters>(file);   // absent: GainParameters{}
//
// Frozen   A row's place is its number in the file: new rows come last, and raise the newest
//          version of the section in sections.h. Initial values never change, as models
//          without the section were measured with them; nor does a member's type.
// Required The encoder (models/build/encode/parameters.h) writes no section for initial
//          values and a required one for any other: a library that does not know it says
//          kModelTooNew and does not judge with numbers of its own.
// Errors   kBadModel: a number unknown, out of order, of another type, not finite or outside
//          its bounds. A number that the section lacks has its initial value.
// Cost     Read once, when a model is opened; stages copy what their inner loops use.
// Layout   models/FORMAT.md, "Sections of parameters".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "despin/result.h"
#include "lib/format/section_file.h"
#include "lib/format/sections.h"

namespace despin::format {

// The types of parameters; their places here, from 1, are codes in the file.
using ParameterPlace = std::variant<std::uint32_t*, float*, double*>;

inline constexpr std::size_t kParameterHeaderBytes = 8;
inline constexpr std::size_t kParameterBytes = 16;

template <class Struct>
struct Parameter {
  std::string_view name;  // in a recipe
  ParameterPlace (*place)(Struct&);
  double least;  // what any model may say, bounds included
  double most;
};

template <class Struct>
struct ParameterTable {
  Tag section;
  std::span<const Parameter<Struct>> parameters;
  // What holds between parameters, if anything; `invalid` completes the error.
  bool (*valid)(const Struct&) = nullptr;
  std::string_view invalid = {};
};

template <class Struct, class Member>
Struct struct_of(Member Struct::*);  // for its type

// A member, or a member's member: parameter<&A::b, &B::c>("b.c", 0, 1).
template <auto First, auto... Rest>
constexpr auto parameter(std::string_view name, double least, double most) {
  using Struct = decltype(struct_of(First));
  return Parameter<Struct>{
      name, [](Struct& s) -> ParameterPlace { return &((s.*First).*....*Rest); }, least, most};
}

// An element of an array that is one: element<0, &A::rates>("rates.0", 0, 1).
template <std::size_t Index, auto First, auto... Rest>
constexpr auto element(std::string_view name, double least, double most) {
  using Struct = decltype(struct_of(First));
  return Parameter<Struct>{
      name, [](Struct& s) -> ParameterPlace { return &((s.*First).*....*Rest)[Index]; }, least,
      most};
}

// A parameter of one struct.
struct ParameterSlot {
  std::string_view name;
  ParameterPlace place;
  double least = 0;
  double most = 0;

  double value() const;  // whole: every type fits
  bool holds(double value) const noexcept { return value >= least && value <= most; }
};

// REQUIRES: `values` outlives the slots.
template <class Struct>
std::vector<ParameterSlot> slots_of(Struct& values) {
  std::vector<ParameterSlot> slots;
  for (const Parameter<Struct>& p : Struct::table().parameters) {
    slots.push_back({p.name, p.place(values), p.least, p.most});
  }
  return slots;
}

// Sets what the section names; what it lacks stays as it is.
Result<void> read_parameters(Tag tag, std::span<const std::byte> section,
                             std::span<const ParameterSlot> slots);
// The error of values that do not fit each other.
Error invalid_parameters(Tag tag, std::string_view what);

template <class Struct>
Result<Struct> view_parameters(std::span<const std::byte> section) {
  const ParameterTable<Struct>& table = Struct::table();
  Struct values;
  if (auto ok = read_parameters(table.section, section, slots_of(values)); !ok) return ok.error();
  if (table.valid != nullptr && !table.valid(values)) {
    return invalid_parameters(table.section, table.invalid);
  }
  return values;
}

// The model's values, or the initial ones if it has no such section.
template <class Struct>
Result<Struct> parameters_of(const SectionFile& file) {
  const auto section = file.find(Struct::table().section);
  return section ? view_parameters<Struct>(*section) : Struct{};
}

}  // namespace despin::format
