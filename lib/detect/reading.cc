#include "lib/detect/reading.h"

#include "lib/detect/input_words.h"

namespace despin::detect {

void Reading::clear() {
  text = {};
  tokens.list.clear();
  tokens.forms.clear();
  tokens.invisible = 0;
  tokens.lookalike = 0;
  words.clear();
  ngrams.clear();
  network.clear();
}

Result<void> read_words(std::string_view text, const format::Vocabulary& vocabulary, Reading& out,
                        const DetectParameters& parameters) {
  out.clear();
  if (auto ok = text::tokenize(text, out.tokens); !ok) {
    out.clear();
    return ok;
  }
  out.text = text;
  to_input_words(out.tokens, vocabulary, out.words, parameters.mention_words);
  return {};
}

Result<void> read(std::string_view text, const format::Vocabulary& vocabulary,
                  const decode::Decoder& decoder, decode::DecodeScratch& scratch, Reading& out,
                  const DetectParameters& parameters) {
  if (auto ok = read_words(text, vocabulary, out, parameters); !ok) return ok;
  decoder.decode_passes(out.words, scratch, out.ngrams, out.network);
  return {};
}

Result<void> read(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                  Reading& out) {
  const decode::Decoder decoder(model.ngrams, model.channel, model.decode.first, model.net());
  return read(text, model.vocabulary, decoder, scratch, out, model.detect);
}

Result<void> read_ngrams(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                         Reading& out) {
  if (auto ok = read_words(text, model.vocabulary, out, model.detect); !ok) return ok;
  const decode::Decoder decoder(model.ngrams, model.channel, model.decode.first);
  decoder.decode(out.words, scratch, out.ngrams);
  return {};
}

}  // namespace despin::detect
