// lib/text/irregular.h - irregular English forms.
//
//   irregular_form("go", Inflection::kPast)       // "went"; "" if it is regular
//   for (const Irregular& row : irregular_readings("went")) ...
//
// Threads  Constant tables.
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

// The form to write, or "" if it is regular.
std::string_view irregular_form(std::string_view lemma, Inflection inflection);

// All rows with this form, including forms that are recognized but not generated.
std::span<const Irregular> irregular_readings(std::string_view form);

}  // namespace despin::text
