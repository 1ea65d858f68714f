#include "lib/decode/decoder.h"

#include <cmath>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/encode/channel_encoder.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_model.h"

namespace despin::decode {
namespace {

using small_model::SmallModel;

class Decode : public testing::Test {
 protected:
  std::vector<InputWord> input_words(std::string_view words) const {
    std::vector<InputWord> out;
    for (const WordId word : small_.ids(words)) out.push_back({word, out.empty(), false});
    return out;
  }
  const Decoding& decode(std::span<const InputWord> input_words) {
    decoder_.decode(input_words, scratch_, decoding_);
    return decoding_;
  }
  static void expect_same(const Decoding& a, const Decoding& b) {
    EXPECT_EQ(a.evidence_nats, b.evidence_nats);
    EXPECT_EQ(a.swap_rate, b.swap_rate);
    ASSERT_EQ(a.words.size(), b.words.size());
    for (std::size_t i = 0; i < a.words.size(); ++i) {
      EXPECT_EQ(a.words[i].swapped, b.words[i].swapped);
      EXPECT_EQ(a.words[i].cloze_association, b.words[i].cloze_association);
    }
    ASSERT_EQ(a.candidates.size(), b.candidates.size());
    for (std::size_t i = 0; i < a.candidates.size(); ++i) {
      EXPECT_EQ(a.candidates[i].entry, b.candidates[i].entry);
      EXPECT_EQ(a.candidates[i].share, b.candidates[i].share);
    }
    ASSERT_EQ(a.spans.size(), b.spans.size());
    for (std::size_t i = 0; i < a.spans.size(); ++i) {
      EXPECT_EQ(a.spans[i].begin, b.spans[i].begin);
      EXPECT_EQ(a.spans[i].posterior, b.spans[i].posterior);
      EXPECT_EQ(a.spans[i].first_candidate, b.spans[i].first_candidate);
      EXPECT_EQ(a.spans[i].last_candidate, b.spans[i].last_candidate);
    }
  }
  // Of the likeliest span.
  const SwapSpan& best() const {
    return *std::max_element(
        decoding_.spans.begin(), decoding_.spans.end(),
        [](const SwapSpan& a, const SwapSpan& b) { return a.posterior < b.posterior; });
  }

