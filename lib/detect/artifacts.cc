#include "lib/detect/artifacts.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/text/inflection.h"

namespace despin::detect {
namespace {

using text::Inflection;
using text::Shape;
using text::Token;
using text::TokenKind;

constexpr auto kSmallNumbers = std::to_array<std::string_view>(
    {"eight", "eighteen", "eleven", "fifteen", "five", "four", "fourteen", "nine", "nineteen",
     "one", "seven", "seventeen", "six", "sixteen", "ten", "thirteen", "three", "twelve", "two"});
constexpr auto kTens = std::to_array<std::string_view>(
    {"eighty", "fifty", "forty", "ninety", "seventy", "sixty", "thirty", "twenty"});
static_assert(std::is_sorted(kSmallNumbers.begin(), kSmallNumbers.end()));
static_assert(std::is_sorted(kTens.begin(), kTens.end()));

// What follows a letter that is a name: "points A and B", "an for loop".
constexpr auto kAfterLetter =
    std::to_array<std::string_view>({"and", "are", "can", "for", "from", "has", "into", "its",
                                     "per", "that", "the", "was", "will", "with"});
// Words that writers say twice.
constexpr auto kOftenDoubled =
    std::to_array<std::string_view>({"blah", "had", "is", "long", "that", "very"});
static_assert(std::is_sorted(kAfterLetter.begin(), kAfterLetter.end()));
static_assert(std::is_sorted(kOftenDoubled.begin(), kOftenDoubled.end()));

template <std::size_t N>
bool has(const std::array<std::string_view, N>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool is_ten(std::string_view form) { return has(kTens, form); }

bool is_number_word(std::string_view form) { return is_ten(form) || has(kSmallNumbers, form); }

// "an historic", "a herb", "a url", "a unary": people and spelling disagree.
bool either_article(std::string_view word) {
  static constexpr std::string_view kBeginnings[] = {"'", "herb", "hist", "homage", "unary", "url"};
  return std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                     [word](std::string_view b) { return word.starts_with(b); });
}

// Endings of adjectives and nouns from which no verb is made.
bool is_no_verb(std::string_view lemma) {
  static constexpr std::string_view kEndings[] = {"able", "ible", "ful", "less", "ous", "ness"};
  return lemma.size() > 6 &&
         std::any_of(std::begin(kEndings), std::end(kEndings),
                     [lemma](std::string_view e) { return lemma.ends_with(e); });
}

class ArtifactFinder {
 public:
  ArtifactFinder(std::string_view text, const text::Tokens& tokens,
                 std::span<const decode::InputWord> input_words,
                 const format::Vocabulary& vocabulary, const DetectParameters& parameters,
                 std::vector<Artifact>* out = nullptr)
      : text_(text),
        tokens_(tokens),
        input_words_(input_words),
        vocabulary_(vocabulary),
        out_(out),
        familiar_ln_share_(parameters.familiar_ln_share) {}

  std::size_t count() const { return count_; }

  void run(base::Budget* budget) {
    const auto size = static_cast<std::uint32_t>(tokens_.list.size());
    for (std::uint32_t i = 0; i < size; ++i) {
      if (!plain(i)) continue;
      if (!base::may_go_on(budget, 1)) return;
      if (i + 1 < size && follows(i + 1)) {
        if (article(i)) add(ArtifactKind::kArticle, i, i + 2);
        if (doubled(i)) add(ArtifactKind::kDoubled, i, i + 2);
      }
      if (i + 3 < size && echo(i)) add(ArtifactKind::kEcho, i, i + 4);
      if (number(i)) add(ArtifactKind::kNumber, i, i + 1);
      if (inflection(i)) add(ArtifactKind::kInflection, i, i + 1);
    }
  }

 private:
  std::string_view form(std::uint32_t i) const { return tokens_.form(tokens_.list[i]); }

  bool plain(std::uint32_t i) const {
    const Token& t = tokens_.list[i];
    return t.kind == TokenKind::kWord && (t.flags & text::kInCode) == 0;
  }

  // The word follows the one before it, in its sentence and with a space.
  bool follows(std::uint32_t i) const {
    return plain(i) && (tokens_.list[i].flags & (text::kSentenceStart | text::kJoined)) == 0;
  }

