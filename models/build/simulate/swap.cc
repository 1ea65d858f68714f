#include "models/build/simulate/swap.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <utility>

#include "lib/base/hash.h"
#include "lib/text/terms.h"
#include "models/build/simulate/random.h"

namespace despin::simulate {
namespace {

// The purpose of a draw, so that two draws for the same place differ.
enum Salt : std::uint64_t { kStayPlace = 11, kPlace, kStayChoice, kChoice, kTaste, kName, kHeat };

// How far one spinner's likes are from another's, in nats: at 1.5 two profiles write the
// same for four to five in ten of what both swap, at 1 for six.
constexpr double kTasteSpread = 1.5;

// What a lifelike text has less of than the channel says: each brings the area of the
// classifier in README.md down by .02 to .06. Favourites are this much less favored;
constexpr double kLifelikeHeat = 3;
// phrases that end in a function word, what does not suit the article before, and words
// with a capital are shunned by so many nats.
constexpr double kDanglingNats = 1;
constexpr double kArticleNats = 1;
constexpr double kCapitalNats = 1;

// "a" before such letters is wrong, or "an"; before others either may be right.
bool misfits(std::string_view article, std::string_view word) {
  const std::string_view first = word.substr(0, 1);
  if (article == "a") return std::string_view("aeio").find(first) != std::string_view::npos;
  return article == "an" && std::string_view("aeiouh").find(first) == std::string_view::npos;
}

// A phrase that could be swapped.
struct SwapPlace {
  std::uint32_t first = 0;  // token
  std::uint32_t size = 0;
  const Choices::MeantChoices* meant = nullptr;
  double rank = 0;
  std::uint64_t phrase = 0;  // hash
};

class Pass {
 public:
  Pass(std::string_view text, const text::Tokens& tokens, std::span<const Change> pieces,
       const format::Vocabulary& vocabulary, const Choices& choices, const SpinOptions& options)
      : text_(text),
        tokens_(&tokens),
        pieces_(pieces),
        vocabulary_(&vocabulary),
        choices_(&choices),
        options_(&options) {
    if (options.profile != 0) {
      heat_ = base::exact_exp(0.25 * normal(key(options.profile, kHeat)));
    }
    heat_ *= std::max(options.temperature, 0.01);
    if (options.lifelike) heat_ *= kLifelikeHeat;
    note_names();
    ids_.reserve(tokens.list.size());
    for (std::uint32_t i = 0; i < tokens.list.size(); ++i) {
      ids_.push_back(may_change(i) ? vocabulary.find(tokens.form(tokens.list[i])) : kUnknownWord);
    }
  }

  Swapped run() {
    Swapped out;
    for (const text::Token& token : tokens_->list)
      out.words += token.kind != text::TokenKind::kBreak;
    const double wanted = options_->rate * static_cast<double>(out.words);
    std::vector<SwapPlace> places = find_places();
    std::sort(places.begin(), places.end(), [](const SwapPlace& a, const SwapPlace& b) {
      return std::tuple(-a.rank, a.first, a.size) < std::tuple(-b.rank, b.first, b.size);
    });
    std::vector<bool> taken(tokens_->list.size());
    std::vector<std::pair<SwapPlace, std::string>> chosen;
    for (const SwapPlace& place : places) {
      // The nearest number of words, not the first that is enough.
      if (static_cast<double>(out.replaced) + 0.5 * place.size > wanted) continue;
      const auto begin = taken.begin() + place.first;
      if (std::find(begin, begin + place.size, true) != begin + place.size) continue;
      std::string written = write(place);
      if (written.empty()) continue;
      std::fill(begin, begin + place.size, true);
      out.replaced += place.size;
      chosen.emplace_back(place, std::move(written));
    }
    std::sort(chosen.begin(), chosen.end(),
              [](const auto& a, const auto& b) { return a.first.first < b.first.first; });
    std::uint32_t at = 0;
    for (const auto& [place, written] : chosen) {
      const ByteSpan from = span_of(place);
      out.text += text_.substr(at, from.begin_byte - at);
      const auto begin = static_cast<std::uint32_t>(out.text.size());
      out.text += written;
      out.changes.push_back({from, {begin, static_cast<std::uint32_t>(out.text.size())}});
      at = from.end_byte;
    }
    out.text += text_.substr(at);
    return out;
  }

 private:
  const text::Token& token(std::uint32_t i) const { return tokens_->list[i]; }

  static bool has_capital(const text::Token& token) {
    return token.shape == text::Shape::kTitle || token.shape == text::Shape::kUpper ||
           token.shape == text::Shape::kMixed;
  }

  ByteSpan span_of(const SwapPlace& place) const {
    return {token(place.first).begin_byte, token(place.first + place.size - 1).end_byte};
  }

  // Words with a capital inside a sentence.
  void note_names() {
    for (const text::Token& t : tokens_->list) {
      if (has_capital(t) && (t.flags & text::kSentenceStart) == 0) names_.insert(hash(t));
    }
  }

  std::uint64_t hash(const text::Token& t) const { return base::hash_bytes(tokens_->form(t)); }

  bool is_name(std::uint32_t i) const {
    const text::Token& t = token(i);
    if (!has_capital(t)) return false;
    if ((t.flags & text::kSentenceStart) == 0) return true;
    // The first word of a sentence is one if it is elsewhere, or if a name continues.
    if (names_.contains(hash(t)) || t.shape != text::Shape::kTitle) return true;
    return i + 1 < tokens_->list.size() && has_capital(token(i + 1)) && follows(i + 1);
  }

