// models/build/simulate/spin.h
// Spins a text as real spinners do and reports the changes.
//
//   const Spinner spinner(model);                       // once; shared by threads
//   auto spun = spinner.spin(text, {.rate = 0.3, .seed = 7});
//   for (const Change& c : spun->substitutions) use(c.original, c.suspect);
//
// Words are replaced by substitutes drawn from the model's channel; capitals are copied, articles
// stay unchanged ("a article"), and all other bytes are the original's. Swaps recur: a text that
// swapped a word once mostly swaps it again, in the same way.
//
// Units    Offsets are bytes, half-open: of the original, and of the spun text.
// Threads  A Spinner is immutable.
// Errors   kBadUtf8, kTooLarge.
// Order    The same text, options and model give the same result on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/aligner.h"
#include "despin/result.h"
#include "lib/detect/model.h"
#include "models/build/simulate/choices.h"

namespace despin::simulate {

struct SpinOptions {
  double rate = 0.3;  // share of all words that are replaced, if so many can be
  std::uint64_t seed = 1;
  // Which spinner: 0 writes as the channel has learned, any other likes other words.
  std::uint32_t profile = 0;
  // Nearer to really spun pages: preferred substitutes weigh less, capitals, articles and the ends
  // of phrases are respected more (README.md has the measurement).
  bool lifelike = false;
  // 1 draws as the channel says, less insists on preferred substitutes.
  double temperature = 1;
  double persistence = 0.8;  // how often a text keeps to what it did with the word before
  bool names = false;        // swap names too, half of them
  bool keep_quotations = false;
  bool shuffle_sentences = false;
  double drop_sentences = 0;  // share
  bool twice = false;         // spin the result again
};

struct Change {
  ByteSpan original;
  ByteSpan suspect;
};

struct Spun {
  std::string text;
  std::uint32_t words = 0;            // of the original, in the sentences that were not dropped
  double rate = 0;                    // share of them that were replaced
  std::vector<Change> substitutions;  // by suspect.begin_byte, disjoint on both sides
  std::vector<Change> sentences;      // where they went, if any was moved or dropped
};

class Spinner {
 public:
  explicit Spinner(const detect::Model& model) : vocabulary_(model.vocabulary), choices_(model) {}

  Result<Spun> spin(std::string_view text, const SpinOptions& options) const;

 private:
  format::Vocabulary vocabulary_;
  Choices choices_;
};

}  // namespace despin::simulate
