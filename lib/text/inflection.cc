#include "lib/text/inflection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "lib/text/irregular.h"
#include "lib/text/sorted_words.h"
#include "lib/text/spelling.h"

namespace despin::text {
namespace {

constexpr std::size_t kMaxReadings = 8;
// No English word to be inflected is longer; longer input is noise.
constexpr std::size_t kMaxLength = 40;

std::string inflect_word(WordView lemma, Inflection inflection) {
  if (lemma.empty() || inflection == Inflection::kBase) return std::string(lemma);
  if (const WordView form = irregular_form(lemma, inflection); !form.empty()) {
    return std::string(form);
  }
  switch (inflection) {
    case Inflection::kBase:
      break;
    case Inflection::kPlural:
      return add_s(lemma);
    case Inflection::kPast:
    case Inflection::kParticiple:
      return add_ending(lemma, "ed");
    case Inflection::kGerund:
      return add_ending(lemma, "ing");
    case Inflection::kComparative:
      return takes_suffix_degree(lemma) ? add_ending(lemma, "er") : "more " + std::string(lemma);
    case Inflection::kSuperlative:
      return takes_suffix_degree(lemma) ? add_ending(lemma, "est") : "most " + std::string(lemma);
  }
  return std::string(lemma);
}

// Words that end like an inflected form but are not, although the rules allow it.
constexpr auto kUninflected = std::to_array<WordView>({
    "always",     "anything", "as",      "besides", "bus",       "ceiling", "during", "evening",
    "everything", "feed",     "gas",     "hatred",  "his",       "hundred", "indeed", "its",
    "king",       "lens",     "morning", "naked",   "need",      "nothing", "ours",   "perhaps",
    "plus",       "red",      "sacred",  "seed",    "something", "speed",   "theirs", "this",
    "thus",       "towards",  "us",      "wedding", "wicked",    "yes",     "yours",
});

static_assert(std::is_sorted(kUninflected.begin(), kUninflected.end()));

// Words that end in a doubled consonant without inflection.
constexpr auto kDoubleEnds = std::to_array<WordView>({
    "add",     "appall", "befall",    "butt",    "distill", "ebb",    "egg",    "enroll", "err",
    "fulfill", "inn",    "install",   "instill", "mitt",    "odd",    "purr",   "putt",   "recall",
    "redd",    "refill", "reinstall", "retell",  "scroll",  "stroll", "unroll",
});
static_assert(std::is_sorted(kDoubleEnds.begin(), kDoubleEnds.end()));

// Words in -ie; their plural looks like that of a word in -y.
constexpr auto kEndInIe = std::to_array<WordView>({
    "auntie", "belie",    "birdie",  "brownie",  "calorie", "collie", "cookie",  "cutie",
    "eerie",  "foodie",   "genie",   "hippie",   "hoodie",  "indie",  "junkie",  "lingerie",
    "magpie", "movie",    "necktie", "newbie",   "oldie",   "pixie",  "prairie", "rookie",
    "selfie", "smoothie", "sortie",  "underlie", "untie",   "veggie", "yuppie",  "zombie",
});
static_assert(ascending(kEndInIe));

bool ends_like_base(WordView w) {
  return has(kUninflected, w) || w.ends_with("ss") || w.ends_with("us") || w.ends_with("is") ||
         w.ends_with("ics") || w.ends_with("eed");
}

bool has_vowel(WordView w) {
  return std::any_of(w.begin(), w.end(), [](char c) { return is_vowel(c) || c == 'y'; });
}

// Whether the stem before a vowel ending probably lost an e: creat(ed), defin(ing), but not
// visit(ed), open(ing).
bool likely_lost_e(WordView stem) {
  const std::size_t n = stem.size();
  if (n < 2) return true;
  const char last = stem[n - 1];
  const char before = stem[n - 2];
  const bool two_vowels = n > 2 && is_vowel(before) && is_vowel(stem[n - 3]);
  const auto ends = [&](WordView ending) { return stem.ends_with(ending); };
  if (last == 'v' || last == 'u' || last == 'c' || ends("dg") || ends("rg")) return true;
  if (ends("ng")) return ends("ang") || ends("eng") || (n > 4 && ends("ing"));
  if (!is_vowel(before)) {
    // enabl, endors, bulg: clusters that do not end a word.
    if (last == 'l') return before != 'l' && before != 'r';
    if (last == 's') return before != 's';
    return (last == 'z' && before != 'z') || (last == 'r' && (before == 't' || before == 'c'));
  }
  if (last == 'z') return true;
  if (last == 's') return before != 'u' || n <= 4 || ends("cus") == false;
  if (last == 'w' || last == 'x' || last == 'y') return false;
  if (two_vowels && stem[n - 3] != 'q' && !(n > 3 && stem[n - 4] == 'q')) {
    return ends("iat") || ends("uat") || ends("creat");
  }
  if (syllables(stem) <= 1) return true;  // hop(ed): "hop" would double
  static constexpr auto kEndings = std::to_array<WordView>({
      "at", "ut", "ot", "id", "ud", "od", "ir", "ur", "ar", "in", "un", "ul",
      "il", "im", "um", "ib", "ub", "ik", "ok", "ak", "ad", "ap", "et",
  });
  const WordView tail = stem.substr(n - 2);
  const bool listed = std::find(kEndings.begin(), kEndings.end(), tail) != kEndings.end();
  const bool exception = ends("arget") || ends("rket") || ends("udget") || ends("umn");
  return listed && !exception;
}

class Readings {
 public:
  Readings(WordView word, std::vector<Morphology>& out) : word_(word), out_(out) {}

