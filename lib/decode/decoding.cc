#include "lib/decode/decoding.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace despin::decode {
namespace {

template <class T>
void append_part(const std::vector<T>& from, std::size_t first, std::size_t last,
                 std::vector<T>& to) {
  to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(first),
            from.begin() + static_cast<std::ptrdiff_t>(last));
}

// Makes room for what all words will need if the rest is like the `done` of them: growth by
// doubling would hold up to thrice as much at once.
template <class T>
void reserve_ahead(std::size_t done, std::size_t all, std::vector<T>& list) {
  if (done == all || list.capacity() - list.size() > list.size() * kBlock / done) return;
  const auto expected =
      static_cast<std::size_t>(static_cast<double>(list.size()) *
                               static_cast<double>(all + kBlock) / static_cast<double>(done));
  // Early: a list that moves late is held twice.
  constexpr std::size_t kSample = 16;
  list.reserve(done * kSample >= all ? expected + expected / 32
                                     : std::min(expected, 2 * list.size()));
}

}  // namespace

void Decoding::clear() {
  evidence_nats = 0;
  swap_rate = 0;
  words.clear();
  spans.clear();
  candidates.clear();
}

void append_part(const Decoding& from, const DecodingSize& first, const DecodingSize& last,
                 Decoding& to) {
  const std::size_t spans = to.spans.size();
  const auto moved = static_cast<std::uint32_t>(to.candidates.size() - first.candidates);
  append_part(from.words, first.words, last.words, to.words);
  append_part(from.spans, first.spans, last.spans, to.spans);
  append_part(from.candidates, first.candidates, last.candidates, to.candidates);
  for (std::size_t i = spans; i < to.spans.size(); ++i) {
    to.spans[i].first_candidate += moved;  // modulo 2^32 where there are fewer than in `from`
    to.spans[i].last_candidate += moved;
  }
}

void reserve_ahead(std::size_t done, std::size_t all, Decoding& decoding) {
  reserve_ahead(done, all, decoding.spans);
  reserve_ahead(done, all, decoding.candidates);
}

void append_block(const Decoding& from, std::size_t begin, Decoding& to) {
  const auto span_from = [&](std::size_t word) {
    const auto at = std::lower_bound(
        from.spans.begin(), from.spans.end(), word,
        [](const SwapSpan& span, std::size_t place) { return span.begin < place; });
    DecodingSize size;
    size.words = word;
    size.spans = static_cast<std::size_t>(at - from.spans.begin());
    size.candidates = at == from.spans.end() ? from.candidates.size() : at->first_candidate;
    return size;
  };
  append_part(from, span_from(begin), span_from(block_end(begin, from.words.size())), to);
}

}  // namespace despin::decode
