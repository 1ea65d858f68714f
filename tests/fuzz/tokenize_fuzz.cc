// Any bytes at all: tokens keep their invariants, or there is an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "lib/text/inflection.h"
#include "tests/support/text_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace despin::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!broken_invariant(text).empty()) std::abort();
  Tokens tokens;
  std::vector<Morphology> readings;
  if (!tokenize(text, tokens)) return 0;
  for (const Token& token : tokens.list) {
    morphology(tokens.form(token), readings);
    if (readings.empty() || readings.size() > 8) std::abort();
    for (const Morphology& a : readings) inflect(a.lemma, a.inflection);
    takes_an(tokens.form(token));
  }
  return 0;
}
