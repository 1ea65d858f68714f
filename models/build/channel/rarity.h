// models/build/channel/rarity.h
// Estimates how often spinners write a form that is not in the training pairs, from its rarity.
//
//   const Rarity rarity(forms, all_swaps, 0.5);
//   rarity.share(ln_p);          // expected share of all swaps
//
// Authors write a word with probability P(w). Among substitutes rare words are much more frequent
// and common ones less: P(w | swap) ~ P(w)^exponent, with an exponent of 0.55 for phrases of
// papers, 0.72 for web pages, 0.74 for one news article.
//
// `authors` shrinks the fitted exponent toward 1, the authors' own: at 0 rare words are such strong
// evidence that texts of 75 words get no verdict (models/cards/en.md).
//
// Method   Maximum likelihood of a one-parameter multinomial logit, by Newton's method.
#pragma once

#include <span>

namespace despin::train {

struct FormCount {
  double ln_p = 0;     // as authors write it
  double swapped = 0;  // times seen in place of something
};

class Rarity {
 public:
  // `all_swaps` counts those of other forms too. Without any swap, or where all forms are
  // equally rare, the exponent stays 1. REQUIRES: 0 <= authors <= 1.
  Rarity(std::span<const FormCount> forms, double all_swaps, double authors = 0);

  double share(double ln_p) const;
  double exponent() const { return exponent_; }

 private:
  double exponent_ = 1;
  double ln_scale_ = 0;
};

}  // namespace despin::train
