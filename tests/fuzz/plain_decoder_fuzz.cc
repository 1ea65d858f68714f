// Small worlds and texts: the decoder's and the language model's numbers are those of their plain
// twin, which sums over every reading.
//
// The first byte says which world, the second which rate; then each byte is a word.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "lib/decode/decoder.h"
#include "tests/support/byte_feed.h"
#include "tests/support/small_world.h"

namespace {

using namespace despin;
using reference::PlainDecoder;
using reference::SmallWorld;

constexpr double kClose = 1e-6;
constexpr double kNegligible = 2.001e-4;  // as in tests/reference/decode

void expect(bool holds) {
  if (!holds) std::abort();
}

bool near(double a, double b) { return std::abs(a - b) <= kClose; }

decode::LatticeOptions unpruned() {
  decode::LatticeOptions options;
  options.prune_nats = std::numeric_limits<double>::infinity();
  options.max_nodes = std::numeric_limits<std::uint32_t>::max();
  options.max_entries = std::numeric_limits<std::uint32_t>::max();
  return options;
}

struct World {
  explicit World(std::uint64_t seed) : small(seed) {}
  SmallWorld small;
  PlainDecoder plain{small.grams, small.forms, small.context};
  decode::Decoder decoder{small.lm, small.channel, unpruned()};
};

// A world is made once: its tables take longer than a text.
const World& world_of(std::uint8_t number) {
  static std::array<std::unique_ptr<World>, 256> worlds;
  if (!worlds[number]) worlds[number] = std::make_unique<World>(number);
  return *worlds[number];
}

std::vector<decode::InputWord> draw_words(fuzz::ByteFeed& feed) {
  constexpr std::size_t kMost = 6;
  std::vector<decode::InputWord> words;
  while (!feed.empty() && words.size() < kMost) {
    const std::uint32_t draw = feed.below(256);
    const WordId word = draw % 16 < 8    ? kFirstPlainWord + draw % 8
                        : draw % 16 < 10 ? kBreakWord
                        : draw % 16 < 11 ? kUnknownWord
                                         : kFirstPlainWord + draw % 5;
    words.push_back({word, words.empty() || draw / 16 % 6 == 0, draw / 16 == 15});
  }
  return words;
}

void compare_words(const World& world, const std::vector<decode::InputWord>& words,
                   const decode::Decoding& decoding, const PlainDecoder::Result& expected) {
  expect(decoding.words.size() == words.size());
  reference::Words history;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].begins_sentence) history = {kSentenceBeginWord};
    expect(near(static_cast<double>(decoding.words[i].ln_p),
                world.small.grams.log_prob(history, words[i].word)));
    expect(decoding.words[i].swappable == expected.swappable[i]);
    history.push_back(words[i].word);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  fuzz::ByteFeed feed(data, size);
  const World& world = world_of(feed.take<std::uint8_t>());
  const double rate = 0.01 + 0.4 * feed.below(256) / 255;
  const auto words = draw_words(feed);
  static decode::DecodeScratch scratch;
  static decode::Decoding decoding;
  world.decoder.decode_at(words, rate, scratch, decoding);
  const auto expected = world.plain.decode(words, rate, kNegligible);
  expect(near(decoding.evidence_nats, expected.evidence_nats));
  compare_words(world, words, decoding, expected);

  std::map<std::pair<std::uint32_t, std::uint32_t>, double> least;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> most;
  for (const auto& [swap, posterior] : expected.swaps) most[{swap.begin, swap.end}] += posterior;
  for (const auto& [swap, sure] : expected.certain) least[{swap.begin, swap.end}] += sure;
  for (const decode::SwapSpan& span : decoding.spans) {
    const auto place = std::pair(span.begin, span.end);
    expect(most.contains(place));
    const auto posterior = static_cast<double>(span.posterior);
    expect(posterior >= least[place] - kClose && posterior <= most[place] + kClose);
  }
  return 0;
}