  SmallModel small_;
  detect::Model model_ = small_.open();
  Decoder decoder_{model_.ngrams, model_.channel};
  DecodeScratch scratch_;
  Decoding decoding_;
};

TEST_F(Decode, FindsAPhraseAndWhatItSaid) {
  const auto text = input_words("the ruling get together won the election");
  decode(text);
  EXPECT_GT(decoding_.evidence_nats, 0);
  EXPECT_GT(decoding_.swap_rate, 0);
  ASSERT_FALSE(decoding_.spans.empty());
  EXPECT_EQ(best().begin, 2U);
  EXPECT_EQ(best().end, 4U);
  EXPECT_GT(best().posterior, 0.9F);
  const channel::Meant meaning =
      model_.channel.meant(decoding_.candidates[best().first_candidate].entry);
  const auto meant = meaning.view();
  ASSERT_EQ(meant.size(), 1U);
  EXPECT_EQ(meant[0], small_.id("party"));
  EXPECT_TRUE(decoding_.words[2].swappable);
  EXPECT_GT(decoding_.words[3].swapped, 0.9F) << "covered, though nothing starts there";
  EXPECT_FALSE(decoding_.words[0].swappable);
}

TEST_F(Decode, HasNoEvidenceWhereNothingCanBeSwapped) {
  decode(input_words("the ruling party won the election"));
  EXPECT_EQ(decoding_.evidence_nats, 0);
  EXPECT_EQ(decoding_.swap_rate, 0);
  EXPECT_TRUE(decoding_.spans.empty());
  EXPECT_EQ(decoding_.words.size(), 6U);
}

TEST_F(Decode, LeavesFixedWordsAndSentencesAlone) {
  auto text = input_words("the ruling get together won");
  text[3].fixed = true;
  decode(text);
  EXPECT_FALSE(decoding_.words[2].swappable);
  text[3].fixed = false;
  text[3].begins_sentence = true;
  decode(text);
  EXPECT_FALSE(decoding_.words[2].swappable) << "no swap runs into the next sentence";
  text[3].begins_sentence = false;
  decode(text);
  EXPECT_TRUE(decoding_.words[2].swappable);
}

// One word with one entry: the sum has two terms and is written out here.
TEST_F(Decode, WeighsOneSwapAsTheFormulaSays) {
  const auto text = input_words("withinside");
  lm::State next;
  const lm::State begin = model_.ngrams.begin_state();
  const auto in_context = [&](std::string_view word) {
    const WordId id = small_.id(word);
    return static_cast<double>(model_.ngrams.score(begin, id, next)) -
           0.5 * static_cast<double>(model_.ngrams.unigram(id));
  };
  const auto form = model_.channel.find(small_.ids("withinside"));
  ASSERT_TRUE(form);
  const double nats =
      static_cast<double>(model_.channel.swap_ratio_nats(*form)) +
      static_cast<double>(model_.channel.weight_nats(model_.channel.first_entry(*form))) +
      in_context("in") - in_context("withinside");
  ASSERT_LT(nats, kMaxArcNats);
  constexpr double kRate = 0.15;
  decoder_.decode_at(text, kRate, scratch_, decoding_);
  const double sum = 1 - kRate + kRate * std::exp(nats);
  EXPECT_NEAR(decoding_.evidence_nats, std::log(sum), 1e-5);
  ASSERT_EQ(decoding_.spans.size(), 1U);
  EXPECT_NEAR(decoding_.spans[0].posterior, kRate * std::exp(nats) / sum, 1e-5);
  EXPECT_NEAR(decoding_.spans[0].evidence_nats, nats, 1e-2) << "the rate taken out again";
}

TEST_F(Decode, BoundsWhatOneSwapCanSay) {
  auto forms = small_.forms();
  for (auto& form : forms) form.swap_ratio_nats = 30;
  const auto bytes = channel::encode_channel(forms, {1, 0.5F});
  const auto channel = channel::Channel::view(bytes);
  const Decoder decoder(model_.ngrams, *channel);
  decoder.decode_at(input_words("withinside"), 0.4, scratch_, decoding_);
  EXPECT_NEAR(decoding_.evidence_nats, std::log(0.6 + 0.4 * std::exp(kMaxArcNats)), 1e-5);
  // As many as can be, in one sentence of several chunks.
  const std::vector<InputWord> many(5 * kMaxChunk, {small_.id("withinside"), false, false});
  decoder.decode(many, scratch_, decoding_);
  EXPECT_TRUE(std::isfinite(decoding_.evidence_nats));
  EXPECT_LE(decoding_.evidence_nats, static_cast<double>(many.size()) * kMaxArcNats);
  for (const WordEvidence& word : decoding_.words) EXPECT_GT(word.swapped, 0.99F);
}

TEST_F(Decode, CarriesTheContextOverTheEndOfAChunk) {
  // The first word behind the first chunk is "party", and "ruling" stands before it.
  auto text = input_words("the");
  while (text.size() < kMaxChunk - 1) text.push_back({small_.id("slow"), false, false});
  text.push_back({small_.id("ruling"), false, false});
  text.push_back({small_.id("party"), false, false});
  decode(text);
  lm::State state;
  model_.ngrams.score(model_.ngrams.empty_state(), small_.id("ruling"), state);
  lm::State next;
  EXPECT_EQ(decoding_.words[kMaxChunk].ln_p, model_.ngrams.score(state, small_.id("party"), next));
}

TEST_F(Decode, GivesEachBlockARateOfItsOwn) {
  std::vector<InputWord> text;
  const auto add = [&](std::string_view sentence, std::size_t until) {
    while (text.size() < until) {
      for (const InputWord& s : input_words(sentence)) {
        if (text.size() < until) text.push_back(s);
      }
    }
  };
  add("the ruling bash won the election withinside the capital", kBlock);
  decode(text);
  const double spun_rate = decoding_.swap_rate;
  const double spun_evidence = decoding_.evidence_nats;
  EXPECT_GT(spun_rate, 0);
  add("the ruling party won the election in the capital", 2 * kBlock);
  decode(text);
  EXPECT_DOUBLE_EQ(decoding_.swap_rate, spun_rate / 2);
  EXPECT_DOUBLE_EQ(decoding_.evidence_nats, spun_evidence);
  EXPECT_EQ(decoding_.words.size(), text.size());
  for (const SwapSpan& span : decoding_.spans) EXPECT_LT(span.begin, kBlock);
}

TEST_F(Decode, ReplacesWhatWasThere) {
  decode(input_words("the ruling bash won"));
  decode({});
  EXPECT_EQ(decoding_.evidence_nats, 0);
  EXPECT_EQ(decoding_.swap_rate, 0);
  EXPECT_TRUE(decoding_.words.empty());
  EXPECT_TRUE(decoding_.spans.empty());
  EXPECT_TRUE(decoding_.candidates.empty());
}

// A network that likes "party" everywhere, and how much it is asked for.
class DecodeByCloze : public Decode {
 protected:
  double posterior_of_bash(float liking, cloze::ClozeWeights weights) {
    const auto p = made_cloze::liking(model_.vocabulary.size(), small_.id("party"), liking);
    const auto section = cloze::encode_cloze_net(p, 0, weights);
    const auto net = cloze::ClozeNet::view(section);
    EXPECT_TRUE(net);
    const Decoder decoder(model_.ngrams, model_.channel, {}, &*net);
    decoder.decode(input_words("they met the bash withinside the hall"), scratch_, decoding_);
    return static_cast<double>(decoding_.words[3].swapped);
  }
};

TEST_F(DecodeByCloze, WeighsWhatTheNetworkSays) {
  const double indifferent = posterior_of_bash(0, {1, 1, 0, 0});
  EXPECT_GT(posterior_of_bash(2, {1, 1, 0, 0}), indifferent);
  EXPECT_LT(posterior_of_bash(-2, {1, 1, 0, 0}), indifferent);
  EXPECT_GT(posterior_of_bash(2, {1, 2, 0, 0}), posterior_of_bash(2, {1, 1, 0, 0}));
}

TEST_F(DecodeByCloze, AsksItOnlyWhereTheNgramsFindEvidence) {
  decode(input_words("they met the bash withinside the hall"));
  const auto alone = static_cast<double>(decoding_.words[3].swapped);
  const auto a_word = static_cast<float>(decoding_.evidence_nats / 7);
  EXPECT_EQ(posterior_of_bash(-2, {1, 1, 0, a_word * 1.01F}), alone);
  EXPECT_LT(posterior_of_bash(-2, {1, 1, 0, a_word * 0.99F}), alone);
}

// A corrupt vocabulary may call an ordinary word by the number of sentence beginnings.
TEST_F(DecodeByCloze, TakesANumberThatIsNoWordsForUnknown) {
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 1, 0, 0});
  const auto net = cloze::ClozeNet::view(section);
  ASSERT_TRUE(net);
  const Decoder decoder(model_.ngrams, model_.channel, {}, &*net);
  const auto association = [&](WordId first) {
    auto text = input_words("the bash withinside");
    text[0].word = first;
    decoder.decode_at(text, 0.05, scratch_, decoding_);
    return decoding_.words[2].cloze_association;
  };
  EXPECT_NE(association(kUnknownWord), 0);
  EXPECT_EQ(association(kSentenceBeginWord), association(kUnknownWord));
}

