// lib/text/fold.h - folds a phrase to the spelling of tokenize(), words separated by one space.
//
//   fold("State-owned  Caf\u00E9")   // "state owned caf\u00E9"
//
// Tables of phrases use this spelling as key. Numbers, breaks and code get their usual forms; text
// that is not UTF-8 gives "".
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

namespace despin::text {

std::string fold(std::string_view utf8);

}  // namespace despin::text
