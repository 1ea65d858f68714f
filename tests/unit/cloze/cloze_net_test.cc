#include "lib/cloze/cloze_net.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/made_cloze.h"

namespace despin::cloze {
namespace {

using Vector = std::vector<double>;

// The network as its papers write it, in floating point and with no thought of speed.
class PlainNet {
 public:
  explicit PlainNet(const ClozeParameters& p) : p_(p) {}

  // ln P of each word at each place, but for what all words of a place share.
  std::vector<Vector> read(const std::vector<WordId>& words) const {
    const auto left = states(p_.forward, words, false);
    const auto right = states(p_.backward, words, true);
    std::vector<Vector> places;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == kSentenceBeginWord) continue;
      Vector both = left[i];
      both.insert(both.end(), right[i].begin(), right[i].end());
      Vector joint = times(p_.joint_weights, both);
      for (std::size_t r = 0; r < joint.size(); ++r) {
        joint[r] = std::max(0.0, joint[r] + static_cast<double>(p_.joint_bias[r]));
      }
      Vector context = times(p_.out_weights, joint);
      for (std::size_t r = 0; r < context.size(); ++r) {
        context[r] += static_cast<double>(p_.out_bias[r]);
      }
      Vector scores = times(p_.word_vectors, context);
      for (std::size_t w = 0; w < scores.size(); ++w) {
        scores[w] += static_cast<double>(p_.word_biases[w]);
      }
      places.push_back(scores);
    }
    return places;
  }

 private:
  static Vector times(const std::vector<float>& matrix, const Vector& v) {
    Vector out(matrix.size() / v.size(), 0.0);
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      out[i / v.size()] += static_cast<double>(matrix[i]) * v[i % v.size()];
    }
    return out;
  }

  std::vector<Vector> states(const ClozeParameters::LstmDirection& d,
                             const std::vector<WordId>& words, bool from_end) const {
    const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
    std::vector<Vector> before(words.size());
    Vector h(p_.hidden, 0.0);
    Vector c(p_.hidden, 0.0);
    for (std::size_t step = 0; step < words.size(); ++step) {
      const std::size_t at = from_end ? words.size() - 1 - step : step;
      before[at] = h;
      const WordId word = words[at] < p_.words ? words[at] : kUnknownWord;
      const auto row = p_.word_vectors.begin() + static_cast<std::ptrdiff_t>(word * p_.dimensions);
      const Vector x(row, row + p_.dimensions);
      const Vector a = times(d.input, x);
      const Vector b = times(d.recurrent, h);
      const auto gate = [&](std::size_t k, std::size_t i) {
        const std::size_t r = k * p_.hidden + i;
        return a[r] + b[r] + static_cast<double>(d.bias[r]);
      };
      for (std::size_t i = 0; i < p_.hidden; ++i) {
        c[i] = logistic(gate(1, i)) * c[i] + logistic(gate(0, i)) * std::tanh(gate(2, i));
        h[i] = logistic(gate(3, i)) * std::tanh(c[i]);
      }
    }
    return before;
  }

  const ClozeParameters& p_;
};

constexpr std::uint32_t kWords = 12;

std::vector<std::byte> encoded(const ClozeParameters& p) {
  return encode_cloze_net(p, 42, {0.7F, 0.5F, 0.25F, 0.1F});
}

TEST(ClozeNet, AgreesWithThePlainNetwork) {
  const ClozeParameters p = made_cloze::random_parameters(kWords);
  const auto section = encoded(p);
  const auto net = ClozeNet::view(section);
  ASSERT_TRUE(net);
  const std::vector<WordId> words = {1, 7, 8, 0, 11, 1, 6, 9, 99, 4, 7};
  const auto plain = PlainNet(p).read(words);
  Cloze cloze;
  net->read(words, cloze);
  ASSERT_EQ(cloze.scales.size(), 9U) << "where sentences begin is no place";
  double largest = 0;
  for (std::size_t place = 0; place < plain.size(); ++place) {
    for (WordId word = kFirstPlainWord; word < kWords; ++word) {
      const auto ln_p = static_cast<double>(net->ln_p(cloze, place, word));
      EXPECT_NEAR(ln_p, plain[place][word], 0.05) << place << " " << word;
      largest = std::max(largest, std::abs(plain[place][word]));
    }
  }
  EXPECT_GT(largest, 0.5) << "or agreement would say nothing";
}

