#include "models/build/lexicon/expand.h"

#include <algorithm>
#include <string>
#include <utility>

#include "models/build/lexicon/relations.h"

namespace despin::lexicon {
namespace {

using text::Inflection;

bool is_preposition(std::string_view word) {
  for (const std::string_view p : {"of", "in", "on", "for", "to", "at", "by", "with", "from"}) {
    if (word == p) return true;
  }
  return false;
}

// The word of a phrase that is inflected: of a verb the first, of a noun the
// last or the one before a preposition ("point of view"). As [begin, end).
std::pair<std::size_t, std::size_t> head_of(std::string_view phrase, std::uint8_t part) {
  if (part == kVerb) return {0, std::min(phrase.find(' '), phrase.size())};
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = std::min(phrase.find(' ', begin), phrase.size());
    if (end == phrase.size()) return {begin, end};
    const std::size_t next = std::min(phrase.find(' ', end + 1), phrase.size());
    if (is_preposition(phrase.substr(end + 1, next - end - 1))) return {begin, end};
    begin = end + 1;
  }
}

bool sources_agree(std::uint32_t relations) {
  return (relations & kPpdbExact) != 0 && (relations & ~(kPpdbExact | kPpdbKin)) != 0;
}

}  // namespace

PairList Expander::expand(PairList listed) {
  listed.merge_within_part();
  PairList rows;
  const std::vector<PairEntry>& pairs = listed.pairs();
  for (std::size_t begin = 0; begin < pairs.size();) {
    std::size_t end = begin + 1;
    while (end < pairs.size() && pairs[end].written == pairs[begin].written &&
           pairs[end].meant == pairs[begin].meant) {
      ++end;
    }
    expand_group(&pairs[begin], pairs.data() + end, rows);
    begin = end;
  }
  rows.merge();
  PairList kept;
  for (const PairEntry& row : rows.pairs()) {
    const bool stop =
        is_stop_word(terms_->text(row.written)) || is_stop_word(terms_->text(row.meant));
    if (stop && !sources_agree(row.relations)) continue;
    // MyThes spells its headwords small, names too. A generic term that WordNet
    // does not give is a name's: "president" for "lincoln".
    if ((row.relations & ~(kMyThesBroader | kMyThesNarrower)) == 0) continue;
    kept.add(*terms_, row.written, row.meant, row.relations, row.parts, row.inflection);
  }
  return kept;
}

// The pairs of one written and one meant, a part of speech each; kAnyPart first.
void Expander::expand_group(const PairEntry* begin, const PairEntry* end, PairList& rows) {
  if (lemmas_->same_word(begin->written, begin->meant)) return;
  const std::uint32_t partless = begin->parts == kAnyPart ? begin->relations : 0;
  const auto shared = static_cast<std::uint8_t>(wordnet_->parts_of(begin->written) &
                                                wordnet_->parts_of(begin->meant));
  std::uint32_t all = 0;
  std::uint8_t parts = partless != 0 ? shared : std::uint8_t{0};
  for (const PairEntry* pair = begin; pair != end; ++pair) {
    all |= pair->relations;
    parts = static_cast<std::uint8_t>(parts | pair->parts);
  }
  rows.add(*terms_, begin->written, begin->meant, all, parts);
  // PPDB lists forms itself: what it says of one form is hearsay for the others.
  std::uint32_t spread = partless & ~kPpdbExact;
  if ((partless & kPpdbExact) != 0) spread |= kPpdbKin;
  for (const PartOfSpeech part : {kNoun, kVerb, kAdjective}) {
    if ((parts & part) == 0) continue;
    std::uint32_t relations = spread;
    for (const PairEntry* pair = begin; pair != end; ++pair) {
      if (pair->parts == part) relations |= pair->relations;
    }
    expand_part({begin->written, begin->meant, relations, part, 0}, part, rows);
  }
}

void Expander::expand_part(const PairEntry& pair, std::uint8_t part, PairList& rows) {
  for (const Inflection inflection : kInflections) {
    if (!takes(part, inflection)) continue;
    const Form written = form(pair.written, part, inflection);
    const Form meant = form(pair.meant, part, inflection);
    if (written.term == kNoPhrase || meant.term == kNoPhrase) continue;
    // With "more" on both sides the pair of the lemmas says it all; and most of
    // Moby's one-way adjectives are not gradable.
    if (written.phrased && meant.phrased) continue;
    if ((written.phrased || meant.phrased) && (pair.relations & ~kMobyAny) == 0) continue;
    if (lemmas_->same_word(written.term, meant.term)) continue;
    rows.add(*terms_, written.term, meant.term, pair.relations, part,
             static_cast<std::uint8_t>(inflection));
  }
}

Expander::Form Expander::form(PhraseId term, std::uint8_t part, Inflection inflection) {
  const std::uint64_t key = (std::uint64_t{term} << 16) | (std::uint64_t{part} << 8) |
                            static_cast<std::uint64_t>(inflection);
  const auto [entry, is_new] = forms_.try_emplace(key);
  if (is_new) entry->second = make_form(term, part, inflection);
  return entry->second;
}

Expander::Form Expander::make_form(PhraseId term, std::uint8_t part, Inflection inflection) {
  const std::string phrase(terms_->text(term));
  const bool graded =
      inflection == Inflection::kComparative || inflection == Inflection::kSuperlative;
  if (!graded || terms_->words(term) == 1) {
    const auto [begin, end] = head_of(phrase, part);
    const std::string inflected =
        text::inflect(std::string_view(phrase).substr(begin, end - begin), inflection);
    const PhraseId made =
        terms_->from_folded(phrase.substr(0, begin) + inflected + phrase.substr(end));
    if (made != kNoPhrase && (made != term || !graded)) {
      return {made == term && part == kNoun ? kNoPhrase : made,
              terms_->words(made) > terms_->words(term)};
    }
  }
  if (!graded) return {};
  const char* degree = inflection == Inflection::kComparative ? "more " : "most ";
  return {terms_->from_folded(degree + phrase), true};
}

}  // namespace despin::lexicon
