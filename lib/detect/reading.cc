#include "lib/detect/reading.h"

#include <algorithm>
#include <span>
#include <string>

#include "lib/detect/disguised_words.h"
#include "lib/detect/input_words.h"

namespace despin::detect {
namespace {

// Of a word at most, all that is made of it: tokens, two decodings of five candidates a span, and
// a second pass. Ordinary text takes a third.
constexpr std::uint64_t kBytesPerWord = 900;

Result<void> check_memory(std::uint64_t words, std::uint64_t max_memory) {
  if (max_memory == 0 || words * kBytesPerWord <= max_memory) return {};
  return Error{ErrorCode::kTooLarge,
               "a text of " + std::to_string(words) + " words, for which up to " +
                   std::to_string(words * kBytesPerWord) + " bytes of memory are needed; " +
                   "expected at most " + std::to_string(max_memory) +
                   "; raise Limits::max_memory, or lower Limits::max_words"};
}

Result<void> whole_or_nothing(const ReadLimits& limits, Reading& out) {
  if (!base::ended(limits.budget)) return {};
  out.clear();
  return limits.budget->error();
}

}  // namespace

void Reading::clear() {
  text = {};
  tokens.list.clear();
  tokens.forms.clear();
  tokens.invisible = 0;
  tokens.lookalike = 0;
  tokens.truncated = {};
  exempt = {};
  words.clear();
  ngrams.clear();
  network.clear();
}

Result<void> read_words(std::string_view text, const format::Vocabulary& vocabulary, Reading& out,
                        const DetectParameters& parameters, const ReadLimits& limits) {
  out.clear();
  if (auto ok = text::tokenize(text, out.tokens, {limits.max_words, limits.budget}); !ok) {
    out.clear();
    return ok;
  }
  if (auto ok = check_memory(out.tokens.list.size(), limits.max_memory); !ok) {
    out.clear();
    return ok;
  }
  out.text = text;
  const std::uint32_t glued = read_disguised(text, vocabulary, out.tokens);
  out.exempt = settle_marks(out.tokens, parameters);
  out.exempt.judged += glued;
  to_input_words(out.tokens, vocabulary, out.words);
  return {};
}

Result<void> read(std::string_view text, const format::Vocabulary& vocabulary,
                  const decode::Decoder& decoder, decode::DecodeScratch& scratch, Reading& out,
                  const DetectParameters& parameters, const ReadLimits& limits) {
  if (auto ok = read_words(text, vocabulary, out, parameters, limits); !ok) return ok;
  const bool is_long = out.words.size() > kMaxKeptWords;
  const auto kept = is_long ? decode::KeptPasses::kLast : limits.kept;
  decoder.decode_passes(out.words, scratch, out.ngrams, out.network, limits.budget, kept);
  if (is_long) scratch = {};  // room for what is made of it
  return whole_or_nothing(limits, out);
}

Result<void> read(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                  Reading& out, const ReadLimits& limits) {
  const decode::Decoder decoder(model.ngrams, model.channel, model.decode.first, model.net());
  return read(text, model.vocabulary, decoder, scratch, out, model.detect, limits);
}

Result<void> read_part(const Reading& whole, std::uint32_t begin, std::uint32_t end,
                       const Model& model, decode::DecodeScratch& scratch, Reading& out,
                       base::Budget* budget) {
  out.clear();
  if (begin == end) return {};
  const auto first = whole.tokens.list.begin() + begin;
  const auto last = whole.tokens.list.begin() + end;
  out.text = whole.text;
  out.tokens.list.assign(first, last);
  // One behind the other: those of disguised words stand behind all others.
  for (text::Token& token : out.tokens.list) {
    const std::string_view form = whole.tokens.form(token);
    token.form_begin = static_cast<std::uint32_t>(out.tokens.forms.size());
    out.tokens.forms += form;
  }
  out.words.assign(whole.words.begin() + begin, whole.words.begin() + end);
  out.words.front().begins_sentence = true;
  const decode::Decoder decoder(model.ngrams, model.channel, model.decode.first, model.net());
  decoder.decode_passes(out.words, scratch, out.ngrams, out.network, budget,
                        decode::KeptPasses::kLast);
  return whole_or_nothing({.budget = budget}, out);
}

Result<void> read_ngrams(std::string_view text, const Model& model, decode::DecodeScratch& scratch,
                         Reading& out, const ReadLimits& limits) {
  if (auto ok = read_words(text, model.vocabulary, out, model.detect, limits); !ok) return ok;
  const decode::Decoder decoder(model.ngrams, model.channel, model.decode.first);
  decoder.decode(out.words, scratch, out.ngrams, {}, limits.budget);
  return whole_or_nothing(limits, out);
}

NgramWindows::NgramWindows(const Reading& reading, const Model& model,
                           decode::DecodeScratch& scratch, decode::Decoding& buffer)
    : reading_(reading),
      decoder_(model.ngrams, model.channel, model.decode.first),
      scratch_(scratch),
      buffer_(buffer) {}

NgramWindows::Window NgramWindows::of(std::uint32_t first, std::uint32_t last,
                                      base::Budget* budget) {
  if (reading_.keeps_ngrams()) return {reading_.ngrams, 0};
  const std::span<const decode::InputWord> words = reading_.words;
  const std::size_t begin = first / decode::kBlock * decode::kBlock;
  const std::size_t end =
      std::min(words.size(), (last + decode::kBlock - 1) / decode::kBlock * decode::kBlock);
  if (begin_ != begin || end_ != end) {
    decoder_.decode(words.subspan(begin, end - begin), scratch_, buffer_, {}, budget);
    begin_ = begin;
    end_ = end;
  }
  return {buffer_, static_cast<std::uint32_t>(begin)};
}

}  // namespace despin::detect