TEST_F(DecodeByCloze, KeepsBothPasses) {
  const auto p = made_cloze::liking(model_.vocabulary.size(), small_.id("party"), 3);
  std::vector<InputWord> text;
  const auto add_block = [&](std::string_view sentence) {
    const std::size_t until = (text.size() / kBlock + 1) * kBlock;
    while (text.size() < until) {
      for (const InputWord& s : input_words(sentence)) {
        if (text.size() < until) text.push_back(s);
      }
    }
  };
  // The network is asked of the second and the fourth.
  add_block("the ruling pictures won the election in the capital of the old north");
  add_block("the ruling bash won the election withinside the capital");
  add_block("the ruling pictures won the election in the capital of the old north");
  add_block("they met the bash withinside the hall");
  const Decoder alone(model_.ngrams, model_.channel);
  alone.decode(text, scratch_, decoding_);
  Decoding ngrams;
  NetworkPass network;
  Decoding combined;
  for (const float threshold : {0.0F, 0.05F, 100.0F}) {
    const auto section = cloze::encode_cloze_net(p, 0, {1, 1, 0, threshold});
    const auto net = cloze::ClozeNet::view(section);
    ASSERT_TRUE(net);
    const Decoder decoder(model_.ngrams, model_.channel, {}, &*net);
    decoder.decode_passes(text, scratch_, ngrams, network);
    expect_same(ngrams, decoding_);
    EXPECT_EQ(network.ran, threshold < 100);
    decoder.decode(text, scratch_, combined);
    expect_same(network.ran ? network.decoding : ngrams, combined);
    if (!network.ran) continue;
    for (const std::size_t block : {0U, 1U, 2U, 3U}) {
      const bool asked = network.decoding.words[block * kBlock + 2].cloze_association != 0 ||
                         network.decoding.words[block * kBlock + 3].cloze_association != 0;
      EXPECT_EQ(asked, threshold == 0 || block % 2 == 1) << block;
    }
    EXPECT_NE(combined.evidence_nats, ngrams.evidence_nats);
    ASSERT_TRUE(network.last.covers(3 * kBlock, 4 * kBlock));
    Decoding known;
    decoder.decode(text, scratch_, known, network.last);
    expect_same(known, combined);
  }
}

