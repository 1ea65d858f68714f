// lib/view/numbers.h - formats numbers for people.
// Threads  Stateless.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace despin::view {

// With thousands separated by commas.
std::string grouped(unsigned long long number);

// "1 word", "12,345 words".
std::string counted(unsigned long long count, std::string_view one, std::string_view many);

// "12 %". Never rounds to 0 or 100 % what is not: 0.2 % gives "<1 %".
std::string short_percent(double share);

// As printf, up to 255 bytes. The format must be a literal, never text from outside.
template <class... Values>
std::string formatted(const char* format, Values... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, values...);  // NOLINT: formats are our own
  return buffer;
}

}  // namespace despin::view
