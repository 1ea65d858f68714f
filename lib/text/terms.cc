#include "lib/text/terms.h"

#include <array>

#include "lib/text/sorted_words.h"

namespace despin::text {
namespace {

// Single letters remain from contractions that were written as two words.
constexpr auto kFunctionWords = std::to_array<WordView>({
    "'d",         "'ll",        "'m",       "'re",        "'s",        "'ve",       "a",
    "about",      "above",      "across",   "after",      "again",     "against",   "all",
    "along",      "already",    "also",     "although",   "am",        "among",     "amongst",
    "an",         "and",        "any",      "anybody",    "anyone",    "anything",  "are",
    "aren't",     "around",     "as",       "at",         "be",        "because",   "been",
    "before",     "behind",     "being",    "below",      "beneath",   "beside",    "between",
    "beyond",     "both",       "but",      "by",         "can",       "can't",     "cannot",
    "could",      "couldn't",   "d",        "despite",    "did",       "didn't",    "do",
    "does",       "doesn't",    "doing",    "don't",      "done",      "down",      "during",
    "each",       "either",     "even",     "ever",       "every",     "everybody", "everyone",
    "everything", "except",     "few",      "for",        "from",      "had",       "hadn't",
    "has",        "hasn't",     "have",     "haven't",    "having",    "he",        "he'd",
    "he'll",      "he's",       "her",      "here",       "here's",    "hers",      "herself",
    "him",        "himself",    "his",      "how",        "however",   "i",         "i'd",
    "i'll",       "i'm",        "i've",     "if",         "in",        "inside",    "into",
    "is",         "isn't",      "it",       "it'd",       "it'll",     "it's",      "its",
    "itself",     "just",       "let's",    "like",       "ll",        "m",         "many",
    "may",        "me",         "might",    "mightn't",   "mine",      "more",      "most",
    "much",       "must",       "mustn't",  "my",         "myself",    "n't",       "near",
    "neither",    "never",      "no",       "nobody",     "none",      "nor",       "not",
    "nothing",    "o'",         "of",       "off",        "on",        "one",       "only",
    "onto",       "or",         "other",    "others",     "ought",     "our",       "ours",
    "ourselves",  "out",        "outside",  "over",       "own",       "per",       "quite",
    "rather",     "re",         "s",        "same",       "several",   "shall",     "shan't",
    "she",        "she'd",      "she'll",   "she's",      "should",    "shouldn't", "since",
    "so",         "some",       "somebody", "someone",    "something", "still",     "such",
    "t",          "than",       "that",     "that's",     "the",       "their",     "theirs",
    "them",       "themselves", "then",     "there",      "there's",   "these",     "they",
    "they'd",     "they'll",    "they're",  "they've",    "this",      "those",     "though",
    "through",    "throughout", "thus",     "till",       "to",        "too",       "toward",
    "towards",    "under",      "unless",   "until",      "unto",      "up",        "upon",
    "us",         "ve",         "very",     "via",        "was",       "wasn't",    "we",
    "we'd",       "we'll",      "we're",    "we've",      "were",      "weren't",   "what",
    "what's",     "whatever",   "when",     "where",      "whereas",   "whether",   "which",
    "whichever",  "while",      "who",      "who's",      "whoever",   "whom",      "whose",
    "why",        "will",       "with",     "within",     "without",   "won't",     "would",
    "wouldn't",   "yet",        "you",      "you'd",      "you'll",    "you're",    "you've",
    "your",       "yours",      "yourself", "yourselves",
});
static_assert(ascending(kFunctionWords));

}  // namespace

std::string_view term_of(const Tokens& tokens, const Token& token, std::string_view utf8,
                         std::string& buffer) {
  const std::string_view written = utf8.substr(token.begin_byte, token.end_byte - token.begin_byte);
  switch (token.kind) {
    case TokenKind::kBreak:
      return {};
    case TokenKind::kWord:
      return tokens.form(token);
    case TokenKind::kCode:
      return written;
    case TokenKind::kNumber:
      break;
  }
  buffer.clear();
  for (const char c : written) {
    if (c != ',') buffer += c;
  }
  return buffer;
}

bool is_function_word(std::string_view form) { return has(kFunctionWords, form); }

}  // namespace despin::text