TEST_F(DecodeByCloze, ReadsTheWindowsThatCallForIt) {
  std::vector<InputWord> text;
  const auto add = [&](std::string_view sentence, std::size_t times) {
    for (; times > 0; --times) {
      for (const InputWord& word : input_words(sentence)) text.push_back(word);
    }
  };
  add("the ruling pictures won the election in the capital of the old north", 20);
  const std::size_t first = text.size();
  add("the ruling bash won the election withinside the capital", 4);
  const std::size_t last = text.size();
  add("the ruling pictures won the election in the capital of the old north", 20);
  ASSERT_LT(text.size(), kBlock);
  const auto p = made_cloze::liking(model_.vocabulary.size(), small_.id("party"), 3);
  const auto words_read = [&](std::uint32_t window) {
    const auto section = cloze::encode_cloze_net(p, 0, {1, 1, 0, 0.3F, window});
    const auto net = cloze::ClozeNet::view(section);
    EXPECT_TRUE(net);
    EXPECT_EQ(net->weights().window_words, window);
    Decoding ngrams;
    NetworkPass network;
    Decoder(model_.ngrams, model_.channel, {}, &*net)
        .decode_passes(text, scratch_, ngrams, network);
    EXPECT_EQ(network.ran, network.decoding.words.size() == text.size());
    std::vector<std::size_t> read;
    for (std::size_t i = 0; i < network.decoding.words.size(); ++i) {
      if (network.decoding.words[i].cloze_association != 0) read.push_back(i);
    }
    return read;
  };
  EXPECT_TRUE(words_read(0).empty()) << "the block as a whole has too little evidence";
  const auto read = words_read(30);
  ASSERT_FALSE(read.empty());
  EXPECT_GE(read.front() + 30, first);
  EXPECT_LT(read.back(), last + 30);
}

