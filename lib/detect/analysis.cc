#include "lib/detect/analysis.h"

namespace despin::detect {

Result<void> analyse(std::string_view text, const format::Vocabulary& vocabulary,
                     const decode::Decoder& decoder, Analysis& out,
                     const DetectParameters& parameters) {
  if (auto ok = text::tokenize(text, out.tokens); !ok) return ok;
  to_input_words(out.tokens, vocabulary, out.input_words, parameters.mention_words);
  decoder.decode(out.input_words, out.scratch, out.decoding);
  find_artifacts(text, out.tokens, out.input_words, vocabulary, out.artifacts, parameters);
  out.facts =
      extract_features(out.tokens, out.input_words, out.decoding, out.artifacts, parameters);
  return {};
}

}  // namespace despin::detect
