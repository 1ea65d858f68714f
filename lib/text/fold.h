// lib/text/fold.h - a phrase as tokenize() spells it, words divided by one space.
//
//   fold("State-owned  Caf\u00E9")   // "state owned caf\u00E9"
//
// The spelling that tables of phrases are keyed by. Numbers, breaks and code have
// their usual forms; text that is not UTF-8 gives "".
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

namespace despin::text {

std::string fold(std::string_view utf8);

}  // namespace despin::text
