#include "lib/detect/disguised_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "lib/text/ascii.h"
#include "lib/text/terms.h"

namespace despin::detect {
namespace {

using text::Token;
using text::TokenKind;

// When a way of writing is believed: so many words, and one in so many of the text's. Nobody sets
// letters apart, or writes rn for m, three times by mistake; code that is glued of words has few
// function words, prose a third and more.
constexpr std::size_t kLeastWords = 3;
constexpr std::size_t kOneInAlike = 50;
constexpr std::size_t kOneInApart = 80;
constexpr std::size_t kOneInTurned = 25;  // hurried people: one in 100
constexpr std::size_t kOneInGlued = 8;
constexpr double kProseShare = 0.25;
// English has a stop for each 8 to 15 words; a list or a table has more, and fewer function words.
constexpr double kMaxStops = 0.32;
constexpr double kPlainProseShare = 0.35;
constexpr std::size_t kLeastStops = 10;

constexpr std::size_t kLeastApart = 3;  // letters: "a b" are two names
constexpr std::size_t kLeastTurned = 4;
constexpr std::size_t kMaxWord = 40;
constexpr std::size_t kMaxPairs = 3;  // "rn" in a word

enum class Respelling : std::uint8_t { kAlike, kApart, kGlued, kTurned, kCount };

struct Part {
  std::uint32_t begin = 0;  // bytes of the source
  std::uint32_t end = 0;
  std::string form;
};

constexpr auto kWays = static_cast<std::size_t>(Respelling::kCount);

// What some tokens stand for.
struct Respelled {
  std::size_t token = 0;
  std::size_t tokens = 1;
  Respelling way = Respelling::kAlike;
  std::uint32_t characters = 0;  // exchanged, or gaps
  std::vector<Part> parts;
};

// "inThe"
bool is_camel(std::string_view word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (text::is_ascii_lower(word[i - 1]) && text::is_ascii_upper(word[i])) return true;
  }
  return false;
}

class DisguisedWords {
 public:
  DisguisedWords(std::string_view utf8, const format::Vocabulary& vocabulary, text::Tokens& tokens)
      : utf8_(utf8), vocabulary_(vocabulary), tokens_(tokens) {}

  std::uint32_t run() {
    count();
    const std::size_t size = tokens_.list.size();
    for (std::size_t i = 0; i < size; ++i) {
      if (apart(i)) {
        i += found_.back().tokens - 1;
      } else if (!alike(i) && !turned(i)) {
        glued(i);
      }
    }
    const auto keep = [this](const Respelled& r) { return !is_believed(r.way); };
    std::erase_if(found_, keep);
    const bool stops =
        breaks_ >= kLeastStops &&
        static_cast<double>(breaks_) > kMaxStops * static_cast<double>(words_) &&
        static_cast<double>(functions_) >= kPlainProseShare * static_cast<double>(words_);
    if (!found_.empty() || stops) rebuild(stops);
    return glued_;
  }

 private:
  std::string_view source(const Token& t) const {
    return utf8_.substr(t.begin_byte, t.end_byte - t.begin_byte);
  }
  bool is_known(std::string_view form) const { return vocabulary_.find(form) != kUnknownWord; }

  void count() {
    for (const Token& t : tokens_.list) {
      breaks_ += t.kind == TokenKind::kBreak ? 1 : 0;
      if (t.kind != TokenKind::kWord) continue;
      ++words_;
      functions_ += text::is_function_word(tokens_.form(t)) ? 1 : 0;
    }
  }

  void put(Respelling way, Respelled reading, std::size_t words, std::size_t functions) {
    reading.way = way;
    const auto at = static_cast<std::size_t>(way);
    counts_[at] += words;
    function_counts_[at] += functions;
    found_.push_back(std::move(reading));
  }

