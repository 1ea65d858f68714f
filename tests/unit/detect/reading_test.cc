// tests/unit/detect/reading_test.cc - what a reading keeps, and what is decoded again.
#include "lib/detect/reading.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace despin::detect {
namespace {

// A span with its candidates, by its place in the text.
using Spot = std::tuple<std::uint32_t, std::uint32_t, float, float, std::vector<std::uint32_t>>;

// The spans that lie in the tokens [first, last), of a decoding that begins at token `begin`.
std::vector<Spot> spots(const decode::Decoding& decoding, std::uint32_t begin, std::uint32_t first,
                        std::uint32_t last) {
  std::vector<Spot> out;
  for (const decode::SwapSpan& span : decoding.spans) {
    if (span.begin + begin < first || span.end + begin > last) continue;
    std::vector<std::uint32_t> entries;
    for (std::uint32_t c = span.first_candidate; c < span.last_candidate; ++c) {
      entries.push_back(decoding.candidates[c].entry);
    }
    out.emplace_back(span.begin + begin, span.end + begin, span.posterior, span.evidence_nats,
                     entries);
  }
  return out;
}

class ReadingTest : public testing::Test {
 protected:
  ReadingTest() : model_(Model::open(DESPIN_SOURCE_DIR "/models/tiny.despin")) {
    std::ifstream in(DESPIN_SOURCE_DIR "/examples/pages/harbour_spun.txt", std::ios::binary);
    const std::string page(std::istreambuf_iterator<char>(in), {});
    for (int i = 0; i < 24; ++i) text_ += page + "\n\n";
  }

  Result<Model> model_;
  std::string text_;
  decode::DecodeScratch scratch_;
  decode::Decoding buffer_;
};

// The forms of disguised words stand behind all others; those of a part are its own.
TEST_F(ReadingTest, APartHasTheFormsOfItsWords) {
  std::string disguised = text_;
  std::replace(disguised.begin(), disguised.end(), 'l', 'I');
  Reading whole;
  ASSERT_TRUE(read(disguised, *model_, scratch_, whole));
  const auto behind = [](const text::Token& a, const text::Token& b) {
    return a.form_begin < b.form_begin;
  };
  ASSERT_FALSE(std::is_sorted(whole.tokens.list.begin(), whole.tokens.list.end(), behind));
  Reading part;
  ASSERT_TRUE(read_part(whole, 100, 900, *model_, scratch_, part));
  ASSERT_EQ(part.tokens.list.size(), 800U);
  for (std::size_t i = 0; i < 800; ++i) {
    EXPECT_EQ(part.tokens.form(part.tokens.list[i]), whole.tokens.form(whole.tokens.list[100 + i]));
  }
}

TEST_F(ReadingTest, SayWhatAReadingByNgramsAloneSays) {
  Reading alone;
  ASSERT_TRUE(read_ngrams(text_, *model_, scratch_, alone));
  Reading reading;
  ASSERT_TRUE(read(text_, *model_, scratch_, reading));
  // As a network leaves it that has read a very long text.
  reading.network.ran = true;
  reading.ngrams.clear();
  ASSERT_FALSE(reading.keeps_ngrams());
  const auto words = static_cast<std::uint32_t>(reading.words.size());
  ASSERT_GT(words, 3 * decode::kBlock);

  NgramWindows windows(reading, *model_, scratch_, buffer_);
  std::size_t compared = 0;
  // In one block, over the border of two, the end, and one that was asked for before.
  for (const auto& [first, last] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{
           {0, 100}, {2000, 2100}, {4090, 6000}, {words - 50, words}, {0, 100}, {0, words}}) {
    const NgramWindows::Window window = windows.of(first, last);
    EXPECT_LE(window.begin, first);
    EXPECT_GE(window.begin + window.decoding.words.size(), last);
    const std::vector<Spot> expected = spots(alone.ngrams, 0, first, last);
    EXPECT_EQ(spots(window.decoding, window.begin, first, last), expected);
    compared += expected.size();
  }
  EXPECT_GT(compared, 500U);
}

TEST_F(ReadingTest, AreTheReadingsOwnWhereItKeepsThem) {
  Reading reading;
  ASSERT_TRUE(read(text_, *model_, scratch_, reading));
  ASSERT_TRUE(reading.keeps_ngrams());
  NgramWindows windows(reading, *model_, scratch_, buffer_);
  const NgramWindows::Window window = windows.of(3000, 3100);
  EXPECT_EQ(&window.decoding, &reading.ngrams);
  EXPECT_EQ(window.begin, 0U);
  EXPECT_TRUE(buffer_.words.empty());
}

}  // namespace
}  // namespace despin::detect
