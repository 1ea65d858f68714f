#include "lib/text/fold.h"

#include "lib/text/tokens.h"

namespace despin::text {

std::string fold(std::string_view utf8) {
  Tokens tokens;
  std::string folded;
  if (!tokenize(utf8, tokens)) return folded;
  for (const Token& token : tokens.list) {
    if (!folded.empty()) folded += ' ';
    folded += tokens.form(token);
  }
  return folded;
}

}  // namespace despin::text
