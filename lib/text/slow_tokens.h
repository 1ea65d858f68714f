// lib/text/slow_tokens.h - tokenize() without its fast path for ASCII, for tests.
//
//   tokenize_slowly(utf8, out);   // the same tokens as tokenize()
//
// Every character is normalized and mapped back to the source.
#pragma once

#include <string_view>

#include "despin/result.h"
#include "lib/text/tokens.h"

namespace despin::text {

Result<void> tokenize_slowly(std::string_view utf8, Tokens& out);

}  // namespace despin::text