TEST(ClozeNet, ReadsTheTextButNotTheWordItself) {
  const auto section = encoded(made_cloze::random_parameters(kWords));
  const auto net = ClozeNet::view(section);
  ASSERT_TRUE(net);
  const auto ask = [&](std::vector<WordId> words) {
    Cloze cloze;
    net->read(words, cloze);
    return net->ln_p(cloze, 1, 6);
  };
  const float before = ask({7, 8, 9});
  EXPECT_EQ(before, ask({7, 11, 9}));
  EXPECT_NE(before, ask({11, 8, 9}));
  EXPECT_NE(before, ask({7, 8, 11}));
}

TEST(ClozeNet, KnowsItsWordsAndWhatItIsWorth) {
  auto section = encoded(made_cloze::random_parameters(kWords));
  const auto net = ClozeNet::view(section);
  ASSERT_TRUE(net);
  EXPECT_FALSE(net->has(kUnknownWord));
  EXPECT_FALSE(net->has(kNumberWord));
  EXPECT_TRUE(net->has(kFirstPlainWord));
  EXPECT_TRUE(net->has(kWords - 1));
  EXPECT_FALSE(net->has(kWords));
  EXPECT_EQ(net->words_hash(), 42U);
  EXPECT_EQ(net->weights().ngrams, 0.7F);
  EXPECT_EQ(net->weights().rescore_nats_per_word, 0.1F);
  set_cloze_weights(section, {1, 2, 3, 4});
  EXPECT_EQ(ClozeNet::view(section)->weights().cloze, 2);
}

TEST(ClozeNet, SaysHowNearTwoWordsAre) {
  auto p = made_cloze::random_parameters(kWords);
  for (std::uint32_t i = 0; i < p.dimensions; ++i) {
    p.word_vectors[7 * p.dimensions + i] = 3 * p.word_vectors[6 * p.dimensions + i];
    p.word_vectors[8 * p.dimensions + i] = -p.word_vectors[6 * p.dimensions + i];
    p.word_vectors[9 * p.dimensions + i] = 0;
  }
  const auto section = encoded(p);
  const auto net = ClozeNet::view(section);
  ASSERT_TRUE(net);
  EXPECT_NEAR(net->cosine(6, 7), 1, 0.01);
  EXPECT_NEAR(net->cosine(6, 8), -1, 0.01);
  EXPECT_EQ(net->cosine(6, 9), 0) << "no direction";
  EXPECT_EQ(net->cosine(6, 10), net->cosine(10, 6));
}

TEST(ClozeNet, RefusesASectionThatIsNotWhole) {
  const auto section = encoded(made_cloze::random_parameters(kWords));
  for (std::size_t size = 0; size < section.size(); ++size) {
    const auto net = ClozeNet::view(std::span(section).first(size));
    ASSERT_FALSE(net) << size;
    ASSERT_EQ(net.error().code, ErrorCode::kBadModel);
  }
  auto longer = section;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(ClozeNet::view(longer));
}

// Damage is refused, or the network is another one: never out of bounds or not a number.
TEST(ClozeNet, SurvivesEveryFlippedByte) {
  const auto section = encoded(made_cloze::random_parameters(kWords));
  const std::vector<WordId> words = {1, 7, 8, 0, 11};
  int refused = 0;
  Cloze cloze;
  for (std::size_t at = 0; at < section.size(); ++at) {
    auto corrupt = section;
    corrupt[at] ^= std::byte{0xFF};
    const auto net = ClozeNet::view(corrupt);
    if (!net) {
      ++refused;
      continue;
    }
    net->read(words, cloze);
    for (std::size_t place = 0; place < 4; ++place) {
      ASSERT_TRUE(std::isfinite(net->ln_p(cloze, place, 8))) << at;
    }
  }
  EXPECT_GT(refused, 16);
}

}  // namespace
}  // namespace despin::cloze
