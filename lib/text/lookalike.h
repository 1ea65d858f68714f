// lib/text/lookalike.h - homoglyphs: letters of other scripts that look Latin.
//
//   if (char latin = latin_lookalike(0x0430); latin != 0) ...   // Cyrillic a
//
// Only letters that a reader cannot distinguish in running text. Each case is separate: Cyrillic
// capital ve looks like B, the small one like no Latin letter.
// Method  Unicode Technical Standard 39, confusables; the letters of Cyrillic, Greek, Armenian,
//         Cherokee and Lisu, and three Latin letters of phonetics.
#pragma once

namespace despin::text {

// The ASCII letter that `c` looks like, or 0.
char latin_lookalike(char32_t c);

}  // namespace despin::text
