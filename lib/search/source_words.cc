#include "lib/search/source_words.h"

#include "lib/base/hash.h"
#include "lib/text/bytes.h"
#include "lib/text/terms.h"

namespace despin::search {
namespace {

// Beyond any number of a term.
constexpr std::uint64_t kUnnumbered = std::uint64_t{1} << 63;

}  // namespace

void keep_content(const align::TextWords& all, align::TextWords& out) {
  out.words.clear();
  out.tokens.clear();
  for (std::size_t i = 0; i < all.words.size(); ++i) {
    if ((all.words[i].flags & align::kFunctionWord) != 0) continue;
    out.words.push_back(all.words[i]);
    out.tokens.push_back(all.tokens[i]);
  }
}

void number_words(const index::DocumentStore& store, std::string_view text,
                  const text::Tokens& tokens, const align::TextWords& content,
                  std::vector<align::Word>& out) {
  out = content.words;
  std::string buffer;
  index::TermId id = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const text::Token& token = tokens.list[content.tokens[i]];
    const bool found = store.number(text::term_of(tokens, token, text, buffer), id);
    out[i].key = found ? id : out[i].key | kUnnumbered;
  }
}

Result<void> numbered_source(const index::DocumentStore& store, std::uint32_t document,
                             SourceScratch& scratch, std::vector<align::Word>& out) {
  out.clear();
  if (auto ok = store.terms_of(document, scratch.terms); !ok) return ok;
  out.resize(scratch.terms.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i].key = scratch.terms[i];
  return {};
}

Result<void> source_words(const index::DocumentStore& store, std::uint32_t document,
                          const format::Vocabulary& vocabulary, SourceScratch& scratch,
                          std::vector<align::Word>& out) {
  out.clear();
  if (auto ok = store.terms_of(document, scratch.terms); !ok) return ok;
  out.reserve(scratch.terms.size());
  for (const index::TermId term : scratch.terms) {
    if (!store.spelling(term, scratch.spelling)) return store.corruption("terms");
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

}  // namespace despin::search