  bool may_change(std::uint32_t i) const {
    const text::Token& t = token(i);
    if (t.kind != text::TokenKind::kWord || (t.flags & text::kInCode) != 0) return false;
    if (options_->keep_quotations && (t.flags & text::kQuoted) != 0) return false;
    if (is_name(i)) {
      if (!options_->names) return false;
      if (uniform(key(options_->seed, kName, hash(t))) < 0.5) return false;
    }
    return true;
  }

  // Only white space between a token and the one before.
  bool follows(std::uint32_t i) const {
    if ((token(i).flags & (text::kSentenceStart | text::kJoined)) != 0) return false;
    const std::uint32_t from = token(i - 1).end_byte;
    return text_.substr(from, token(i).begin_byte - from).find_first_not_of(" \t\r\n") ==
           std::string_view::npos;
  }

  bool in_one_piece(ByteSpan span) const {
    if (pieces_.empty()) return true;
    const auto next = std::upper_bound(
        pieces_.begin(), pieces_.end(), span.begin_byte,
        [](std::uint32_t at, const Change& piece) { return at < piece.suspect.begin_byte; });
    return next != pieces_.begin() && span.end_byte <= std::prev(next)->suspect.end_byte;
  }

  std::vector<SwapPlace> find_places() const {
    std::vector<SwapPlace> places;
    const auto n = static_cast<std::uint32_t>(ids_.size());
    for (std::uint32_t i = 0; i < n; ++i) {
      std::uint64_t phrase = 0;
      for (std::uint32_t size = 1; size <= channel::kMaxMeantWords && i + size <= n; ++size) {
        const std::uint32_t last = i + size - 1;
        if (ids_[last] == kUnknownWord || (size > 1 && !follows(last))) break;
        phrase = key(phrase, ids_[last]);
        const auto* meant = choices_->find(std::span(ids_).subspan(i, size));
        if (meant == nullptr) continue;
        SwapPlace place{i, size, meant, 0, phrase};
        if (!in_one_piece(span_of(place))) continue;
        place.rank = rank(place);
        places.push_back(place);
      }
    }
    return places;
  }

  bool persists(std::uint64_t salt, const SwapPlace& place) const {
    return uniform(key(options_->seed, salt, place.first)) < options_->persistence;
  }

  // A draw about a phrase: the same throughout the text, or this place's own.
  double noise(Salt stay, Salt own, const SwapPlace& place, std::uint64_t about) const {
    return persists(stay, place) ? gumbel(key(key(options_->seed, stay, place.phrase), about))
                                 : gumbel(key(key(options_->seed, own, place.first), about));
  }

  double taste(std::uint64_t about) const {
    return options_->profile == 0
               ? 0
               : kTasteSpread * normal(key(key(options_->profile, kTaste), about));
  }

  double rank(const SwapPlace& place) const {
    const bool shunned = options_->lifelike && has_capital(token(place.first));
    return static_cast<double>(place.meant->liking_nats) + taste(place.phrase) +
           noise(kStayPlace, kPlace, place, 0) - (shunned ? kCapitalNats : 0);
  }

  // How far a lifelike text shuns writing this, in nats.
  double shunned(const Choice& choice, const SwapPlace& place) const {
    double nats = 0;
    if (choice.words.size() > 1 && text::is_function_word(vocabulary_->word(choice.words.back()))) {
      nats += kDanglingNats;
    }
    if (place.first > 0 &&
        misfits(tokens_->form(token(place.first - 1)), vocabulary_->word(choice.words.front()))) {
      nats += kArticleNats;
    }
    return nats;
  }

  // The substitute; empty if nothing fits.
  std::string write(const SwapPlace& place) const {
    const std::uint32_t last = place.first + place.size - 1;
    const bool hyphened =
        (token(place.first).flags & text::kJoined) != 0 ||
        (last + 1 < tokens_->list.size() && (token(last + 1).flags & text::kJoined) != 0);
    const Choice* best = nullptr;
    double best_score = 0;
    for (const Choice& choice : choices_->of(*place.meant)) {
      // "condition-owned", but not "by way of-owned".
      if (hyphened && choice.words.size() > 1) continue;
      std::uint64_t about = place.phrase;
      for (const WordId word : choice.words) about = key(about, word);
      const double score = (static_cast<double>(choice.weight_nats) + taste(about)) / heat_ +
                           noise(kStayChoice, kChoice, place, about) -
                           (options_->lifelike ? shunned(choice, place) : 0);
      if (best != nullptr && score <= best_score) continue;
      best = &choice;
      best_score = score;
    }
    return best == nullptr ? std::string() : spell(*best, place);
  }

  // With the capitals of what was there.
  std::string spell(const Choice& choice, const SwapPlace& place) const {
    std::string out;
    for (const WordId word : choice.words) {
      if (!out.empty()) out += ' ';
      out += vocabulary_->word(word);
    }
    const text::Token& first = token(place.first);
    const auto upper = [](char& c) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    };
    const bool loud = first.shape == text::Shape::kUpper && first.end_byte - first.begin_byte > 1;
    if (loud) {
      for (char& c : out) upper(c);
    } else if (has_capital(first)) {
      upper(out.front());
    }
    return out;
  }

  std::string_view text_;
  const text::Tokens* tokens_;
  std::span<const Change> pieces_;
  const format::Vocabulary* vocabulary_;
  const Choices* choices_;
  const SpinOptions* options_;
  double heat_ = 1;
  std::unordered_set<std::uint64_t> names_;
  std::vector<WordId> ids_;  // of tokens that may change
};

}  // namespace

Swapped swap_words(std::string_view text, const text::Tokens& tokens,
                   std::span<const Change> pieces, const format::Vocabulary& vocabulary,
                   const Choices& choices, const SpinOptions& options) {
  return Pass(text, tokens, pieces, vocabulary, choices, options).run();
}

}  // namespace despin::simulate
