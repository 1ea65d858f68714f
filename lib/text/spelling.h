// lib/text/spelling.h - spelling rules of regular English endings.
//
//   add_s("city")             // "cities"
//   add_ending("stop", "ed")  // "stopped"
//   takes_suffix_degree("big")
//
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

namespace despin::text {

constexpr bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Number of vowel groups, without a silent final e.
int syllables(std::string_view word);

// Whether a final consonant doubles before a vowel: stop, begin; but not visit, play.
bool doubles(std::string_view word);

// The plural of a noun or the third person of a verb.
std::string add_s(std::string_view word);

// `ending` is "ed", "ing", "er" or "est".
std::string add_ending(std::string_view word, std::string_view ending);

// Whether an adjective is compared with -er and -est instead of more and most.
bool takes_suffix_degree(std::string_view adjective);

}  // namespace despin::text
