// models/build/verdict/honest.h
// Genuine texts of a given length, cut from running text.
//
//   auto texts = train::read_honest("manuals.txt", {.words = 120, .texts = 5000});
//
// Paragraphs (or sentences, one per line) are joined until they have about `words` words. Token
// streams are accepted as well: their "<num>" and "<code>" become a number and a name again, so
// that the detector sees both kinds of file alike.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "despin/result.h"

namespace despin::train {

struct HonestOptions {
  std::size_t words = 120;
  std::size_t texts = 5000;
  double skip = 0;  // share of the file's lines to pass over first
};

// Errors: kNotFound.
Result<std::vector<std::string>> read_honest(const std::string& path, const HonestOptions& options);

}  // namespace despin::train