  // Capitals are letters read aloud ("an MRI"), so only plain words count.
  bool article(std::uint32_t i) const {
    const Token& article = tokens_.list[i];
    const std::string_view first = form(i);
    const std::string_view second = form(i + 1);
    if (tokens_.list[i + 1].shape != Shape::kLower || second.size() <= 2) return false;
    // "vitamin A and"
    if (article.shape != Shape::kLower && (article.flags & text::kSentenceStart) == 0) return false;
    if (has(kAfterLetter, second) || either_article(second)) return false;
    return (first == "a" && text::takes_an(second)) || (first == "an" && !text::takes_an(second));
  }

  bool doubled(std::uint32_t i) const {
    const std::string_view word = form(i);
    return word == form(i + 1) && word.size() > 1 && !has(kOftenDoubled, word) &&
           tokens_.list[i + 1].shape == Shape::kLower;
  }

  // X of the X, for X no name.
  bool echo(std::uint32_t i) const {
    return follows(i + 1) && follows(i + 2) && follows(i + 3) && form(i) == form(i + 3) &&
           form(i).size() > 3 && form(i + 1) == "of" && form(i + 2) == "the" &&
           tokens_.list[i].shape == Shape::kLower && tokens_.list[i + 3].shape == Shape::kLower;
  }

  bool number(std::uint32_t i) const {
    const std::string_view word = form(i);
    if (!is_number_word(word)) return false;
    const Token& t = tokens_.list[i];
    const std::string_view behind = text_.substr(t.end_byte);
    if (behind.starts_with('%') || behind.starts_with(" %")) return true;
    const std::string_view before = text_.substr(0, t.begin_byte);
    if (before.ends_with('$') || before.ends_with("\u20AC") || before.ends_with("\u00A3")) {
      return true;
    }
    // "eighty 3"
    return is_ten(word) && behind.size() > 2 && behind[0] == ' ' && behind[1] >= '1' &&
           behind[1] <= '9' && (behind[2] == ' ' || behind[2] == '%' || behind[2] == '.');
  }

  // What the rules take for a form of a known word that has no such form.
  bool inflection(std::uint32_t i) {
    const Token& t = tokens_.list[i];
    const std::string_view word = form(i);
    if (input_words_[i].word != kUnknownWord || t.shape != Shape::kLower ||
        (t.flags & text::kJoined) != 0 ||
        !std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
      return false;
    }
    if (is_regularized(word)) return true;
    text::morphology(word, readings_);
    return std::any_of(readings_.begin(), readings_.end(), [this](const text::Morphology& reading) {
      const bool of_verb = reading.inflection == Inflection::kGerund ||
                           reading.inflection == Inflection::kPast ||
                           reading.inflection == Inflection::kParticiple;
      return of_verb && is_no_verb(reading.lemma) && familiar(reading.lemma);
    });
  }

  bool familiar(std::string_view lemma) const {
    const WordId word = vocabulary_.find(lemma);
    return word != kUnknownWord && vocabulary_.log_frequency(word) >= familiar_ln_share_;
  }

  // "goed": what the rule makes of a word that does not go by it.
  bool is_regularized(std::string_view word) const {
    if (!word.ends_with("ed") || word.size() < 4) return false;
    const std::string lemma(word.substr(0, word.size() - 2));
    const std::string past = text::inflect(lemma, Inflection::kPast);
    return !past.ends_with("ed") && familiar(lemma) && vocabulary_.find(past) != kUnknownWord;
  }

  void add(ArtifactKind kind, std::uint32_t begin, std::uint32_t end) {
    ++count_;
    if (out_ != nullptr) out_->push_back({kind, begin, end});
  }

  std::string_view text_;
  const text::Tokens& tokens_;
  std::span<const decode::InputWord> input_words_;
  const format::Vocabulary& vocabulary_;
  std::vector<Artifact>* out_;
  std::size_t count_ = 0;
  std::vector<text::Morphology> readings_;
  float familiar_ln_share_;
};

}  // namespace

void find_artifacts(std::string_view text, const text::Tokens& tokens,
                    std::span<const decode::InputWord> input_words,
                    const format::Vocabulary& vocabulary, std::vector<Artifact>& out,
                    const DetectParameters& parameters, base::Budget* budget) {
  out.clear();
  ArtifactFinder(text, tokens, input_words, vocabulary, parameters, &out).run(budget);
}

std::size_t count_artifacts(std::string_view text, const text::Tokens& tokens,
                            std::span<const decode::InputWord> input_words,
                            const format::Vocabulary& vocabulary,
                            const DetectParameters& parameters, base::Budget* budget) {
  ArtifactFinder finder(text, tokens, input_words, vocabulary, parameters);
  finder.run(budget);
  return finder.count();
}

}  // namespace despin::detect
