// lib/read/input_map.h - from a text back to the bytes it was made of, by runs.
//
//   append_run(runs, {text.size(), 1}, {at, 5}, false);        // "&amp;" became "&"
//   auto runs = compose(text_to_page, page_to_input);
//
// A list of runs is sorted by place in the text, disjoint; InputRun says what one means.
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

// Appends a run behind all others. `same`: the bytes are the same ones; such a run
// lengthens the last where it goes on from it.
void append_run(std::vector<InputRun>& runs, Stretch text, Stretch input, bool same);

// Drops what lies at or behind byte `end` of the text.
void cut_runs(std::vector<InputRun>& runs, std::size_t end);

// Appends `runs` to `out` as the text they belong to is put `by` bytes into another.
void shift_runs(const std::vector<InputRun>& runs, std::size_t by, std::vector<InputRun>& out);

// Runs from the text to the input, out of runs from the text to a page and from that page to
// the input. An empty `to_input` says that the page is the input.
std::vector<InputRun> compose(std::vector<InputRun>&& to_page,
                              const std::vector<InputRun>& to_input);

}  // namespace despin::read
