#include "models/build/lexicon/ppdb.h"

#include "models/build/lexicon/lines.h"
#include "models/build/lexicon/relations.h"

namespace despin::lexicon {

void read_ppdb(std::string_view data, Lemmas& lemmas, PhraseTable& terms, PairList& pairs) {
  Lines lines(data);
  std::string_view line;
  while (lines.next(line)) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    const PhraseId a = terms.from_source(line.substr(0, tab));
    const PhraseId b = terms.from_source(line.substr(tab + 1));
    if (a == kNoPhrase || b == kNoPhrase) continue;
    pairs.add(terms, b, a, kPpdbForward, kAnyPart);
    pairs.add(terms, a, b, kPpdbBackward, kAnyPart);
    for (const Lemma& x : lemmas.of(a)) {
      if (x.inflection == text::Inflection::kBase) continue;
      for (const Lemma& y : lemmas.of(b)) {
        if (y.inflection != x.inflection || y.part != x.part) continue;
        pairs.add(terms, x.term, y.term, kPpdbKin, x.part);
        pairs.add(terms, y.term, x.term, kPpdbKin, x.part);
      }
    }
  }
}

}  // namespace despin::lexicon
