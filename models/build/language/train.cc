#include "models/build/language/train.h"

#include <algorithm>
#include <cmath>

#include "lib/base/exact_math.h"
#include "lib/base/hash.h"

namespace despin::train {
namespace {

constexpr std::size_t kWidth = language::kDimensions;

// Numbers from a hash of their place.
class Draw {
 public:
  double unit() { return static_cast<double>(base::mix64(++at_) >> 11) * 0x1p-53; }
  std::size_t below(std::size_t n) {
    return std::min(n - 1, static_cast<std::size_t>(unit() * static_cast<double>(n)));
  }

 private:
  std::uint64_t at_ = 0;
};

struct Buckets {  // of every word, one behind the other
  std::vector<std::uint32_t> all;
  std::vector<std::size_t> begins{0};
  std::vector<double> cumulative;  // shares

  std::size_t size() const { return cumulative.size(); }
  std::size_t drawn(Draw& draw, bool evenly) const {
    if (evenly) return draw.below(size());
    const auto at =
        std::upper_bound(cumulative.begin(), cumulative.end(), draw.unit() * cumulative.back());
    return std::min(static_cast<std::size_t>(at - cumulative.begin()), size() - 1);
  }
};

Buckets buckets_of(const LanguageWords& language, const language::NgramShape& shape) {
  Buckets out;
  double sum = 0;
  for (std::size_t i = 0; i < language.words.size(); ++i) {
    language::for_each_ngram(language.words[i], shape,
                             [&](std::uint32_t bucket) { out.all.push_back(bucket); });
    out.begins.push_back(out.all.size());
    out.cumulative.push_back(sum += language.shares[i]);
  }
  return out;
}

class Trainer {
 public:
  Trainer(std::size_t languages, const language::NgramShape& shape) {
    out_.rows.resize(std::size_t{1} << shape.bucket_bits);
    out_.layer.resize(languages);
    out_.biases.resize(languages);
    scores_.resize(languages);
    Draw draw;
    for (LanguageVector& row : out_.rows) {
      for (float& cell : row) cell = static_cast<float>((draw.unit() - 0.5) * 2 / kWidth);
    }
  }

  void learn(const std::vector<std::uint32_t>& text, std::size_t language, double rate) {
    if (text.empty()) return;
    LanguageVector mean{};
    for (const std::uint32_t bucket : text) {
      for (std::size_t i = 0; i < kWidth; ++i) mean[i] += out_.rows[bucket][i];
    }
    const float share = 1 / static_cast<float>(text.size());
    for (float& cell : mean) cell *= share;
    predict(mean);
    LanguageVector back{};
    for (std::size_t l = 0; l < scores_.size(); ++l) {
      const auto step = static_cast<float>(rate * ((l == language ? 1.0 : 0.0) - scores_[l]));
      for (std::size_t i = 0; i < kWidth; ++i) {
        back[i] += step * out_.layer[l][i];
        out_.layer[l][i] += step * mean[i];
      }
      out_.biases[l] += 0.1F * step;
    }
    for (float& cell : back) cell *= share;
    for (const std::uint32_t bucket : text) {
      for (std::size_t i = 0; i < kWidth; ++i) out_.rows[bucket][i] += back[i];
    }
  }

  Classifier take() { return std::move(out_); }

 private:
  void predict(const LanguageVector& mean) {
    double best = -1e300;
    for (std::size_t l = 0; l < scores_.size(); ++l) {
      float score = out_.biases[l];
      for (std::size_t i = 0; i < kWidth; ++i) score += out_.layer[l][i] * mean[i];
      scores_[l] = static_cast<double>(score);
      best = std::max(best, scores_[l]);
    }
    double total = 0;
    for (double& score : scores_) total += score = base::exact_exp(score - best);
    for (double& score : scores_) score /= total;
  }

  Classifier out_;
  std::vector<double> scores_;
};

}  // namespace

Classifier train_classifier(const std::vector<LanguageWords>& words,
                            const language::NgramShape& shape, const LanguageOptions& options) {
  std::vector<Buckets> languages;
  for (const LanguageWords& language : words) languages.push_back(buckets_of(language, shape));
  Trainer trainer(words.size(), shape);
  Draw draw;
  std::vector<std::uint32_t> text;
  for (std::uint32_t i = 0; i < options.texts; ++i) {
    const std::size_t language =
        draw.unit() < options.english ? 0 : 1 + draw.below(words.size() - 1);
    const std::size_t size = 2 + draw.below(options.most_words - 1);
    const double evenly = draw.unit() < 0.25 ? draw.unit() : 0;
    const double strange = draw.unit() < 0.33 ? options.strange : 0;
    const std::size_t stranger = draw.below(words.size());
    text.clear();
    for (std::size_t w = 0; w < size; ++w) {
      const Buckets& from = languages[draw.unit() < strange ? stranger : language];
      const std::size_t word = from.drawn(draw, draw.unit() < evenly);
      text.insert(text.end(), from.all.begin() + static_cast<std::ptrdiff_t>(from.begins[word]),
                  from.all.begin() + static_cast<std::ptrdiff_t>(from.begins[word + 1]));
    }
    trainer.learn(text, language, options.rate * (1 - static_cast<double>(i) / options.texts));
  }
  return trainer.take();
}

}  // namespace despin::train
