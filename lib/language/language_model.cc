#include "lib/language/language_model.h"

#include <algorithm>
#include <cmath>

#include "lib/base/bytes.h"
#include "lib/base/exact_math.h"
#include "lib/format/section_reader.h"

namespace despin::language {
namespace {

constexpr float kMostWeight = 10000;        // far above any real one
constexpr std::uint32_t kMostNgrams = 255;  // of a word: their cells add up within 16 bits
constexpr std::uint32_t kMostWindows = 1024;
constexpr std::uint32_t kMostWindowWords = 1024;
constexpr std::size_t kLayerWidth = 1 + kDimensions;  // bias, weights
constexpr double kNegligible = -14;                   // nats below the likeliest: one in a million

bool possible(const LanguageHead& h) {
  const auto within = [](std::uint32_t value, std::uint32_t least, std::uint32_t most) {
    return value >= least && value <= most;
  };
  return within(h.languages, 2, kMostLanguages) && within(h.ngrams.bucket_bits, 1, 24) &&
         within(h.ngrams.longest, 2, 16) && within(h.ngrams.characters, 1, kMostCharacters) &&
         within(h.windows, 1, kMostWindows) && within(h.window_words, 1, kMostWindowWords) &&
         (h.ngrams.characters + 2) * (h.ngrams.longest + 2) <= kMostNgrams && h.min_english >= 0 &&
         h.min_english <= 1 && h.unit > 0 && h.unit <= kMostWeight;
}

// Small letters of ASCII, at least two, then zeros.
bool is_code(std::span<const std::byte> bytes) {
  std::size_t size = 0;
  while (size < bytes.size() && bytes[size] >= std::byte{'a'} && bytes[size] <= std::byte{'z'}) {
    ++size;
  }
  return size >= 2 && std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(size), bytes.end(),
                                  [](std::byte b) { return b == std::byte{0}; });
}

bool is_word(const text::Token& token) {
  return token.kind == text::TokenKind::kWord && (token.flags & text::kInCode) == 0;
}

// Names tell nothing: any may stand in any language.
bool may_be_name(const text::Token& token) {
  return token.shape == text::Shape::kTitle && (token.flags & text::kSentenceStart) == 0;
}

}  // namespace

Result<LanguageModel> LanguageModel::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kLanguageSection, section);
  LanguageModel model;
  LanguageHead& head = model.head_;
  head.languages = in.number<std::uint32_t>();
  if (in.number<std::uint32_t>() != kDimensions) {
    return in.bad("has vectors of other dimensions than this version reads");
  }
  head.ngrams.bucket_bits = in.number<std::uint32_t>();
  head.ngrams.longest = in.number<std::uint32_t>();
  head.ngrams.characters = in.number<std::uint32_t>();
  head.windows = in.number<std::uint32_t>();
  head.window_words = in.number<std::uint32_t>();
  head.min_english = in.number<float>();
  head.unit = in.number<float>();
  in.skip(sizeof(std::uint32_t));
  if (!in.ok() || !possible(head)) return in.bad("has a head that cannot be");
  model.codes_ = in.span(head.languages, kCodeBytes);
  const auto layer = in.span(std::uint64_t{head.languages} * kLayerWidth, sizeof(float));
  model.rows_ = in.span(std::uint64_t{1} << head.ngrams.bucket_bits, kDimensions);
  if (!in.at_end()) return in.bad("has another size than it says");
  for (std::uint32_t i = 0; i < head.languages; ++i) {
    if (!is_code(model.codes_.subspan(i * kCodeBytes, kCodeBytes))) {
      return in.bad("has a code that is none of a language");
    }
  }
  if (model.code(0) != "en") return in.bad("has another first language than English");
  model.layer_.resize(head.languages * kLayerWidth);
  for (std::size_t i = 0; i < model.layer_.size(); ++i) {
    const float weight = base::load_le<float>(layer.data() + i * sizeof(float));
    if (!(std::abs(weight) <= kMostWeight)) return in.bad("has weights that cannot be");
    model.layer_[i % kLayerWidth * head.languages + i / kLayerWidth] = static_cast<double>(weight);
  }
  return model;
}

