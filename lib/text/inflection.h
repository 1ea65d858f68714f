// lib/text/inflection.h - analyzes and generates English inflection: occasions -> occasion+Plural
// -> times.
//
//   text::morphology("occasions", out);           // {occasion, kPlural}, ...
//   text::inflect("time", Inflection::kPlural) // "times"
//
// Input and output are folded forms (lib/text/tokens.h). Uses regular spelling rules and a table of
// irregular forms, but no dictionary: morphology() returns every reading that the spelling allows,
// the most likely first, always including the word itself as kBase.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace despin::text {

enum class Inflection : std::uint8_t {
  kBase,
  kPlural,       // nouns: times; also verbs' third person: runs
  kPast,         // went
  kParticiple,   // gone
  kGerund,       // going
  kComparative,  // nearer
  kSuperlative,  // nearest
};

struct Morphology {
  std::string lemma;
  Inflection inflection;
};

// Replaces what `out` held; 1 to 8 readings.
void morphology(std::string_view word, std::vector<Morphology>& out);

// The inflected form of a lemma. A phrase is inflected on its head: the first word for verb forms
// ("get to know" -> "getting to know"), the last word for plurals if `phrase_is_noun`, or the last
// word before "of" ("points of view").
std::string inflect(std::string_view lemma, Inflection inflection, bool phrase_is_noun = true);

// Whether `word` takes "an" instead of "a" ("hour", "apple").
bool takes_an(std::string_view word);

}  // namespace despin::text
