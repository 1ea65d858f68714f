// The aligner against its plain twin on small random copies: never better, and as good
// but for the rare copy whose best path leaves the band.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/align/align.h"
#include "lib/base/hash.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "tests/support/plain_aligner.h"

namespace despin::align {
namespace {

constexpr WordId kFirst = kFirstPlainWord;
constexpr WordId kWords = 60;

// Each word below 30 may be written as the one 30 above it; some as phrases.
std::vector<std::byte> channel_bytes() {
  std::vector<channel::WrittenForm> forms;
  for (WordId w = 0; w < 20; ++w) {
    forms.push_back({{kFirst + 30 + w}, 1, -1, {{{kFirst + w}, -0.5F - 0.1F * float(w)}}});
  }
  for (WordId w = 20; w < 30; ++w) {
    forms.push_back({{kFirst + 30 + w, kFirst + 31 + (w + 3) % 29},
                     1,
                     -1,
                     {{{kFirst + w}, -1}, {{kFirst + w, kFirst + w - 5}, -2}}});
  }
  return channel::encode_channel(forms, {1, 0.5F});
}

std::vector<std::byte> vocabulary_bytes() {
  std::vector<format::VocabularyEntry> words;
  for (const char* word : {"<unk>", "<s>", "</s>", "<num>", ",", "<code>"})
    words.push_back({word, 1});
  // No two share their first two letters, so none inflects another.
  for (WordId w = 0; w < kWords; ++w) {
    words.push_back(
        {std::string(1, static_cast<char>('a' + w % 26)) + static_cast<char>('a' + w / 26) + "q",
         1});
  }
  return format::encode_vocabulary(words);
}

class RandomCopy {
 public:
  explicit RandomCopy(std::uint32_t seed) : random_(seed) {
    const std::uint32_t size = 8 + below(12);
    for (std::uint32_t k = 0; k < size; ++k) original.push_back(word(kFirst + below(30)));
    if (!original.empty()) original[0].flags |= kSentenceStart;
    std::uint32_t skip = 0;
    for (const Word& w : original) {
      if (skip > 0) {
        --skip;
        continue;
      }
      switch (below(12)) {
        case 0:  // swapped for what may be listed
          suspect.push_back(word(w.word + 30));
          break;
        case 1:  // for what is not
          suspect.push_back(word(kFirst + 30 + below(30)));
          break;
        case 2:
          skip = below(4);  // dropped
          break;
        case 3:  // added, then kept
          for (std::uint32_t k = below(4); k > 0; --k) suspect.push_back(word(kFirst + 45));
          suspect.push_back(w);
          break;
        default:
          suspect.push_back(w);
      }
    }
    if (below(2) == 0) {  // among other words
      for (int k = 0; k < 4; ++k) suspect.insert(suspect.begin(), word(kFirst + 30 + below(30)));
    }
  }

  std::vector<Word> original;
  std::vector<Word> suspect;

 private:
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  static Word word(WordId id) {
    Word out;
    out.key = base::mix64(id);
    out.word = id;
    // Powers of two add up exactly, so sums in any order are equal.
    out.ln_p = -static_cast<float>(3 + id % 5) - 0.5F;
    if (id % 7 == 0) out.flags |= kFunctionWord;
    if (id % 11 == 0) out.flags |= kName;
    return out;
  }

  std::mt19937 random_;
};

void compare_with_plain(RowWords rows) {
  const auto channel_section = channel_bytes();
  const auto vocabulary_section = vocabulary_bytes();
  const auto channel = channel::Channel::view(channel_section);
  const auto vocabulary = format::Vocabulary::view(vocabulary_section);
  ASSERT_TRUE(channel && vocabulary);
  AlignScratch scratch;
  Alignment alignment;
  int found = 0;
  int equal = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const RandomCopy copy(seed);
    const Dictionary dictionary{&*channel, &*vocabulary, rows};
    align(copy.original, copy.suspect, dictionary, scratch, alignment);
    if (alignment.passages.size() != 1) continue;
    ++found;
    reference::PlainAligner plain(copy.original, copy.suspect, *channel, dictionary.shares());
    const double best = plain.best();
    const double nats = alignment.passages[0].nats;
    // What is added or dropped at an end is no part of a passage, so it may gain a little.
    EXPECT_LT(nats, best + 1e-3 + static_cast<double>(EditCosts{}.sentence_edge_nats))
        << "seed " << seed;
    equal += std::abs(nats - best) < 1e-3 ? 1 : 0;
  }
  EXPECT_GT(found, 250);
  EXPECT_GT(equal, found * 9 / 10);
}

TEST(PlainAlign, AgreesOnSmallCopies) { compare_with_plain(RowWords::kAll); }

TEST(PlainAlign, AgreesOnRowsOfContentWords) { compare_with_plain(RowWords::kContent); }

}  // namespace
}  // namespace despin::align
