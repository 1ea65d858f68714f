// lib/text/inflection.h
// English inflection, both ways: occasions -> occasion+Plural -> times.
//
//   text::morphology("occasions", out);           // {occasion, kPlural}, ...
//   text::inflect("time", Inflection::kPlural) // "times"
//
// Input and output are folded forms (lib/text/tokens.h). Regular spelling rules
// and a table of irregular forms; no dictionary, so morphology() returns every
// reading the spelling allows, likeliest first, the word itself always among
// them as kBase.
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

// The inflected form of a lemma. A phrase is inflected on its head: the first
// word for verb forms ("get to know" -> "getting to know"), the last for plural
// when `phrase_is_noun`, or the last before "of" ("points of view").
std::string inflect(std::string_view lemma, Inflection inflection, bool phrase_is_noun = true);

// True where "an", not "a", goes before `word` ("hour", "apple").
bool takes_an(std::string_view word);

}  // namespace despin::text
