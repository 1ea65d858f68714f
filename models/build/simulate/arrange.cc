#include "models/build/simulate/arrange.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/build/simulate/random.h"

namespace despin::simulate {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Each sentence with the marks before and after it, without the white space.
std::vector<ByteSpan> sentences_of(std::string_view text, const text::Tokens& tokens) {
  std::vector<ByteSpan> out;
  const auto close = [&](std::size_t end) {
    if (out.empty()) return;
    while (end > out.back().begin_byte && is_space(text[end - 1])) --end;
    out.back().end_byte = static_cast<std::uint32_t>(end);
  };
  for (const text::Token& token : tokens.list) {
    if ((token.flags & text::kSentenceStart) == 0) continue;
    std::size_t begin = token.begin_byte;
    const std::size_t least = out.empty() ? 0 : out.back().begin_byte + 1;
    while (begin > least && !is_space(text[begin - 1])) --begin;
    // A sentence that begins inside a word of the previous one is not a separate sentence.
    if (begin == least && !out.empty()) continue;
    close(begin);
    out.push_back({static_cast<std::uint32_t>(begin), 0});
  }
  close(text.size());
  return out;
}

}  // namespace

Arrangement arrange(std::string_view text, const text::Tokens& tokens, const SpinOptions& options) {
  const std::vector<ByteSpan> sentences = sentences_of(text, tokens);
  const std::size_t n = sentences.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto by_key = [&](std::uint64_t salt) {
    return [seed = key(options.seed, salt)](std::size_t a, std::size_t b) {
      return std::pair(key(seed, a), a) < std::pair(key(seed, b), b);
    };
  };
  if (options.drop_sentences > 0 && n > 0) {
    const auto dropped = static_cast<std::size_t>(
        std::floor(std::min(options.drop_sentences, 1.0) * static_cast<double>(n) + 0.5));
    std::sort(order.begin(), order.end(), by_key(1));
    order.resize(std::max<std::size_t>(n - std::min(dropped, n), 1));
    std::sort(order.begin(), order.end());
  }
  const std::vector<std::size_t> places = order;
  if (options.shuffle_sentences) std::sort(order.begin(), order.end(), by_key(2));
  Arrangement out;
  if (n == 0) {
    out.text = text;
    return out;
  }
  out.text = text.substr(0, sentences.front().begin_byte);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ByteSpan from = sentences[order[i]];
    const auto begin = static_cast<std::uint32_t>(out.text.size());
    out.text += text.substr(from.begin_byte, from.end_byte - from.begin_byte);
    out.pieces.push_back({from, {begin, static_cast<std::uint32_t>(out.text.size())}});
    // The space that followed the sentence whose place this was.
    const std::size_t place = places[i];
    const std::size_t space_end = place + 1 < n ? sentences[place + 1].begin_byte : text.size();
    out.text += text.substr(sentences[place].end_byte, space_end - sentences[place].end_byte);
  }
  return out;
}

}  // namespace despin::simulate
