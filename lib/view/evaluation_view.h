// lib/view/evaluation_view.h - renders an Evaluation as text and as JSON.
//
//   print(view::to_text(evaluation)); or print(view::to_json(evaluation));
//
// Threads  Stateless.
#pragma once

#include <string>

#include "lib/eval/evaluation.h"
#include "lib/view/run_facts.h"

namespace despin::view {

// For people, in 80 columns.
std::string to_text(const eval::Evaluation& evaluation);

// What an evaluation is of.
struct EvaluationContext {
  RunFacts facts;                                // of no version: not told
  std::string model;                             // file, where several are measured
  const eval::Difference* difference = nullptr;  // to the first model; null: none
};

// One object, schema "despin.eval/1"; unknown figures are null.
std::string to_json(const eval::Evaluation& evaluation, const EvaluationContext& context = {});

// One object, schema "despin.prediction/1"; `model` is the fingerprint of the model that says it.
std::string prediction_json(const eval::ScoredText& text, const std::string& model);

// For people: the second of two models, compared with the first.
std::string to_text(const eval::Difference& difference);

}  // namespace despin::view