TEST_F(DecodeByCloze, TakesAtItsWordWhatIsKnownOfABlock) {
  const auto text = input_words("they met the bash withinside the hall");
  const auto section = [&](std::uint32_t seed) {
    return cloze::encode_cloze_net(made_cloze::random_parameters(model_.vocabulary.size(), seed), 0,
                                   {1, 1, 0, 0});
  };
  const auto section_of_one = section(1);
  const auto section_of_other = section(2);
  const auto one = *cloze::ClozeNet::view(section_of_one);
  const auto other = *cloze::ClozeNet::view(section_of_other);
  const Decoder decoder(model_.ngrams, model_.channel, {}, &one);
  decoder.decode(text, scratch_, decoding_);
  const float swapped = decoding_.words[3].swapped;
  BlockCloze known;
  known.end = text.size();
  run_cloze(text, other, scratch_.cloze_input, known.cloze);
  decoder.decode(text, scratch_, decoding_, known);
  EXPECT_NE(decoding_.words[3].swapped, swapped);
  known.end = text.size() - 1;
  decoder.decode(text, scratch_, decoding_, known);
  EXPECT_EQ(decoding_.words[3].swapped, swapped) << "of another block";
}

TEST_F(DecodeByCloze, RemembersNoTextBefore) {
  const auto text = input_words("they met the bash withinside the hall");
  const auto section = [&](std::uint32_t seed) {
    return cloze::encode_cloze_net(made_cloze::random_parameters(model_.vocabulary.size(), seed), 0,
                                   {1, 1, 0, 0});
  };
  const auto first_section = section(1);
  const auto second_section = section(2);
  const auto first = cloze::ClozeNet::view(first_section);
  const auto second = cloze::ClozeNet::view(second_section);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  const Decoder decoder(model_.ngrams, model_.channel, {}, &*first);
  decoder.decode(text, scratch_, decoding_);
  const float swapped = decoding_.words[3].swapped;
  decoder.decode(input_words("the bash won withinside"), scratch_, decoding_);
  decoder.decode(text, scratch_, decoding_);
  EXPECT_EQ(decoding_.words[3].swapped, swapped) << "it was another text in between";
  Decoder(model_.ngrams, model_.channel, {}, &*second).decode(text, scratch_, decoding_);
  EXPECT_NE(decoding_.words[3].swapped, swapped) << "another network reads for itself";
}

TEST_F(Decode, ListsLessLikelySpansWhenAsked) {
  const auto text = input_words("they met pictures of the harbour");
  LatticeOptions options;
  options.span_floor = 0.9;
  Decoder(model_.ngrams, model_.channel, options).decode(text, scratch_, decoding_);
  const std::size_t sure = decoding_.spans.size();
  options.span_floor = 0.0001;
  Decoder(model_.ngrams, model_.channel, options).decode(text, scratch_, decoding_);
  EXPECT_GT(decoding_.spans.size(), sure);
}

TEST_F(DecodeByCloze, AtAGivenRateAlwaysAsksIt) {
  const auto text = input_words("they met the bash withinside the hall");
  const auto p = made_cloze::liking(model_.vocabulary.size(), small_.id("party"), 3);
  const auto section = cloze::encode_cloze_net(p, 0, {1, 1, 0, 100});
  const auto net = cloze::ClozeNet::view(section);
  ASSERT_TRUE(net);
  decoder_.decode_at(text, 0.05, scratch_, decoding_);
  const float alone = decoding_.words[3].swapped;
  Decoder(model_.ngrams, model_.channel, {}, &*net).decode_at(text, 0.05, scratch_, decoding_);
  EXPECT_GT(decoding_.words[3].swapped, alone);
}

}  // namespace
}  // namespace despin::decode
