// lib/read/input_names.h - guesses the format of an input from its name.
//
//   const InputName name = input_name("news.csv.gz");   // kCsv, gzip
#pragma once

#include <string_view>

#include "despin/reader.h"

namespace despin::read {

struct InputName {
  InputFormat format = InputFormat::kGuess;  // kGuess if the name does not tell
  bool gzip = false;
  bool zstd = false;
  std::string_view plain_name;  // without .gz or .zst
};

InputName input_name(std::string_view name);

}  // namespace despin::read
