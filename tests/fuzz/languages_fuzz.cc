// Any bytes as section LANG: refused, or shares of a text that are shares.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "lib/language/language_model.h"
#include "lib/text/tokens.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using despin::language::LanguageModel;
  const auto check = [](bool good) {
    if (!good) std::abort();
  };
  const auto model = LanguageModel::view(std::as_bytes(std::span(data, size)));
  if (!model) {
    check(!model.error().message.empty());
    return 0;
  }
  despin::text::Tokens tokens;
  if (!despin::text::tokenize("The party won. Le parti gagna, und das mit dem Haus.", tokens)) {
    std::abort();
  }
  const auto told = model->tell(tokens);
  check(told.share >= 0 && told.share <= 1.000001 && told.english <= 1.000001);
  check(told.code.size() <= despin::language::kCodeBytes);
  return 0;
}
