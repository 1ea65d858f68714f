// lib/text/irregular.h - English forms that no spelling rule gives.
//
//   irregular_form("go", Inflection::kPast)       // "went"; "" if it is regular
//   for (const Irregular& row : irregular_readings("went")) ...
//
// Threads  Tables built by the compiler.
// Cost     Binary search.
#pragma once

#include <span>
#include <string_view>

#include "lib/text/inflection.h"

namespace despin::text {

struct Irregular {
  std::string_view lemma;
  Inflection inflection;
  std::string_view form;
};

// The form to write, or "".
std::string_view irregular_form(std::string_view lemma, Inflection inflection);

// Every row with this form, forms that are read but not written among them.
std::span<const Irregular> irregular_readings(std::string_view form);

}  // namespace despin::text
