#include "lib/decode/rescore.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "lib/detect/reading.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_model.h"

namespace despin::decode {
namespace {

using small_model::SmallModel;

class Rescore : public testing::Test {
 protected:
  // With a network that likes one word everywhere, and whose word the decoder does not take.
  void rescore_liking(std::string_view text, std::string_view liked, float nats) {
    const auto section = cloze::encode_cloze_net(
        made_cloze::liking(model_.vocabulary.size(), small_.id(liked), nats), 0,
        {1, 0, 0, kNeverAsked});
    const auto net = cloze::ClozeNet::view(section);
    ASSERT_TRUE(net);
    rescore_by(text, *net);
  }
  void rescore_by(std::string_view text, const cloze::ClozeNet& net, const BlockCloze& known = {}) {
    rescore_by(text, net, model_.channel, known);
  }
  void rescore_by(std::string_view text, const cloze::ClozeNet& net,
                  const channel::Channel& channel, const BlockCloze& known) {
    ASSERT_TRUE(detect::read_words(text, model_.vocabulary, reading_));
    channel_ = &channel;
    Decoder(model_.ngrams, channel).decode(reading_.words, decoding_scratch_, first_);
    rescore(reading_.words, {model_.ngrams, channel, &net}, first_, known, decoding_scratch_,
            scratch_, rescored_);
    ASSERT_EQ(rescored_.rerank_gain_nats.size(), decoding().spans.size());
  }
  const Decoding& decoding() const { return rescored_.decoding; }
  std::size_t number_at(std::uint32_t begin, std::uint32_t end) const {
    for (std::size_t i = 0; i < decoding().spans.size(); ++i) {
      if (decoding().spans[i].begin == begin && decoding().spans[i].end == end) return i;
    }
    ADD_FAILURE() << "no span at " << begin;
    return 0;
  }
  SwapSpan span_at(std::uint32_t begin, std::uint32_t end) const {
    return decoding().spans[number_at(begin, end)];
  }
  float gain_at(std::uint32_t begin, std::uint32_t end) const {
    return rescored_.rerank_gain_nats[number_at(begin, end)];
  }
  WordId best_of(const SwapSpan& span) const {
    if (span.first_candidate == span.last_candidate) return kUnknownWord;
    return channel_->meant(decoding().candidates[span.first_candidate].entry).words[0];
  }
  // To the last bit.
  void expect_same(const Rescored& expected) const {
    ASSERT_EQ(decoding().spans.size(), expected.decoding.spans.size());
    for (std::size_t i = 0; i < expected.decoding.spans.size(); ++i) {
      EXPECT_EQ(decoding().spans[i].posterior, expected.decoding.spans[i].posterior);
      EXPECT_EQ(rescored_.rerank_gain_nats[i], expected.rerank_gain_nats[i]);
    }
    ASSERT_EQ(decoding().candidates.size(), expected.decoding.candidates.size());
    for (std::size_t c = 0; c < expected.decoding.candidates.size(); ++c) {
      EXPECT_EQ(decoding().candidates[c].entry, expected.decoding.candidates[c].entry);
      EXPECT_EQ(decoding().candidates[c].share, expected.decoding.candidates[c].share);
    }
  }

  static constexpr float kNeverAsked = 100;