std::string_view LanguageModel::code(std::size_t number) const noexcept {
  const auto* at = reinterpret_cast<const char*>(codes_.data() + number * kCodeBytes);
  return {at, static_cast<std::size_t>(std::find(at, at + kCodeBytes, '\0') - at)};
}

std::uint32_t LanguageModel::add_word(std::string_view form, Vector& sum) const noexcept {
  std::uint32_t ngrams = 0;
  const auto* rows = reinterpret_cast<const std::int8_t*>(rows_.data());
  std::array<std::int16_t, kDimensions> word{};  // cannot overflow: possible()
  for_each_ngram(form, head_.ngrams, [&](std::uint32_t bucket) {
    const std::int8_t* row = rows + std::size_t{bucket} * kDimensions;
    for (std::size_t i = 0; i < kDimensions; ++i) {
      word[i] = static_cast<std::int16_t>(word[i] + row[i]);
    }
    ++ngrams;
  });
  for (std::size_t i = 0; i < kDimensions; ++i) sum[i] += word[i];
  return ngrams;
}

void LanguageModel::add_window(const Vector& sum, std::uint32_t ngrams, double weight,
                               std::span<double> shares) const noexcept {
  if (ngrams == 0) return;
  const double scale = static_cast<double>(head_.unit) / ngrams;
  std::array<double, kDimensions> mean;
  for (std::size_t i = 0; i < kDimensions; ++i) mean[i] = sum[i] * scale;
  // Languages beside each other, so that the compiler may take several at once; the sum of each is
  // in the order of the dimensions.
  std::array<double, kMostLanguages> scores;
  const std::size_t languages = head_.languages;
  const double* layer = layer_.data();
  std::copy_n(layer, languages, scores.begin());
  for (const double value : mean) {
    layer += languages;
    for (std::size_t l = 0; l < languages; ++l) scores[l] += layer[l] * value;
  }
  const double best = *std::max_element(scores.begin(), scores.begin() + head_.languages);
  double total = 0;
  for (std::size_t l = 0; l < languages; ++l) {
    const double below = scores[l] - best;
    scores[l] = below < kNegligible ? 0 : base::exact_exp(below);
    total += scores[l];
  }
  for (std::size_t l = 0; l < languages; ++l) shares[l] += weight * (scores[l] / total);
}

Told LanguageModel::tell(const text::Tokens& tokens) const {
  Told told;
  if (head_.languages == 0) return told;
  // Windows begin at even distances; where they would meet, they are the whole text.
  const std::size_t size = tokens.list.size();
  const std::size_t step = std::max<std::size_t>(size / head_.windows, 1);
  std::array<double, kMostLanguages> shares{};
  double weight = 0;
  std::uint32_t names = 0;
  std::size_t next = 0;
  for (std::uint32_t window = 0; window < head_.windows && next < size; ++window) {
    next = std::max(next, window * step);
    Vector sum{};
    std::uint32_t ngrams = 0;
    std::uint32_t words = 0;
    // Among tokens without a word, such as the cells of a table, no more than four in one.
    const std::size_t end = std::min<std::size_t>(size, next + std::size_t{4} * head_.window_words);
    for (; next < end && words < head_.window_words; ++next) {
      const text::Token& token = tokens.list[next];
      if (!is_word(token)) continue;
      if (may_be_name(token)) {
        ++names;
        continue;
      }
      ngrams += add_word(tokens.form(token), sum);
      ++words;
    }
    if (ngrams == 0) continue;
    add_window(sum, ngrams, words, shares);
    weight += words;
  }
  // A list of names, or a text in title case.
  if (weight == 0 || names > weight) return told;
  const auto best = std::max_element(shares.begin(), shares.begin() + head_.languages);
  told.code = code(static_cast<std::size_t>(best - shares.begin()));
  told.share = *best / weight;
  told.english = shares[0] / weight;
  told.other = told.english < static_cast<double>(head_.min_english);
  return told;
}

}  // namespace despin::language
