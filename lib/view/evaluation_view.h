// lib/view/evaluation_view.h - renders an Evaluation as text and as JSON.
//
//   print(view::to_text(evaluation)); or print(view::to_json(evaluation));
//
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <string>

#include "lib/eval/evaluation.h"

namespace despin::view {

// How many texts of a label were called spun, and how many of both had no verdict.
std::size_t called_spun(const eval::Evaluation& evaluation, bool spun);
std::size_t abstained(const eval::Evaluation& evaluation);

// For people, in 80 columns.
std::string to_text(const eval::Evaluation& evaluation);

// One object, schema "despin.eval/1"; unknown figures are null.
std::string to_json(const eval::Evaluation& evaluation);

}  // namespace despin::view