  // s e t apart
  bool apart(std::size_t first) {
    const auto& list = tokens_.list;
    std::size_t end = first;
    Part part{list[first].begin_byte, 0, {}};
    for (; end < list.size() && part.form.size() < kMaxWord; ++end) {
      const Token& t = list[end];
      const std::string_view form = tokens_.form(t);
      if (t.kind != TokenKind::kWord || form.size() != 1 || !text::is_ascii_lower(form[0])) break;
      if (end > first && t.begin_byte != part.end + 1) break;
      part.form += form;
      part.end = t.end_byte;
    }
    if (end - first < kLeastApart || !is_known(part.form)) return false;
    const auto gaps = static_cast<std::uint32_t>(end - first - 1);
    put(Respelling::kApart, {first, end - first, Respelling::kApart, gaps, {std::move(part)}}, 1,
        0);
    return true;
  }

  // "generaIIy", "frorn". What the vocabulary knows is not looked at.
  bool alike(std::size_t i) {
    const Token& t = tokens_.list[i];
    if (t.kind != TokenKind::kWord && t.kind != TokenKind::kCode) return false;
    const std::string_view written = source(t);
    if (written.size() < 3 || written.size() > kMaxWord ||
        !std::all_of(written.begin(), written.end(), text::is_ascii_letter)) {
      return false;
    }
    const auto capital = [](char c) { return c == 'I'; };
    const bool bars = std::any_of(written.begin(), written.end(), capital) &&
                      std::any_of(written.begin(), written.end(), text::is_ascii_lower);
    if (!bars && (t.kind == TokenKind::kCode || written.find("rn") == std::string_view::npos)) {
      return false;
    }
    if (t.kind == TokenKind::kWord && is_known(tokens_.form(t))) return false;
    std::string form(written);
    std::uint32_t exchanged = 0;
    for (char& c : form) {
      if (bars && c == 'I') {
        c = 'l';
        ++exchanged;
      }
    }
    form = text::ascii_lower(form);
    if (!bars || !is_known(form)) {
      if (!with_m(form, exchanged)) return false;
    }
    put(Respelling::kAlike,
        {i, 1, Respelling::kAlike, exchanged, {{t.begin_byte, t.end_byte, form}}}, 1, 0);
    return true;
  }

  // Exchanges some "rn" of an unknown word for "m" so that it is known.
  bool with_m(std::string& form, std::uint32_t& exchanged) const {
    std::vector<std::size_t> places;
    for (std::size_t at = form.find("rn"); at != std::string::npos; at = form.find("rn", at + 2)) {
      places.push_back(at);
    }
    if (places.empty() || places.size() > kMaxPairs) return false;
    for (std::size_t chosen = 1; chosen < (std::size_t{1} << places.size()); ++chosen) {
      std::string tried = form;
      std::uint32_t count = 0;
      for (std::size_t p = places.size(); p-- > 0;) {
        if (((chosen >> p) & 1U) == 0) continue;
        tried.replace(places[p], 2, "m");
        ++count;
      }
      if (!is_known(tried)) continue;
      form = std::move(tried);
      exchanged += count;
      return true;
    }
    return false;
  }

  // "tunred": two neighbors in the wrong order.
  bool turned(std::size_t i) {
    const Token& t = tokens_.list[i];
    const std::string_view form = tokens_.form(t);
    if (t.kind != TokenKind::kWord || t.shape != text::Shape::kLower ||
        form.size() < kLeastTurned || form.size() > kMaxWord || form != source(t) ||
        is_known(form)) {
      return false;
    }
    std::string tried(form);
    for (std::size_t at = 1; at < tried.size(); ++at) {
      std::swap(tried[at - 1], tried[at]);
      if (is_known(tried)) {
        put(Respelling::kTurned,
            {i, 1, Respelling::kTurned, 1, {{t.begin_byte, t.end_byte, std::move(tried)}}}, 1, 0);
        return true;
      }
      std::swap(tried[at - 1], tried[at]);
    }
    return false;
  }

