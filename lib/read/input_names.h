// lib/read/input_names.h - guesses the format of an input from its name.
//
//   const InputName name = input_name("news.csv.gz");   // kCsv, gzip
//
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

#include "despin/reader.h"
#include "lib/read/decompressor.h"

namespace despin::read {

struct InputName {
  InputFormat format = InputFormat::kGuess;  // kGuess if the name does not tell
  Packing packing = Packing::kNone;
  std::string_view plain_name;  // without .gz, .zst, .bz2 or .xz, and without "?id=3"
};

InputName input_name(std::string_view name);

// For counts of files: ".php", or "no ending". Endings that might be text are "other".
std::string ending_of(std::string_view name);

}  // namespace despin::read
