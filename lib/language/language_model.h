// lib/language/language_model.h
// In which language is a text? Told from its words, whatever a page declares.
//
//   auto languages = language::LanguageModel::view(section);
//   const language::Told told = languages->tell(tokens);
//   if (told.other) show(told.code, told.share);   // "fr", .98
//
// Units    Shares are from 0 to 1, of the words that were looked at.
// Threads  Immutable.
// Errors   view(): kBadModel.
// Names    Capitalized words within a sentence are not looked at: "Rodriguez" is not Spanish.
// Cost     At most windows() times window_words() words of a text are looked at, evenly spread,
//          and a few characters of a very long word; no allocation.
// Method   fastText's classifier (Joulin et al. 2016): the mean of the vectors of all n-grams of
//          characters, hashed, goes through one linear layer. A window of words at a time, so that
//          a quotation counts for its length, and no more. Vectors are whole numbers and are added
//          as such; the rest is of fixed order (lib/base/exact_math.h): the same bits anywhere.
// Layout   models/FORMAT.md, section LANG. Written by models/build/language.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/language/ngrams.h"
#include "lib/text/tokens.h"

namespace despin::language {

inline constexpr std::size_t kDimensions = 16;
inline constexpr std::size_t kCodeBytes = 8;
inline constexpr std::uint32_t kMostLanguages = 255;

// What tell() found. The code views the section; empty if the text has no words, or most
// are capitalized as names are.
struct Told {
  std::string_view code;  // ISO 639: "fr"; the first language of a model is "en"
  double share = 0;       // of the words looked at, expected
  double english = 0;     // likewise
  bool other = false;     // less of it is English than a verdict needs
};

// The numbers at the head of the section.
struct LanguageHead {
  std::uint32_t languages = 0;
  NgramShape ngrams;
  std::uint32_t windows = 0;       // of a text
  std::uint32_t window_words = 0;  // of a window
  float min_english = 0;           // share, for a verdict
  float unit = 0;                  // of the vectors' cells
};

class LanguageModel {
 public:
  LanguageModel() = default;
  static Result<LanguageModel> view(std::span<const std::byte> section);

  // Whether there is one: a model without the section tells nothing.
  explicit operator bool() const noexcept { return head_.languages > 0; }
  const LanguageHead& head() const noexcept { return head_; }
  // REQUIRES: number < head().languages.
  std::string_view code(std::size_t number) const noexcept;

  Told tell(const text::Tokens& tokens) const;

 private:
  using Vector = std::array<std::int32_t, kDimensions>;  // a sum of rows
  std::uint32_t add_word(std::string_view form, Vector& sum) const noexcept;
  // Adds the window's probabilities, times `weight`, to `shares`.
  void add_window(const Vector& sum, std::uint32_t ngrams, double weight,
                  std::span<double> shares) const noexcept;

  LanguageHead head_;
  std::span<const std::byte> codes_;
  std::vector<double> layer_;  // of all languages the biases, then the weights of each dimension
  std::span<const std::byte> rows_;
};

}  // namespace despin::language
