#include "models/build/encode/language_encoder.h"

#include <cassert>

#include "lib/base/bytes.h"

namespace despin::language {

using base::append_le;

std::vector<std::byte> encode_languages(const LanguageHead& head,
                                        std::span<const std::string> codes,
                                        std::span<const float> layer,
                                        std::span<const std::int8_t> rows) {
  assert(codes.size() == head.languages && layer.size() == codes.size() * (1 + kDimensions));
  assert(rows.size() == (std::size_t{1} << head.ngrams.bucket_bits) * kDimensions);
  std::vector<std::byte> out;
  append_le(out, head.languages);
  append_le(out, static_cast<std::uint32_t>(kDimensions));
  append_le(out, head.ngrams.bucket_bits);
  append_le(out, head.ngrams.longest);
  append_le(out, head.ngrams.characters);
  append_le(out, head.windows);
  append_le(out, head.window_words);
  append_le(out, head.min_english);
  append_le(out, head.unit);
  append_le(out, std::uint32_t{0});
  for (const std::string& code : codes) {
    assert(code.size() <= kCodeBytes);
    for (std::size_t i = 0; i < kCodeBytes; ++i) {
      append_le(out, i < code.size() ? static_cast<std::uint8_t>(code[i]) : std::uint8_t{0});
    }
  }
  for (const float weight : layer) append_le(out, weight);
  for (const std::int8_t cell : rows) append_le(out, static_cast<std::uint8_t>(cell));
  return out;
}

}  // namespace despin::language