  void add(WordView lemma, Inflection inflection) {
    if (out_.size() >= kMaxReadings - 1 && inflection != Inflection::kBase) return;
    for (const Morphology& a : out_) {
      if (a.inflection == inflection && a.lemma == lemma) return;
    }
    out_.push_back({std::string(lemma), inflection});
  }

  // Adds the reading if the rules generate the word from the lemma. Past and participle of a
  // regular verb are two readings of one form.
  void try_lemma(WordView lemma, Inflection inflection) {
    if (lemma.size() < 2 || !has_vowel(lemma)) return;
    if (inflect_word(lemma, inflection) == word_ || british(lemma, inflection)) {
      add(lemma, inflection);
    }
    if (inflection == Inflection::kPast) try_lemma(lemma, Inflection::kParticiple);
  }

  // Tries every lemma that `word` without a vowel ending may come from.
  void try_stem(WordView ending, Inflection inflection) {
    const WordView stem = word_.substr(0, word_.size() - ending.size());
    const std::size_t n = stem.size();
    if (n < 2) return;
    const bool doubled = stem[n - 1] == stem[n - 2] && !is_vowel(stem[n - 1]);
    if (doubled) {
      const bool short_first =
          WordView("lsfz").find(stem[n - 1]) == WordView::npos
              ? !has(kDoubleEnds, stem)
              : stem[n - 1] == 'l' && syllables(stem) > 1 && !has(kDoubleEnds, stem);
      if (short_first) try_lemma(stem.substr(0, n - 1), inflection);
      try_lemma(stem, inflection);
      if (!short_first) try_lemma(stem.substr(0, n - 1), inflection);
      if (WordView("lsft").find(stem[n - 1]) != WordView::npos) {  // finessed, pirouetted
        try_lemma(std::string(stem) + 'e', inflection);
      }
      return;
    }
    if (ending[0] == 'e' && stem.back() == 'i') {
      if (n <= 2) try_lemma(std::string(stem) + 'e', inflection);  // tied, died
      try_lemma(std::string(stem.substr(0, n - 1)) + 'y', inflection);
    }
    const bool from_ie = ending == "ing" && stem.back() == 'y';
    const std::string with_ie = std::string(stem.substr(0, n - 1)) + "ie";
    if (from_ie && n <= 3) try_lemma(with_ie, inflection);  // dying, lying
    if (stem.ends_with("ick")) try_lemma(stem.substr(0, n - 1), inflection);
    const std::string with_e = std::string(stem) + 'e';
    const bool e_first = likely_lost_e(stem);
    if (e_first) try_lemma(with_e, inflection);
    try_lemma(stem, inflection);
    if (!e_first) try_lemma(with_e, inflection);
    if (from_ie) try_lemma(with_ie, inflection);
  }