  // so_called, soCalled, so.called, so()
  void glued(std::size_t i) {
    const Token& t = tokens_.list[i];
    const std::string_view written = source(t);
    if (t.kind != TokenKind::kCode &&
        !(t.kind == TokenKind::kWord && is_camel(written) && !is_known(tokens_.form(t)))) {
      return;
    }
    Respelled reading{i, 1, Respelling::kGlued, 0, {}};
    std::size_t functions = 0;
    for (std::size_t at = 0; at < written.size();) {
      if (std::string_view("_.()@").find(written[at]) != std::string_view::npos) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < written.size() && text::is_ascii_letter(written[end]) &&
             (end == at || !text::is_ascii_upper(written[end]) ||
              text::is_ascii_upper(written[end - 1]))) {
        ++end;
      }
      if (end == at) return;
      std::string form = text::ascii_lower(written.substr(at, end - at));
      if (!is_known(form)) return;
      functions += text::is_function_word(form) ? 1 : 0;
      const auto offset = [&](std::size_t byte) {
        return t.begin_byte + static_cast<std::uint32_t>(byte);
      };
      reading.parts.push_back({offset(at), offset(end), std::move(form)});
      at = end;
    }
    if (reading.parts.empty()) return;
    const std::size_t words = reading.parts.size();
    put(Respelling::kGlued, std::move(reading), words, functions);
  }

  bool is_believed(Respelling way) const {
    const auto at = static_cast<std::size_t>(way);
    const std::size_t count = counts_[at];
    if (count < kLeastWords) return false;
    switch (way) {
      case Respelling::kAlike:
        return count * kOneInAlike >= words_;
      case Respelling::kApart:
        return count * kOneInApart >= words_;
      case Respelling::kTurned:
        return count * kOneInTurned >= words_;
      default:
        break;
    }
    return count * kOneInGlued >= words_ + count &&
           static_cast<double>(function_counts_[at]) >= kProseShare * static_cast<double>(count);
  }

  void rebuild(bool without_breaks) {
    std::vector<Token> out;
    out.reserve(tokens_.list.size() + 8);
    auto next = found_.begin();
    for (std::size_t i = 0; i < tokens_.list.size(); ++i) {
      const Token& t = tokens_.list[i];
      if (next == found_.end() || next->token != i) {
        if (t.kind != TokenKind::kBreak || !without_breaks) out.push_back(t);
        continue;
      }
      for (std::size_t p = 0; p < next->parts.size(); ++p) out.push_back(made(t, *next, p));
      if (next->way == Respelling::kGlued) {
        glued_ += static_cast<std::uint32_t>(next->parts.size());
      } else {
        (next->way == Respelling::kApart ? tokens_.invisible : tokens_.lookalike) +=
            next->characters;
      }
      i += next->tokens - 1;
      ++next;
    }
    tokens_.list = std::move(out);
  }

  Token made(Token token, const Respelled& reading, std::size_t p) {
    const Part& part = reading.parts[p];
    token.kind = TokenKind::kWord;
    token.shape =
        text::is_ascii_upper(utf8_[part.begin]) ? text::Shape::kTitle : text::Shape::kLower;
    token.begin_byte = part.begin;
    token.end_byte = part.end;
    token.form_begin = static_cast<std::uint32_t>(tokens_.forms.size());
    token.form_size = static_cast<std::uint16_t>(part.form.size());
    tokens_.forms += part.form;
    if (reading.way == Respelling::kAlike) token.flags |= text::kLookalike;
    if (reading.way == Respelling::kApart) token.flags |= text::kInvisible;
    if (p > 0) {
      constexpr unsigned kStarts = text::kSentenceStart | text::kParagraphStart;
      token.flags = static_cast<std::uint16_t>(token.flags & ~kStarts);
    }
    return token;
  }

  std::string_view utf8_;
  const format::Vocabulary& vocabulary_;
  text::Tokens& tokens_;
  std::vector<Respelled> found_;
  std::array<std::size_t, kWays> counts_{};
  std::array<std::size_t, kWays> function_counts_{};
  std::size_t words_ = 0;
  std::size_t functions_ = 0;
  std::size_t breaks_ = 0;
  std::uint32_t glued_ = 0;
};

}  // namespace

std::uint32_t read_disguised(std::string_view utf8, const format::Vocabulary& vocabulary,
                             text::Tokens& tokens) {
  return DisguisedWords(utf8, vocabulary, tokens).run();
}

}  // namespace despin::detect
