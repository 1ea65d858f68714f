#include "models/build/lexicon/phrase_table.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace despin::lexicon {
namespace {

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Letters, with apostrophes only between them ("o'clock"); or the "'s" that the
// tokenizer parts from its word.
bool is_word(std::string_view word) {
  if (word == "'s") return true;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool inner = i > 0 && i + 1 < word.size();
    if (!is_lower(word[i]) && !(word[i] == '\'' && inner && is_lower(word[i - 1]))) return false;
  }
  return !word.empty();
}

constexpr std::string_view kStopWords[] = {
    "'s",      "a",       "am",        "an",         "and",        "another", "any",      "are",
    "aren't",  "as",      "at",        "be",         "been",       "being",   "both",     "but",
    "by",      "can",     "can't",     "could",      "couldn't",   "did",     "didn't",   "do",
    "does",    "doesn't", "doing",     "don't",      "done",       "down",    "each",     "eight",
    "etc",     "every",   "few",       "first",      "five",       "for",     "four",     "from",
    "had",     "has",     "have",      "having",     "he",         "her",     "here",     "hers",
    "herself", "him",     "himself",   "his",        "how",        "hundred", "i",        "if",
    "in",      "into",    "is",        "isn't",      "it",         "its",     "itself",   "many",
    "may",     "me",      "might",     "million",    "mine",       "most",    "mr",       "mrs",
    "much",    "must",    "my",        "myself",     "nine",       "no",      "nor",      "not",
    "of",      "off",     "on",        "one",        "onto",       "or",      "other",    "ought",
    "our",     "ours",    "ourselves", "out",        "second",     "seven",   "shall",    "she",
    "should",  "six",     "so",        "some",       "such",       "ten",     "than",     "that",
    "the",     "their",   "theirs",    "them",       "themselves", "then",    "there",    "these",
    "they",    "third",   "this",      "those",      "thousand",   "three",   "to",       "too",
    "two",     "up",      "upon",      "us",         "very",       "was",     "wasn't",   "we",
    "were",    "weren't", "what",      "when",       "where",      "which",   "who",      "whom",
    "whose",   "why",     "will",      "with",       "won't",      "would",   "wouldn't", "you",
    "your",    "yours",   "yourself",  "yourselves",
};
static_assert(std::is_sorted(std::begin(kStopWords), std::end(kStopWords)));

}  // namespace

PhraseId PhraseTable::from_source(std::string_view spelled) {
  if (spelled.size() > 200) return kNoPhrase;
  scratch_.clear();
  for (std::size_t i = 0; i < spelled.size(); ++i) {
    char c = spelled[i];
    if (spelled.substr(i, 3) == "\xE2\x80\x99") {  // a curly apostrophe
      c = '\'';
      i += 2;
    }
    const bool gap = c == ' ' || c == '_' || c == '-' || c == '/';
    if (!gap) {
      const bool possessive = c == '\'' && i + 1 < spelled.size() && spelled[i + 1] == 's' &&
                              (i + 2 == spelled.size() || !is_lower(spelled[i + 2]));
      if (possessive && !scratch_.empty() && scratch_.back() != ' ') scratch_ += ' ';
      scratch_ += c;
    } else if (!scratch_.empty() && scratch_.back() != ' ') {
      scratch_ += ' ';
    }
  }
  if (!scratch_.empty() && scratch_.back() == ' ') scratch_.pop_back();
  return from_folded(scratch_);
}

PhraseId PhraseTable::from_folded(std::string_view folded) {
  if (const auto found = ids_.find(folded); found != ids_.end()) return found->second;
  int words = 0;
  std::uint64_t rarest = std::numeric_limits<std::uint64_t>::max();
  for (std::string_view rest = folded; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    const std::uint64_t count = unigrams_->count(word);
    if (++words > kMaxWords || !is_word(word) || count == 0) return kNoPhrase;
    rarest = std::min(rarest, count);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  // A letter alone is an abbreviation more often than a word.
  if (words == 0 || folded.size() < 2) return kNoPhrase;
  const PhraseId id = size();
  terms_.push_back({std::string(folded), words, rarest});
  ids_.emplace(terms_.back().text, id);
  return id;
}

PhraseId PhraseTable::find(std::string_view folded) const {
  const auto found = ids_.find(folded);
  return found == ids_.end() ? kNoPhrase : found->second;
}

bool is_stop_word(std::string_view word) {
  return std::binary_search(std::begin(kStopWords), std::end(kStopWords), word);
}

}  // namespace despin::lexicon