 private:
  // British spelling doubles the l after any vowel: travelled, modelling.
  bool british(WordView lemma, Inflection inflection) const {
    if (!lemma.ends_with('l') || lemma.size() < 4 || !is_vowel(lemma[lemma.size() - 2]) ||
        is_vowel(lemma[lemma.size() - 3])) {
      return false;
    }
    const bool past = inflection == Inflection::kPast || inflection == Inflection::kParticiple;
    const WordView ending = past ? "ed" : inflection == Inflection::kGerund ? "ing" : "";
    return !ending.empty() && word_ == std::string(lemma) + 'l' + std::string(ending);
  }

  WordView word_;
  std::vector<Morphology>& out_;
};

// Plurals of -us and -is, which did not lose an e: viruses, not excuses.
bool hisses(WordView stem) {
  static constexpr auto kEndings = std::to_array<WordView>(
      {"ch", "nus", "oes", "pus", "rus", "sh", "ss", "sus", "tus", "x", "zz"});
  static constexpr auto kInChe =
      std::to_array<WordView>({"avalanch", "cach", "nich", "mustach", "psych", "quich"});
  const auto ends = [&](WordView ending) { return stem.ends_with(ending); };
  if (std::any_of(kInChe.begin(), kInChe.end(), ends) || stem == "ach" || ends("dach") ||
      ends("kach") || ends("rtach")) {
    return false;
  }
  return std::any_of(kEndings.begin(), kEndings.end(), ends);
}

void plural_readings(WordView word, Readings& readings) {
  const std::size_t n = word.size();
  if (word.ends_with("men")) {
    readings.try_lemma(std::string(word.substr(0, n - 2)) + "an", Inflection::kPlural);
  }
  if (!word.ends_with('s')) return;
  const WordView less_s = word.substr(0, n - 1);
  if (!word.ends_with("es") || n < 4) return readings.try_lemma(less_s, Inflection::kPlural);
  const WordView less_es = word.substr(0, n - 2);
  if (word.ends_with("ies") && n > 4) {
    const bool keeps_e = has(kEndInIe, less_s);
    if (keeps_e) readings.try_lemma(less_s, Inflection::kPlural);
    readings.try_lemma(std::string(word.substr(0, n - 3)) + 'y', Inflection::kPlural);
  }
  const bool es_first = hisses(less_es) || less_es.ends_with('o');
  if (es_first) readings.try_lemma(less_es, Inflection::kPlural);
  readings.try_lemma(less_s, Inflection::kPlural);
  readings.try_lemma(less_es, Inflection::kPlural);
  if (less_es.ends_with("os") || less_es.ends_with("ys") || less_es.ends_with("es")) {
    readings.try_lemma(std::string(less_es) + "is", Inflection::kPlural);
  }
}

void regular_readings(WordView word, Readings& readings) {
  const std::size_t n = word.size();
  if (n < 3) return;
  plural_readings(word, readings);
  if (word.ends_with("ed") && n > 3) {
    readings.try_stem("ed", Inflection::kPast);
  } else if (word.ends_with("ing") && n > 4) {
    readings.try_stem("ing", Inflection::kGerund);
  } else if (word.ends_with("est") && n > 4) {
    readings.try_stem("est", Inflection::kSuperlative);
  }
}

// The word of `phrase` that takes the inflection, as [begin, end).
std::pair<std::size_t, std::size_t> head_of(WordView phrase, bool last) {
  if (!last) return {0, std::min(phrase.size(), phrase.find(' '))};
  std::size_t end = phrase.size();
  // "point of view": the words from "of" on are not inflected.
  if (const std::size_t of = phrase.find(" of "); of != WordView::npos && of > 0) end = of;
  const std::size_t space = phrase.substr(0, end).rfind(' ');
  return {space == WordView::npos ? 0 : space + 1, end};
}

}  // namespace

void morphology(std::string_view word, std::vector<Morphology>& out) {
  out.clear();
  Readings readings(word, out);
  bool regular = word.size() <= kMaxLength;
  for (const Irregular& row : irregular_readings(word)) {
    readings.add(row.lemma, row.inflection);
    // "was" and "has" are not plurals, and "better" is not the comparative of "bet".
    if (row.lemma == "be" || row.lemma == "have" || row.inflection == Inflection::kComparative) {
      regular = false;
    }
  }
  const bool base_first = ends_like_base(word);
  if (base_first) readings.add(word, Inflection::kBase);
  if (regular) regular_readings(word, readings);
  readings.add(word, Inflection::kBase);
  // Most words in -er are not comparatives (water, teacher): ranked after the base.
  if (regular && word.ends_with("er") && word.size() > 3) {
    readings.try_stem("er", Inflection::kComparative);
  }
}

std::string inflect(std::string_view lemma, Inflection inflection, bool phrase_is_noun) {
  if (lemma.find(' ') == WordView::npos) return inflect_word(lemma, inflection);
  const bool last = inflection == Inflection::kPlural && phrase_is_noun;
  const auto [begin, end] = head_of(lemma, last);
  std::string out(lemma.substr(0, begin));
  out += inflect_word(lemma.substr(begin, end - begin), inflection);
  out += lemma.substr(end);
  return out;
}

bool takes_an(std::string_view word) {
  const auto starts = [&](WordView prefix) { return word.starts_with(prefix); };
  if (word.empty()) return false;
  const char first = word.front();
  if (first >= '0' && first <= '9') {
    const WordView digits =
        word.substr(0, std::min(word.size(), word.find_first_not_of("0123456789")));
    return first == '8' || digits == "11" || digits == "18";
  }
  // Letters pronounced one by one: an FBI agent, a UN envoy.
  static constexpr auto kSpelled =
      std::to_array<WordView>({"fbi", "hiv", "mba", "mri", "nba", "ngo", "nsa"});
  if (has(kSpelled, word)) return true;
  const bool initials = (word.size() > 1 && word[1] == '.') || !has_vowel(word) || word.size() == 1;
  if (initials) return WordView("aefhilmnorsx").find(first) != WordView::npos;
  if (!is_vowel(first)) {
    return starts("hour") || starts("honest") || starts("honor") || starts("honour") ||
           starts("heir");
  }
  if (first == 'e') return !(starts("eu") || starts("ewe"));
  if (first == 'o') return !(word == "one" || starts("once") || starts("one's") || word == "ones");
  if (first != 'u') return true;
  if (word == "un" || word == "uk" || word == "us" || word == "usa" || word == "ufo") return false;
  if (starts("uni")) {
    // Pronounced "yoo": union, universal, unique; but not un-identified, un-important.
    static constexpr auto kNegated =
        std::to_array<WordView>({"unid", "unil", "unim", "unin", "unir", "unis"});
    const WordView four = word.substr(0, 4);
    const bool negated = std::find(kNegated.begin(), kNegated.end(), four) != kNegated.end();
    return negated && !starts("unilat") && !starts("unison") && !starts("unisex") &&
           !starts("unidirec") && !starts("unilin");
  }
  static constexpr auto kYou = std::to_array<WordView>({
      "ubiq",
      "uganda",
      "ukr",
      "ukul",
      "unanim",
      "uran",
      "ure",
      "uri",
      "urol",
      "urug",
      "usa",
      "use",
      "usi",
      "usu",
      "ute",
      "uti",
      "uto",
  });
  return std::none_of(kYou.begin(), kYou.end(), starts);
}

}  // namespace despin::text
