// lib/language/names.h - the English name of a language.
//
//   language::english_name("fr");   // "French"
//
// Method   The names of Unicode's CLDR, by ICU.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

namespace despin::language {

// `code` itself if it has no name.
std::string english_name(std::string_view code);

}  // namespace despin::language
