// lib/commands/eval_search.h - searches an index for the sources of labeled texts.
//
//   auto found = searched_texts(folder, detector, records);
//   if (!found) return false;            // it has complained
//   evaluation.search = eval::evaluate_search(*found);
//
// Threads  Stateless; works on all cores.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/document.h"
#include "lib/eval/evaluation.h"

namespace despin::commands {

// In the order of the records. Nothing, with a complaint, if the index cannot be searched whole.
std::optional<std::vector<eval::SearchedText>> searched_texts(
    const std::string& folder, const Detector& detector, std::span<const Record* const> records);

}  // namespace despin::commands
