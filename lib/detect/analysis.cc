#include "lib/detect/analysis.h"

namespace despin::detect {

Result<void> analyse(std::string_view text, const format::Vocabulary& vocabulary,
                     const decode::Decoder& decoder, Analysis& out) {
  if (auto ok = text::tokenize(text, out.tokens); !ok) return ok;
  to_symbols(out.tokens, vocabulary, out.symbols);
  decoder.decode(out.symbols, out.scratch, out.decoding);
  find_traces(text, out.tokens, out.symbols, vocabulary, out.traces);
  out.facts = extract_features(out.tokens, out.symbols, out.decoding, out.traces);
  return {};
}

}  // namespace despin::detect
