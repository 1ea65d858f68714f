// A small invented language and its spinner, drawn from a seed: the same one as
// plain tables and as the sections that the library reads.
//
// All logarithms are multiples of 1/8, which neither the sections nor single
// precision round: what differs from a plain twin is then a mistake.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "models/build/encode/channel_encoder.h"
#include "tests/support/plain_decoder.h"

namespace despin::reference {

class SmallWorld {
 public:
  static constexpr WordId kWords = kFirstPlainWord + 8;

  explicit SmallWorld(std::uint64_t seed) : random_(seed) {
    draw_grams();
    draw_forms();
    lm::NgramCoding coding;
    coding.fingerprint_bits.fill(16);
    coding.prob_bits = 9;
    coding.backoff_bits = 9;
    ngram_section_ = *lm::encode_ngrams(grams.tables(), coding);
    lm = *lm::NgramModel::view(ngram_section_);
    channel_section_ = channel::encode_channel(forms, context);
    channel = *channel::Channel::view(channel_section_);
  }

  SmallWorld(const SmallWorld&) = delete;
  SmallWorld& operator=(const SmallWorld&) = delete;

  // Below `n`.
  std::uint32_t draw(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  Words draw_words(std::size_t size) {
    Words words;
    for (std::size_t i = 0; i < size; ++i) words.push_back(draw_word());
    return words;
  }

  std::vector<decode::InputWord> draw_input_words(std::size_t size) {
    std::vector<decode::InputWord> input_words;
    for (std::size_t i = 0; i < size; ++i) {
      input_words.push_back({draw_word(), i == 0 || draw(6) == 0, draw(10) == 0});
    }
    // Forms of several words would be rare in a text of random words.
    if (size > 0 && draw(2) == 0) {
      const Words& form = forms[draw(static_cast<std::uint32_t>(forms.size()))].words;
      const std::size_t at = draw(static_cast<std::uint32_t>(size));
      for (std::size_t i = 0; i < form.size() && at + i < size; ++i) {
        input_words[at + i].word = form[i];
      }
    }
    return input_words;
  }

  PlainGrams grams;
  std::vector<channel::WrittenForm> forms;
  channel::ContextWeights context{0.75F, 0.5F};
  lm::NgramModel lm;
  channel::Channel channel;

 private:
  double eighths(std::uint32_t least, std::uint32_t most) {
    return -static_cast<double>(least + draw(most - least + 1)) / 8;
  }
  // A comma or a word that nobody knows now and then.
  WordId draw_word() {
    if (draw(12) == 0) return draw(2) == 0 ? kBreakWord : kUnknownWord;
    return kFirstPlainWord + draw(kWords - kFirstPlainWord);
  }

  void draw_grams() {
    grams.order = 1 + draw(4);
    std::set<Words> all;
    for (WordId word = 0; word < kWords; ++word) all.insert({word});
    for (std::uint32_t i = 0; grams.order > 1 && i < 25; ++i) {
      Words gram = draw_words(2 + draw(static_cast<std::uint32_t>(grams.order) - 1));
      if (draw(4) == 0) gram[0] = kSentenceBeginWord;
      if (draw(4) == 0) gram.back() = kSentenceEndWord;
      // With a gram go its beginnings and ends.
      for (std::size_t begin = 0; begin < gram.size(); ++begin) {
        for (std::size_t end = begin + 1; end <= gram.size(); ++end) {
          all.insert(Words(gram.begin() + long(begin), gram.begin() + long(end)));
        }
      }
    }
    for (const Words& words : all) {
      PlainGrams::Gram& gram = grams.grams[words];
      gram.log_prob = words.size() == 1 ? eighths(8, 48) : eighths(1, 24);
      if (words.size() > 1) {
        PlainGrams::Gram& context_gram = grams.grams[Words(words.begin(), words.end() - 1)];
        context_gram.has_longer = true;
        if (context_gram.backoff == 0) context_gram.backoff = eighths(1, 12);
      }
    }
  }

  void draw_forms() {
    std::set<Words> written;
    while (written.size() < 9)
      written.insert(draw_words(1 + (draw(3) == 0 ? 1 + draw(channel::kMaxWrittenWords - 1) : 0)));
    for (const Words& words : written) {
      channel::WrittenForm form;
      form.words = words;
      form.swap_ratio_nats = static_cast<float>(3 + eighths(0, 48));
      form.keep_nats = static_cast<float>(2 + eighths(0, 32));
      std::set<Words> meant;
      for (std::uint32_t n = draw(4); n > 0; --n) meant.insert(draw_words(1 + draw(3)));
      for (const Words& m : meant) {
        form.entries.push_back({m, static_cast<float>(eighths(0, 24))});
      }
      forms.push_back(std::move(form));
    }
  }

  std::mt19937_64 random_;
  std::vector<std::byte> ngram_section_;
  std::vector<std::byte> channel_section_;
};

}  // namespace despin::reference
