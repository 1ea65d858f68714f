#include "models/build/pairs/spread.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "lib/text/inflection.h"

namespace despin::train {
namespace {

using text::Inflection;
using Side = std::vector<std::string>;
using Known = std::function<bool(std::string_view)>;

constexpr auto kInflections = std::to_array<Inflection>({
    Inflection::kBase,
    Inflection::kPlural,
    Inflection::kPast,
    Inflection::kParticiple,
    Inflection::kGerund,
    Inflection::kComparative,
    Inflection::kSuperlative,
});

// One way to see a side as the inflected form of a word or phrase.
struct InflectionParse {
  std::string lemma;
  Inflection inflection = Inflection::kBase;
  bool is_noun = true;  // a phrase inflected on its last word
};

std::string joined(const Side& words) {
  std::string out;
  for (const std::string& w : words) out.append(out.empty() ? "" : " ").append(w);
  return out;
}

Side split(std::string_view text) {
  Side out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool all_known(const Side& side, const Known& known) {
  return std::all_of(side.begin(), side.end(), [&](const std::string& w) { return known(w); });
}

bool is_verbal(Inflection i) { return i >= Inflection::kPast && i <= Inflection::kGerund; }
bool is_degree(Inflection i) { return i >= Inflection::kComparative; }

// A phrase that opens with one of these is a verb's even in its base form.
bool opens_as_verb(const Side& phrase) {
  static constexpr auto kVerbs = std::to_array<std::string_view>(
      {"bring", "carry", "come", "do",   "find", "gain",    "get", "give", "go",   "have",
       "hold",  "keep",  "let",  "look", "make", "provide", "put", "set",  "take", "turn"});
  return std::find(kVerbs.begin(), kVerbs.end(), phrase.front()) != kVerbs.end();
}

// The readings with known lemmas, the most likely lemma for each inflection.
std::vector<InflectionParse> readings(const Side& side, const Known& known) {
  std::vector<InflectionParse> out;
  const auto push = [&](std::string lemma, Inflection inflection, bool is_noun) {
    for (const InflectionParse& r : out) {
      if (r.inflection == inflection && r.is_noun == is_noun) return;
    }
    out.push_back({std::move(lemma), inflection, is_noun});
  };
  std::vector<text::Morphology> analyses;
  if (side.size() == 1) {
    text::morphology(side[0], analyses);
    for (const auto& a : analyses) {
      if (known(a.lemma)) push(a.lemma, a.inflection, true);
    }
    return out;
  }
  const auto add = [&](std::size_t head, bool is_noun) {
    text::morphology(side[head], analyses);
    for (const auto& a : analyses) {
      const bool fits = is_noun ? a.inflection <= Inflection::kPlural
                                : is_verbal(a.inflection) ||
                                      (a.inflection <= Inflection::kPlural && opens_as_verb(side));
      if (!fits || !known(a.lemma)) continue;
      Side lemma = side;
      lemma[head] = a.lemma;
      push(joined(lemma), a.inflection, is_noun);
    }
  };
  const auto of = std::find(side.begin() + 1, side.end(), "of");
  add(static_cast<std::size_t>(of - side.begin()) - 1, true);
  add(0, false);
  return out;
}

}  // namespace

std::vector<SwapCount> spread_inflections(std::span<const SwapCount> swaps,
                                          const Known& known_word) {
  std::map<std::pair<Side, Side>, double> lent;
  const auto lend = [&](Side written, Side meant, double count) {
    if (written == meant || written.size() > kMaxWrittenWords || meant.size() > kMaxMeantWords ||
        !all_known(written, known_word) || !all_known(meant, known_word)) {
      return;
    }
    double& most = lent[{std::move(written), std::move(meant)}];
    most = std::max(most, count);
  };
  for (const SwapCount& swap : swaps) {
    if (swap.count < kMinLenderCount || swap.written == swap.meant) continue;
    const std::vector<InflectionParse> meant = readings(swap.meant, known_word);
    for (const InflectionParse& w : readings(swap.written, known_word)) {
      for (const InflectionParse& m : meant) {
        if (w.inflection != m.inflection) continue;
        // A noun's phrase and a verb's phrase have no form in common.
        const bool written_phrase = swap.written.size() > 1;
        const bool meant_phrase = swap.meant.size() > 1;
        if (written_phrase && meant_phrase && w.is_noun != m.is_noun) continue;
        const bool noun_phrase = (written_phrase && w.is_noun) || (meant_phrase && m.is_noun);
        const bool phrase = written_phrase || meant_phrase;
        for (const Inflection to : kInflections) {
          if (to == w.inflection || (noun_phrase && is_verbal(to))) continue;
          Side new_written = split(text::inflect(w.lemma, to, noun_phrase));
          Side new_meant = split(text::inflect(m.lemma, to, noun_phrase));
          // "more", "most": no form of its own.
          if (is_degree(to) && (phrase || new_written.size() + new_meant.size() > 2)) continue;
          const bool doubtful = !phrase && is_verbal(to) && !is_verbal(w.inflection);
          lend(std::move(new_written), std::move(new_meant),
               swap.count * (doubtful ? kLentToVerbShare : kLentShare));
        }
      }
    }
  }
  for (const SwapCount& swap : swaps) lent.erase({swap.written, swap.meant});
  std::vector<SwapCount> out;
  out.reserve(lent.size());
  for (auto& [sides, count] : lent) out.push_back({sides.first, sides.second, count});
  return out;
}

}  // namespace despin::train
