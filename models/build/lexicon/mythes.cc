#include "models/build/lexicon/mythes.h"

#include <charconv>
#include <string>
#include <vector>

#include "models/build/lexicon/lines.h"
#include "models/build/lexicon/relations.h"

namespace despin::lexicon {
namespace {

std::uint8_t part_of(std::string_view label) {
  if (label == "(noun)") return kNoun;
  if (label == "(verb)") return kVerb;
  if (label == "(adj)") return kAdjective;
  if (label == "(adv)") return kAdverb;
  return kAnyPart;
}

bool cut_label(std::string_view& term, std::string_view label) {
  if (!term.ends_with(label)) return false;
  term.remove_suffix(label.size());
  return true;
}

void add_term(PhraseId head, std::string_view term, std::uint8_t part, PhraseTable& terms,
              PairList& pairs) {
  if (cut_label(term, " (antonym)")) return;
  std::uint32_t head_meant = kMyThesSynonym;
  std::uint32_t head_written = kMyThesSynonym;
  if (cut_label(term, " (generic term)")) {
    head_meant = kMyThesBroader;
    head_written = kMyThesNarrower;
  } else if (cut_label(term, " (similar term)") || cut_label(term, " (related term)")) {
    head_meant = head_written = kMyThesSimilar;
  }
  const PhraseId other = terms.from_source(term);
  pairs.add(terms, other, head, head_meant, part);
  pairs.add(terms, head, other, head_written, part);
}

Error bad_line(const Lines& lines, const char* expected) {
  return {ErrorCode::kBadInput, "MyThes data, line " + std::to_string(lines.number()) +
                                    ": expected " + expected + "; give a th_*_v2.dat file"};
}

}  // namespace

Result<void> read_mythes(std::string_view data, PhraseTable& terms, PairList& pairs) {
  Lines lines(data);
  std::string_view line;
  if (!lines.next(line)) return bad_line(lines, "the name of an encoding");
  std::vector<std::string_view> fields;
  while (lines.next(line)) {
    if (line.empty()) continue;
    const std::size_t bar = line.rfind('|');
    unsigned meanings = 0;
    if (bar == std::string_view::npos) return bad_line(lines, "headword|meanings");
    const char* end = line.data() + line.size();
    const auto parsed = std::from_chars(line.data() + bar + 1, end, meanings);
    if (parsed.ec != std::errc() || parsed.ptr != end) return bad_line(lines, "headword|meanings");
    const PhraseId head = terms.from_source(line.substr(0, bar));
    for (unsigned i = 0; i < meanings; ++i) {
      if (!lines.next(line)) return bad_line(lines, "as many meanings as the headword counts");
      if (head == kNoPhrase) continue;
      split(line, '|', fields);
      const std::uint8_t part = part_of(fields[0]);
      for (std::size_t f = 1; f < fields.size(); ++f) add_term(head, fields[f], part, terms, pairs);
    }
  }
  return {};
}

}  // namespace despin::lexicon
