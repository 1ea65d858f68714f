// Small copies: what the aligner scores is never more than its plain twin finds by trying all.
//
// Bytes below 0x80 are words of the original; what follows the first of the others is the
// suspect, in which they stand for what the original's words are written as.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "lib/align/align.h"
#include "lib/base/hash.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "tests/support/plain_aligner.h"

namespace {

using namespace despin;

constexpr WordId kWords = 60;  // from the 30th on, what the first 30 are written as
constexpr std::size_t kMost = 12;

std::vector<std::byte> channel_bytes() {
  std::vector<channel::WrittenForm> forms;
  for (WordId w = 0; w < 20; ++w) {
    const float nats = -0.5F - 0.125F * static_cast<float>(w);
    forms.push_back({{kFirstPlainWord + 30 + w}, 1, -1, {{{kFirstPlainWord + w}, nats}}});
  }
  for (WordId w = 20; w < 30; ++w) {
    forms.push_back(
        {{kFirstPlainWord + 30 + w, kFirstPlainWord + 31 + (w + 3) % 29},
         1,
         -1,
         {{{kFirstPlainWord + w}, -1}, {{kFirstPlainWord + w, kFirstPlainWord + w - 5}, -2}}});
  }
  return channel::encode_channel(forms, {1, 0.5F});
}

// No two words share their first two letters, so none inflects another.
std::vector<std::byte> vocabulary_bytes() {
  std::vector<format::VocabularyEntry> words;
  for (const char* word : {"<unk>", "<s>", "</s>", "<num>", ",", "<code>"})
    words.push_back({word, 1});
  for (WordId w = 0; w < kWords; ++w) {
    const auto first = static_cast<char>('a' + w % 26);
    const auto second = static_cast<char>('a' + w / 26);
    words.push_back({std::string{first, second, 'q'}, 1});
  }
  return format::encode_vocabulary(words);
}

align::Word word(WordId id) {
  align::Word out;
  out.key = base::mix64(id);
  out.word = id;
  // Powers of two add up exactly, so sums in any order are equal.
  out.ln_p = -static_cast<float>(3 + id % 5) - 0.5F;
  if (id % 7 == 0) out.flags |= align::kFunctionWord;
  if (id % 11 == 0) out.flags |= align::kName;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::byte> channel_section = channel_bytes();
  static const std::vector<std::byte> vocabulary_section = vocabulary_bytes();
  static const auto channel = *channel::Channel::view(channel_section);
  static const auto vocabulary = *format::Vocabulary::view(vocabulary_section);
  static align::AlignScratch scratch;
  static align::Alignment alignment;

  std::vector<align::Word> original;
  std::vector<align::Word> suspect;
  bool is_suspect = false;
  for (std::size_t i = 0; i < size; ++i) {
    const bool high = data[i] >= 0x80;
    is_suspect = is_suspect || high;
    std::vector<align::Word>& side = is_suspect ? suspect : original;
    if (side.size() < kMost) {
      side.push_back(word(kFirstPlainWord + data[i] % 30 + (high ? 30 : 0)));
      if (data[i] / 32 % 4 == 3 || side.size() == 1) side.back().flags |= align::kSentenceStart;
    }
  }
  for (const align::RowWords rows : {align::RowWords::kAll, align::RowWords::kContent}) {
    const align::Dictionary dictionary{&channel, &vocabulary, rows};
    align::align(original, suspect, dictionary, scratch, alignment);
    if (alignment.passages.empty()) continue;
    const double best =
        reference::PlainAligner(original, suspect, channel, dictionary.shares()).best();
    for (const align::AlignedPassage& passage : alignment.passages) {
      // What is added or dropped at an end is no part of a passage, so it may gain a little.
      const auto edge = static_cast<double>(align::EditCosts{}.sentence_edge_nats);
      if (!(passage.nats < best + 1e-3 + edge)) std::abort();
    }
  }
  return 0;
}
