#include "models/build/pairs/pairs.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "despin/reader.h"
#include "lib/base/hash.h"
#include "lib/base/mapped_file.h"
#include "lib/text/tokens.h"

namespace despin::train {
namespace {

using View = std::string_view;

View trim(View text, View what = " \t") {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == View::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

// Curly single quotes as straight ones.
std::string with_plain_quotes(View text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const View quote = text.substr(i, 3);
    if (quote == "\u2018" || quote == "\u2019") {
      out += '\'';
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Parentheses and brackets with what they hold; a bracket left open runs to the end.
std::string without_remarks(View text) {
  std::string out;
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') {
      ++depth;
    } else if ((c == ')' || c == ']') && depth > 0) {
      if (--depth == 0) out += ' ';
    } else if (depth == 0) {
      out += c;
    }
  }
  return out;
}

// "the words 'an' and 'are'" tells of words instead of writing them: the first one.
View first_quoted_word(View text) {
  if (text.find("word") == View::npos) return {};
  const std::size_t open = text.find('\'');
  if (open == View::npos || open == 0 || text[open - 1] != ' ') return {};
  const std::size_t close = text.find('\'', open + 1);
  return close == View::npos ? View() : text.substr(open + 1, close - open - 1);
}

// "infected/affected people" -> "infected people"; "cyber crime / fraud" -> "cyber crime".
std::string first_of_slashed(std::string text) {
  if (const std::size_t spaced = text.find(" / "); spaced != std::string::npos) {
    text.resize(spaced);
  }
  for (std::size_t at = text.find('/'); at != std::string::npos; at = text.find('/')) {
    text.erase(at, std::min(text.find(' ', at), text.size()) - at);
  }
  return text;
}

// "renal or kidney failure" -> "renal failure"; "fraud or theft" -> "fraud".
std::string first_of_either(std::string text) {
  const std::size_t at = text.find(" or ");
  if (at == std::string::npos) return text;
  return text.erase(at, std::min(text.find(' ', at + 4), text.size()) - at);
}

Error at_line(const Error& error, std::size_t number) {
  return {error.code, "line " + std::to_string(number) + ": " + error.message};
}

// Appends the pair, unless a side has no words or too many.
Result<void> add_pair(View written, View meant, double weight, const std::string& group,
                      std::vector<PhrasePair>& out) {
  PhrasePair pair;
  pair.weight = weight;
  pair.group = group;
  const auto forms = [](View phrase, std::vector<std::string>& to) -> Result<void> {
    text::Tokens tokens;
    if (auto ok = text::tokenize(phrase, tokens); !ok) return ok;
    for (const text::Token& t : tokens.list) {
      if (t.kind == text::TokenKind::kWord || t.kind == text::TokenKind::kNumber) {
        to.emplace_back(tokens.form(t));
      }
    }
    return {};
  };
  if (auto ok = forms(written, pair.written); !ok) return ok;
  if (auto ok = forms(clean_meant(written, meant), pair.meant); !ok) return ok;
  const auto usable = [](const std::vector<std::string>& side) {
    return !side.empty() && side.size() <= kMaxPhraseWords;
  };
  if (!usable(pair.written) || !usable(pair.meant)) return {};
  pair.line.append(written).append("\t").append(meant);
  out.push_back(std::move(pair));
  return {};
}

// Calls use(line, number) for each line that is not empty.
template <class Use>
Result<void> for_each_line(const std::string& path, Use use) {
  auto file = base::MappedFile::open(path);
  if (!file) return file.error();
  const auto bytes = file->bytes();
  View rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const View line = trim(rest.substr(0, end), "\r");
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    if (Result<void> ok = use(line); !ok) return at_line(ok.error(), number);
  }
  return {};
}

}  // namespace

std::string clean_meant(View written, View meant) {
  std::string text = without_remarks(with_plain_quotes(meant));
  if (const View word = first_quoted_word(text); !word.empty()) return std::string(word);
  // Of notes such as "structure, see <address>" nothing after the comma is meant.
  if (written.find(',') == View::npos) text.resize(std::min(text.find(','), text.size()));
  if (written.find('/') == View::npos) text = first_of_slashed(std::move(text));
  if (written.find(" or ") == View::npos) text = first_of_either(std::move(text));
  if (text.find("??") != std::string::npos || text.find("unclear") != std::string::npos) return {};
  return std::string(trim(text, " \t?."));
}

Result<std::vector<PhrasePair>> read_pairs_tsv(const std::string& path, double weight) {
  std::vector<PhrasePair> pairs;
  auto ok = for_each_line(path, [&](View line) -> Result<void> {
    const std::size_t tab = line.find('\t');
    if (tab == View::npos) {
      return Error{ErrorCode::kBadInput, "found no tab, expected written<TAB>meant"};
    }
    const View rest = line.substr(tab + 1);
    return add_pair(line.substr(0, tab), rest.substr(0, rest.find('\t')), weight, "", pairs);
  });
  if (!ok) return ok.error();
  return pairs;
}

Result<std::vector<PhrasePair>> read_labeled_jsonl(const std::string& path, double weight) {
  std::vector<PhrasePair> pairs;
  auto ok = for_each_line(path, [&](View line) -> Result<void> {
    auto record = read_record(line);
    if (!record) return record.error();
    for (const LabeledSwap& s : record->substitutions) {
      auto added = add_pair(s.written, s.meant, weight, record->id, pairs);
      if (!added) return added;
    }
    return {};
  });
  if (!ok) return ok.error();
  return pairs;
}

int half_of(const PhrasePair& pair) {
  return static_cast<int>(base::hash_bytes(pair.group.empty() ? pair.line : pair.group) & 1U);
}

std::vector<PhrasePair> of_half(std::span<const PhrasePair> pairs, int half) {
  std::vector<PhrasePair> out;
  std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(out),
               [&](const PhrasePair& pair) { return half_of(pair) == half; });
  return out;
}

}  // namespace despin::train
