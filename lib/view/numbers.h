// lib/view/numbers.h - numbers as a person reads them.
// Threads  Stateless.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace despin::view {

// With thousands divided by commas.
std::string grouped(unsigned long long number);

// "1 word", "12,345 words".
std::string counted(unsigned long long count, std::string_view one, std::string_view many);

// "12 %". 99.7 % is not all, nor is 0.2 % none: "<1 %".
std::string short_percent(double share);

// As printf does, up to 255 bytes. The format is the caller's own, never a text from outside.
template <class... Values>
std::string formatted(const char* format, Values... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, values...);  // NOLINT: formats are our own
  return buffer;
}

}  // namespace despin::view
