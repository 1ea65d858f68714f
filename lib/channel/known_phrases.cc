#include "lib/channel/known_phrases.h"

#include "lib/base/bytes.h"
#include "lib/format/section_reader.h"

namespace despin::channel {

Result<KnownPhrases> KnownPhrases::view(std::span<const std::byte> section, std::size_t words) {
  format::SectionReader in(format::kKnownPhrasesSection, section);
  const auto known_phrases = in.number<std::uint32_t>();
  const auto all = in.number<std::uint32_t>();
  const auto sizes = in.span(known_phrases);
  const auto ids = in.span(all, sizeof(WordId));
  if (!in.at_end()) return in.bad("has another size than it says");
  KnownPhrases out;
  std::uint32_t end = 0;
  for (const std::byte byte : sizes) {
    const auto size = std::to_integer<std::uint32_t>(byte);
    if (size == 0 || size > kMaxKnownPhraseWords) {
      return in.bad("has a term of no words or too many");
    }
    end += size;
    out.ends_.push_back(end);
  }
  if (end != all) return in.bad("counts its words wrongly");
  for (std::size_t i = 0; i < all; ++i) {
    const auto word = base::load_le<WordId>(ids.data() + sizeof(WordId) * i);
    if (word >= words) return in.bad("names a word that section VOCB lacks");
    out.words_.push_back(word);
  }
  return out;
}

}  // namespace despin::channel
