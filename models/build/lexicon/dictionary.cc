#include "models/build/lexicon/dictionary.h"

#include <algorithm>
#include <unordered_map>

#include "lib/text/inflection.h"
#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/lines.h"

namespace despin::lexicon {

std::vector<std::string> dictionary_words(PhraseTable& terms, const WordNet& wordnet,
                                          std::string_view moby, const Unigrams& counted) {
  std::unordered_map<PhraseId, int> lists;
  Lines lines(moby);
  std::string_view line;
  std::vector<std::string_view> fields;
  while (lines.next(line)) {
    split(line, ',', fields);
    for (const std::string_view field : fields) ++lists[terms.from_source(field)];
  }
  std::vector<std::string> words;
  for (const auto& [term, count] : lists) {
    if (term == kNoPhrase || terms.words(term) != 1 || count < kLeastMobyLists) continue;
    const std::uint8_t parts = wordnet.parts_of(term);
    if (parts == 0) continue;
    const std::string lemma(terms.text(term));
    words.push_back(lemma);
    for (const PartOfSpeech part : {kNoun, kVerb, kAdjective}) {
      for (const text::Inflection inflection : kInflections) {
        if ((parts & part) == 0 || !takes(part, inflection)) continue;
        std::string form = text::inflect(lemma, inflection);
        if (counted.count(form) > 0) words.push_back(std::move(form));
      }
    }
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace despin::lexicon
