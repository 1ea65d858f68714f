// models/build/simulate/arrange.h
// Moves and drops sentences; the white space between them stays in place.
//
//   const Arrangement a = arrange(text, tokens, options);
//   a.text;                  // "B. A." of "A. B."
//   a.pieces[0].original     // bytes of "B." in the text
//
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/text/tokens.h"
#include "models/build/simulate/spin.h"

namespace despin::simulate {

struct Arrangement {
  std::string text;
  // By suspect.begin_byte; all sentences that are left, the suspect's bytes being those
  // of `text`. Equal bytes on both sides.
  std::vector<Change> pieces;
};

// At least one sentence stays, if there is one.
Arrangement arrange(std::string_view text, const text::Tokens& tokens, const SpinOptions& options);

}  // namespace despin::simulate
