#include "lib/detect/source_words.h"

#include "lib/base/hash.h"
#include "lib/text/bytes.h"

namespace despin::detect {

void keep_content(const TextWords& all, TextWords& out) {
  out.words.clear();
  out.tokens.clear();
  for (std::size_t i = 0; i < all.words.size(); ++i) {
    if ((all.words[i].flags & align::kFunctionWord) != 0) continue;
    out.words.push_back(all.words[i]);
    out.tokens.push_back(all.tokens[i]);
  }
}

Result<void> source_words(const index::Segment& segment, std::uint32_t document,
                          const format::Vocabulary& vocabulary, SourceScratch& scratch,
                          std::vector<align::Word>& out) {
  out.clear();
  if (auto ok = segment.terms_of(document, scratch.terms); !ok) return ok;
  out.reserve(scratch.terms.size());
  for (const index::TermId term : scratch.terms) {
    if (!segment.spelling(term, scratch.spelling)) return segment.damage("terms");
    align::Word word;
    word.key = base::hash_bytes(scratch.spelling);
    if (text::is(scratch.spelling[0], text::kDigitByte)) {
      word.word = kNumberWord;
      word.flags = align::kNumber;
    } else {
      word.word = vocabulary.find(scratch.spelling);
    }
    word.ln_p = vocabulary.log_frequency(word.word);
    out.push_back(word);
  }
  return {};
}

}  // namespace despin::detect
