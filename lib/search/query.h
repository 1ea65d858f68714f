// lib/search/query.h
// What to ask an index for: the words of a suspect, as written and as restored.
//
//   detect::NgramWindows windows(reading, model, decoding, buffer);
//   search::collect_query(reading, windows.of(first, last), model, first, last, min_weight,
//                         scratch, terms);
//
// A term as written weighs the probability that it was not swapped, a restored one the
// probability that it was meant there, by n-grams alone; function words are left out.
// Terms that weigh less than `min_weight` are left out; a word as written weighs at least that.
// Units    [first, last) are indices of tokens.
// Threads  A QueryScratch serves one call at a time.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/detect/model.h"
#include "lib/detect/reading.h"
#include "lib/index/candidates.h"

namespace despin::search {

struct QueryScratch {
  std::unordered_map<std::string, std::size_t> places;  // of terms in the query
  std::string buffer;
};

// Replaces what `out` held; terms are distinct, in order of their first appearance.
void collect_query(const detect::Reading& reading, const detect::NgramWindows::Window& ngrams,
                   const detect::Model& model, std::uint32_t first, std::uint32_t last,
                   float min_weight, QueryScratch& scratch, std::vector<index::QueryTerm>& out);

}  // namespace despin::search
