// models/build/language/train.h
// Learns to tell languages from lists of their words with shares.
//
//   std::vector<train::LanguageWords> words = ...;           // English first
//   const train::Classifier learned = train::train_classifier(words, options);
//   const auto section = train::quantized(learned, head);    // for encode_languages()
//
// A text is drawn word by word: by share, or, as in a list of names, evenly; in some, a few words
// are of another language. Order of words does not matter to the classifier, so no text is needed.
//
// Method   fastText's classifier (Joulin et al. 2016), by stochastic gradient descent with a rate
//          that falls linearly. One thread and random numbers by hash: the same bytes each time.
// Memory   Four bytes an n-gram of every word, some 100 MB.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/language/language_model.h"

namespace despin::train {

struct LanguageWords {
  std::string code;
  std::vector<std::string> words;
  std::vector<double> shares;  // of running text
};

struct LanguageOptions {
  std::uint32_t texts = 2000000;
  std::uint32_t most_words = 28;  // of a text; uniform from 2
  double english = 0.12;          // share of the texts
  double rate = 1;                // of learning, at first
  double strange = 0.12;          // share of words of another language, in a third of the texts
};

using LanguageVector = std::array<float, language::kDimensions>;

struct Classifier {
  std::vector<LanguageVector> rows;   // by bucket
  std::vector<LanguageVector> layer;  // by language
  std::vector<float> biases;
};

Classifier train_classifier(const std::vector<LanguageWords>& words,
                            const language::NgramShape& shape, const LanguageOptions& options);

}  // namespace despin::train