  SmallModel small_;
  detect::Model model_ = small_.open();
  detect::Reading reading_;
  DecodeScratch decoding_scratch_;
  RescoreScratch scratch_;
  Decoding first_;
  const channel::Channel* channel_ = nullptr;  // of the last call
  Rescored rescored_;
};

TEST_F(Rescore, PutsFirstWhatTheTextAroundCallsFor) {
  rescore_liking("The ruling bash won withinside the capital.", "party", 0);
  const SwapSpan bash = span_at(2, 3);
  EXPECT_EQ(best_of(bash), small_.id("party"));
  EXPECT_GT(gain_at(2, 3), 0);
  const auto& candidates = decoding().candidates;
  ASSERT_EQ(bash.last_candidate - bash.first_candidate, 2U) << "every entry is asked about";
  EXPECT_GT(candidates[bash.first_candidate].share, candidates[bash.first_candidate + 1].share);
  EXPECT_NEAR(candidates[bash.first_candidate].share + candidates[bash.first_candidate + 1].share,
              1, 1e-5);
  rescore_liking("The ruling bash won withinside the capital.", "old", 30);
  EXPECT_EQ(best_of(span_at(2, 3)), small_.id("old"));
}

TEST_F(Rescore, GainsLessWhereTheWordAsWrittenFits) {
  const std::string text = "The ruling bash won withinside the capital.";
  rescore_liking(text, "party", 0);
  const float indifferent = gain_at(2, 3);
  rescore_liking(text, "bash", 5);
  EXPECT_LT(gain_at(2, 3), indifferent);
  rescore_liking(text, "bash", 90);
  EXPECT_EQ(gain_at(2, 3), -20) << "no freak decides";
}

TEST_F(Rescore, LeavesPhrasesAsDecoded) {
  rescore_liking("The ruling get together won withinside the capital.", "old", 30);
  const SwapSpan phrase = span_at(2, 4);
  EXPECT_EQ(best_of(phrase), small_.id("party"));
  EXPECT_EQ(gain_at(2, 4), 0);
}

TEST_F(Rescore, ReadsALongTextBlockByBlock) {
  // What this network likes depends on the words around and on the place.
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  const std::string last = "The ruling bash won withinside the old capital with pictures.";
  rescore_by(last, net);
  const std::vector<SwapSpan> spans = decoding().spans;
  const std::vector<Candidate> candidates = decoding().candidates;
  const std::vector<float> gains = rescored_.rerank_gain_nats;
  ASSERT_GE(spans.size(), 3U);

  const std::string_view filling = "The old bash got images of the harbour. ";
  std::string text;
  for (std::size_t i = 0; i < kBlock / 8; ++i) text += filling;
  rescore_by(text + last, net);
  ASSERT_EQ(reading_.words.size(), kBlock + 10) << "the last sentence is a block";
  const auto& found = decoding().spans;
  const auto first_of_last =
      std::find_if(found.begin(), found.end(), [](const SwapSpan& s) { return s.begin >= kBlock; });
  EXPECT_NE(first_of_last, found.begin()) << "swaps in both blocks";
  const auto first = static_cast<std::size_t>(first_of_last - found.begin());
  ASSERT_EQ(static_cast<std::size_t>(found.end() - first_of_last), spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const SwapSpan& span = first_of_last[static_cast<std::ptrdiff_t>(i)];
    EXPECT_EQ(span.begin, kBlock + spans[i].begin);
    EXPECT_EQ(rescored_.rerank_gain_nats[first + i], gains[i]);
    ASSERT_EQ(span.last_candidate - span.first_candidate,
              spans[i].last_candidate - spans[i].first_candidate);
    for (std::uint32_t c = 0; c < span.last_candidate - span.first_candidate; ++c) {
      const Candidate& candidate = decoding().candidates[span.first_candidate + c];
      const Candidate& alone = candidates[spans[i].first_candidate + c];
      EXPECT_EQ(candidate.entry, alone.entry);
      EXPECT_EQ(candidate.share, alone.share);
    }
  }
}

TEST_F(Rescore, ReadsTheBlocksOfALongTextThatLookSwappedMost) {
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  const std::string_view odd = "The ruling bash won withinside the old capital. ";        // 8 words
  const std::string_view plain = "The party won the vote in the capital of the north. ";  // 11
  const auto block = [](std::string_view sentence, std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < kBlock / words; ++i) text += sentence;
    for (std::size_t i = 0; i < kBlock % words; ++i) text += "won ";
    return text;
  };
  std::string text;
  const std::vector<bool> is_odd = {false, true, true, false, true, true, false};
  for (const bool o : is_odd) text += o ? block(odd, 8) : block(plain, 11);
  rescore_by(text, net);
  ASSERT_EQ(reading_.words.size(), is_odd.size() * kBlock);
  EXPECT_EQ(rescored_.words, kMaxRescoredBlocks * kBlock);
  ASSERT_EQ(decoding().words.size(), reading_.words.size());
  std::vector<bool> ranked(is_odd.size(), false);
  std::size_t at = 0;  // of the first pass's spans
  for (std::size_t i = 0; i < decoding().spans.size(); ++i) {
    const SwapSpan& span = decoding().spans[i];
    const std::size_t number = span.begin / kBlock;
    ranked[number] = ranked[number] || rescored_.rerank_gain_nats[i] != 0;
    if (is_odd[number]) continue;
    while (at < first_.spans.size() && first_.spans[at].begin < span.begin) ++at;
    ASSERT_LT(at, first_.spans.size());
    EXPECT_EQ(span.posterior, first_.spans[at].posterior) << "as the first pass left it";
    EXPECT_EQ(decoding().candidates[span.first_candidate].entry,
              first_.candidates[first_.spans[at].first_candidate].entry);
  }
  EXPECT_EQ(ranked, is_odd);
}

TEST_F(Rescore, ReadsTheTextAsRestored) {
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  rescore_by("The ruling bash won in the capital.", net);
  const float gain = gain_at(2, 3);
  rescore_by("The ruling bash won withinside the capital.", net);
  EXPECT_EQ(gain_at(2, 3), gain) << "the words around are what they were before";
}

TEST_F(Rescore, IsTheSameWhateverIsKnownAndWhateverWasBefore) {
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  const Decoder decoder(model_.ngrams, model_.channel, {}, &net);
  // With swaps that are taken back, and with none that is likely.
  const std::pair<const char*, bool> texts[] = {
      {"The ruling bash won withinside the capital.", true}, {"They bash pictures.", false}};
  for (const auto& [text, taken_back] : texts) {
    rescore_by(text, net);
    ASSERT_FALSE(decoding().spans.empty());
    EXPECT_EQ(decoding().spans.front().posterior > 0.5F, taken_back);
    const Rescored alone = rescored_;
    Decoding ngrams;
    NetworkPass network;
    decoder.decode_passes(reading_.words, decoding_scratch_, ngrams, network);
    ASSERT_TRUE(network.last.covers(0, reading_.words.size()));
    rescore_by("She bought pictures of the harbour withinside the north.", net);
    rescore_by(text, net, network.last);
    expect_same(alone);
    scratch_ = {};
    decoding_scratch_ = {};
    rescore_by(text, net);
    expect_same(alone);
  }
}

TEST_F(Rescore, RanksNothingWithoutANetwork) {
  ASSERT_TRUE(detect::read_words("The ruling bash won.", model_.vocabulary, reading_));
  rescore(reading_.words, {model_.ngrams, model_.channel}, {}, {}, decoding_scratch_, scratch_,
          rescored_);
  Decoding decoded;
  Decoder(model_.ngrams, model_.channel, kRescoreOptions)
      .decode(reading_.words, decoding_scratch_, decoded);
  ASSERT_FALSE(decoded.spans.empty());
  expect_same({decoded, 4, std::vector<float>(decoded.spans.size(), 0)});
}

// As in a model whose table of first entries was corrupt.
TEST_F(Rescore, AsksAFormThatOwnsAllEntriesAboutItsFirst) {
  std::vector<channel::WrittenForm> forms = {{small_.ids("bash"), 2, -2, {}}};
  forms[0].entries.assign(1U << 20U, {small_.ids("party"), -0.5F});
  forms[0].entries[60].meant = small_.ids("leader");
  forms[0].entries.back().meant = small_.ids("old");
  const auto corrupt = channel::encode_channel(forms, {1, 0.5F});
  const auto channel = *channel::Channel::view(corrupt);
  std::string text;
  for (int i = 0; i < 100; ++i) text += "The ruling bash won in the capital. ";
  const auto best_if_liked = [&](std::string_view liked) {
    const auto section =
        cloze::encode_cloze_net(made_cloze::liking(model_.vocabulary.size(), small_.id(liked), 90),
                                0, {1, 0, 0, kNeverAsked});
    const auto net = *cloze::ClozeNet::view(section);
    rescore_by(text, net, channel, {});
    EXPECT_EQ(decoding().spans.size(), 100U);
    return best_of(span_at(2, 3));
  };
  EXPECT_EQ(best_if_liked("leader"), small_.id("leader"));
  EXPECT_EQ(best_if_liked("old"), small_.id("party")) << "the last of a million is not reached";
}

}  // namespace
}  // namespace despin::decode
