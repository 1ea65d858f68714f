// lib/text/lookalike.h - letters of other scripts that pass for Latin ones.
//
//   if (char latin = latin_lookalike(0x0430); latin != 0) ...   // Cyrillic a
//
// Only letters that a reader cannot tell apart in running text, each case by
// itself: Cyrillic capital ve passes for B, the small one for nothing.
// Method  Unicode Technical Standard 39, confusables; the letters of Cyrillic,
//         Greek, Armenian, Cherokee and Lisu, and three Latin letters of phonetics.
#pragma once

namespace despin::text {

// The ASCII letter that `c` is taken for, or 0.
char latin_lookalike(char32_t c);

}  // namespace despin::text
