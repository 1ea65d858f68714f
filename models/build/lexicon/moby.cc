#include "models/build/lexicon/moby.h"

#include <vector>

#include "models/build/lexicon/lines.h"
#include "models/build/lexicon/relations.h"

namespace despin::lexicon {

void read_moby(std::string_view data, PhraseTable& terms, PairList& pairs) {
  Lines lines(data);
  std::string_view line;
  std::vector<std::string_view> fields;
  while (lines.next(line)) {
    split(line, ',', fields);
    const PhraseId head = terms.from_source(fields[0]);
    if (head == kNoPhrase) continue;
    for (std::size_t f = 1; f < fields.size(); ++f) {
      const PhraseId listed = terms.from_source(fields[f]);
      pairs.add(terms, listed, head, kMobyMeantLists, kAnyPart);
      pairs.add(terms, head, listed, kMobyWrittenLists, kAnyPart);
    }
  }
}

}  // namespace despin::lexicon
