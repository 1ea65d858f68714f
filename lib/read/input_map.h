// lib/read/input_map.h - maps a text back to the bytes it was made from, as a list of runs.
//
//   append_run(runs, {text.size(), 1}, {at, 5}, false);        // "&amp;" became "&"
//   auto runs = compose(text_to_page, page_to_input);
//
// The runs of a list are sorted by their place in the text and disjoint; see InputRun.
// Threads  Stateless.
// Cost     O(1) to append, O(runs log runs) to compose.
#pragma once

#include <cstddef>
#include <vector>

#include "despin/reader.h"

namespace despin::read {

struct Stretch {
  std::size_t begin = 0;
  std::size_t bytes = 0;
};

// Appends a run after all others. `same`: text and input have the same bytes; such a run extends
// the last one if it is adjacent.
void append_run(std::vector<InputRun>& runs, Stretch text, Stretch input, bool same);

// Removes runs at or after byte `end` of the text, and cuts the one across it.
void cut_runs(std::vector<InputRun>& runs, std::size_t end);

// Appends `runs` to `out` for a text that is inserted at byte `by` of another.
void shift_runs(const std::vector<InputRun>& runs, std::size_t by, std::vector<InputRun>& out);

// Composes runs from the text to a page with runs from that page to the input. An empty `to_input`
// means that the page is the input.
std::vector<InputRun> compose(std::vector<InputRun>&& to_page,
                              const std::vector<InputRun>& to_input);

}  // namespace despin::read
