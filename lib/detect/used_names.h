// lib/detect/used_names.h - words that a text itself uses as the names of people.
//
//   const UsedNames names(reading.tokens);
//   if (names.has("reyes")) ...     // "Mayor Joanna Reyes ... Reyes said"
//
// Such a word has a capital wherever it stands, stands behind another word with a capital at one
// place, and alone, behind no determiner, at another. What a spinner makes of a name of several
// words ("the Communist Bash") seldom stands alone.
// Threads  Immutable. Views the tokens, which must outlive it.
// Cost     O(tokens).
#pragma once

#include <string_view>
#include <unordered_set>

#include "lib/text/tokens.h"

namespace despin::detect {

class UsedNames {
 public:
  explicit UsedNames(const text::Tokens& tokens);

  bool has(std::string_view form) const { return names_.contains(form); }

 private:
  std::unordered_set<std::string_view> names_;
};

}  // namespace despin::detect
