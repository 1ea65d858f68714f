// models/build/encode/language_encoder.h
// Writes section LANG, which tells the language of a text.
//
//   auto bytes = language::encode_languages(head, {"en", "fr"}, layer, rows);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/language/language_model.h"

namespace despin::language {

// `layer`: of each language a bias and the weights; `rows`: of each bucket a vector of cells.
// REQUIRES: as many as the head says; its number of languages is that of the codes.
std::vector<std::byte> encode_languages(const LanguageHead& head,
                                        std::span<const std::string> codes,
                                        std::span<const float> layer,
                                        std::span<const std::int8_t> rows);

}  // namespace despin::language
