#include "lib/text/spelling.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/text/sorted_words.h"

namespace despin::text {
namespace {

// Verbs of several syllables with the stress on the last one, and compounds of short verbs.
constexpr auto kDoubling = std::to_array<WordView>({
    "abet",     "abhor",    "abut",      "acquit",  "admit",    "allot",    "annul",    "appal",
    "begin",    "beget",    "befit",     "beset",   "commit",   "compel",   "concur",   "confer",
    "control",  "cosset",   "debar",     "debug",   "defer",    "demur",    "deter",    "disbar",
    "dispel",   "distil",   "embed",     "emit",    "enrol",    "equip",    "excel",    "expel",
    "extol",    "forbid",   "forget",    "format",  "fulfil",   "handicap", "hobnob",   "impel",
    "incur",    "infer",    "input",     "instal",  "instil",   "inter",    "intermit", "kidnap",
    "misfit",   "nonplus",  "occur",     "offset",  "omit",     "outbid",   "outfit",   "output",
    "outrun",   "outwit",   "overlap",   "overrun", "patrol",   "permit",   "prefer",   "program",
    "propel",   "rebel",    "rebut",     "recap",   "recur",    "refer",    "refit",    "regret",
    "remap",    "remit",    "repel",     "reset",   "retrofit", "rerun",    "sandbag",  "submit",
    "transfer", "transmit", "transship", "typeset", "underpin", "undercut", "unplug",   "unwrap",
    "unzip",    "uninstal", "upset",     "zigzag",
});

constexpr auto kSortedDoubling = [] {
  auto words = kDoubling;
  std::sort(words.begin(), words.end());
  return words;
}();
static_assert(ascending(kSortedDoubling));

constexpr auto kOesNouns = std::to_array<WordView>({
    "buffalo", "cargo",  "do",      "domino",   "echo",    "embargo", "forego", "forgo",   "go",
    "halo",    "hero",   "mango",   "mosquito", "motto",   "negro",   "outdo",  "overdo",  "potato",
    "redo",    "tomato", "tornado", "torpedo",  "undergo", "undo",    "veto",   "volcano",
});
static_assert(ascending(kOesNouns));

// Words whose ch is pronounced k.
constexpr auto kHardCh = std::to_array<WordView>({
    "czech",
    "epoch",
    "eunuch",
    "loch",
    "matriarch",
    "mech",
    "monarch",
    "patriarch",
    "stomach",
    "tech",
});
static_assert(ascending(kHardCh));

// Words in -man that are not compounds of "man".
constexpr auto kNotMen = std::to_array<WordView>({
    "caiman",
    "german",
    "human",
    "norman",
    "ottoman",
    "roman",
    "shaman",
    "talisman",
});
static_assert(ascending(kNotMen));

// Adjectives of two syllables that take -er.
constexpr auto kShortEnough = std::to_array<WordView>({
    "able",    "clever", "common",   "cruel",  "gentle", "handsome", "humble",
    "narrow",  "noble",  "pleasant", "polite", "quiet",  "shallow",  "simple",
    "slender", "stupid", "subtle",   "tender", "yellow",
});
static_assert(ascending(kShortEnough));

bool consonant_y(WordView w) {
  if (w.size() < 2 || w.back() != 'y') return false;
  const char before = w[w.size() - 2];
  // The u of "soliloquy" is not a vowel.
  return !is_vowel(before) || (before == 'u' && w.size() > 2 && w[w.size() - 3] == 'q');
}

}  // namespace

int syllables(std::string_view word) {
  int groups = 0;
  bool in_vowel = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool qu = word[i] == 'u' && i > 0 && word[i - 1] == 'q';
    const bool vowel = (is_vowel(word[i]) && !qu) || (word[i] == 'y' && i > 0);
    const bool silent = word[i] == 'e' && i + 1 == word.size() && !in_vowel && groups > 0 &&
                        !(word.size() > 2 && word[i - 1] == 'l' && !is_vowel(word[i - 2]));
    if (vowel && !in_vowel && !silent) ++groups;
    in_vowel = vowel;
  }
  return groups;
}

bool doubles(std::string_view word) {
  const std::size_t n = word.size();
  if (n < 3) return false;
  const char last = word[n - 1];
  const char before = word[n - 2];
  if (is_vowel(last) || !is_vowel(before)) return false;
  if (last < 'a' || last > 'z' || WordView("cwxyh").find(last) != WordView::npos) return false;
  const char third = word[n - 3];
  const bool qu = before != 'u' && third == 'u' && n > 3 && word[n - 4] == 'q';
  if (is_vowel(third) && !qu) return false;  // rain, look
  if (syllables(word) > 1) return has(kSortedDoubling, word);
  return word != "bus" && word != "gas";
}

std::string add_s(std::string_view word) {
  std::string out(word);
  const auto ends = [&](WordView ending) { return word.ends_with(ending); };
  if (consonant_y(word)) {
    out.pop_back();
    return out += "ies";
  }
  if (word.size() > 4 && ends("sis")) {
    out.resize(out.size() - 2);
    return out += "es";
  }
  if (word.size() >= 3 && ends("man") && !has(kNotMen, word)) {
    out[out.size() - 2] = 'e';
    return out;
  }
  const bool hisses = ends("s") || ends("x") || ends("z") || ends("sh") ||
                      (ends("ch") && !has(kHardCh, word)) || has(kOesNouns, word);
  return out += hisses ? "es" : "s";
}

std::string add_ending(std::string_view word, std::string_view ending) {
  std::string out(word);
  const bool by_e = ending[0] == 'e';
  if (word.ends_with('e')) {
    if (by_e) {
      out += ending.substr(1);
    } else if (word.size() > 2 && word.ends_with("ie")) {
      out.resize(out.size() - 2);
      out += "ying";
    } else {
      const bool keeps = word.ends_with("ee") || word.ends_with("oe") || word.ends_with("ye") ||
                         syllables(word.substr(0, word.size() - 1)) == 0;
      if (!keeps) out.pop_back();
      out += ending;
    }
    return out;
  }
  if (by_e && consonant_y(word)) {
    out.back() = 'i';
  } else if (word.size() > 4 && word.ends_with("ic") && (ending == "ed" || ending == "ing")) {
    out += 'k';
  } else if (doubles(word)) {
    out += out.back();
  }
  return out += ending;
}

bool takes_suffix_degree(std::string_view adjective) {
  const int count = syllables(adjective);
  if (count <= 1) return true;
  return count == 2 && (consonant_y(adjective) || has(kShortEnough, adjective));
}

}  // namespace despin::text
