// lib/view/evaluation_view.h - an Evaluation as text and as JSON.
//
//   print(view::to_text(evaluation)); or print(view::to_json(evaluation));
//
// Threads  Stateless.
#pragma once

#include <string>

#include "lib/eval/evaluation.h"

namespace despin::view {

// For people, in 80 columns.
std::string to_text(const eval::Evaluation& evaluation);

// One object, schema "despin.eval/1"; what cannot be told is null.
std::string to_json(const eval::Evaluation& evaluation);

}  // namespace despin::view
