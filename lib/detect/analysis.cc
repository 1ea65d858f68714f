#include "lib/detect/analysis.h"

namespace despin::detect {

Result<void> analyse(std::string_view text, const format::Vocabulary& vocabulary,
                     const decode::Decoder& decoder, Analysis& out) {
  if (auto ok = text::tokenize(text, out.tokens); !ok) return ok;
  to_input_words(out.tokens, vocabulary, out.input_words);
  decoder.decode(out.input_words, out.scratch, out.decoding);
  find_artifacts(text, out.tokens, out.input_words, vocabulary, out.artifacts);
  out.facts = extract_features(out.tokens, out.input_words, out.decoding, out.artifacts);
  return {};
}

}  // namespace despin::detect
