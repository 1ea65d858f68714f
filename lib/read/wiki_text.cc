// Wiki markup as MediaWiki has it, as far as prose needs it.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/read/html_entities.h"
#include "lib/read/record_documents.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// Deeper links are dropped.
constexpr int kMaxLinkDepth = 16;

// A pair of brackets; [begin, end) holds them too.
struct Bracket {
  std::size_t begin;
  std::size_t end;
};

// All closed pairs of {{ }}, {| |} and [[ ]] by their beginning, in one pass.
std::vector<Bracket> brackets_of(std::string_view markup) {
  std::vector<Bracket> closed;
  std::vector<std::pair<char, std::size_t>> open;
  for (std::size_t at = 0; at + 1 < markup.size(); ++at) {
    const std::string_view two = markup.substr(at, 2);
    char opened = 0;
    if (two == "{{") opened = '}';
    if (two == "{|" && (at == 0 || markup[at - 1] == '\n')) opened = '|';
    if (two == "[[") opened = ']';
    if (opened != 0) {
      open.emplace_back(opened, at++);
      continue;
    }
    const char closes = two == "}}" ? '}' : two == "|}" ? '|' : two == "]]" ? ']' : '\0';
    if (closes == 0 || open.empty()) continue;
    // What was opened inside and never closed is text, but a link does not close a template.
    if (open.back().first != closes) {
      if (closes == ']') continue;
      auto match = std::find_if(open.rbegin(), open.rbegin() + std::min<long>(8, std::ssize(open)),
                                [&](const auto& one) { return one.first == closes; });
      if (match == open.rbegin() + std::min<long>(8, std::ssize(open))) continue;
      open.erase(match.base(), open.end());
    }
    closed.push_back({open.back().second, at + 2});
    open.pop_back();
    ++at;
  }
  std::sort(closed.begin(), closed.end(),
            [](const Bracket& a, const Bracket& b) { return a.begin < b.begin; });
  return closed;
}

// Elements whose content is no prose.
constexpr std::array<std::string_view, 10> kDropped{
    "ref",    "math",  "gallery",  "timeline", "syntaxhighlight",
    "source", "score", "imagemap", "pre",      "chem"};

class WikiText {
 public:
  explicit WikiText(std::string_view markup) : markup_(markup), brackets_(brackets_of(markup)) {}

  std::string read() {
    emit(0, markup_.size(), 0);
    return tidy(decode_entities(out_, EntityPlace::kText));
  }

 private:
  void emit(std::size_t begin, std::size_t end, int depth) {
    for (std::size_t at = begin; at < end;) {
      if (const Bracket* bracket = bracket_at(at); bracket != nullptr && bracket->end <= end) {
        if (markup_[at] == '[' && depth < kMaxLinkDepth) link(*bracket, depth);
        at = bracket->end;
        continue;
      }
      const std::string_view rest = markup_.substr(at, end - at);
      if (rest[0] == '<') {
        at += tag(rest);
      } else if (rest[0] == '[' && rest.substr(0, 12).find("://") != rest.npos) {
        at += outer_link(rest, at, depth);
      } else if (rest.starts_with("''")) {
        at += std::min(rest.find_first_not_of('\''), rest.size());
      } else if (at == 0 || markup_[at - 1] == '\n') {
        at += line_begin(rest);
      } else if (rest.starts_with("__")) {
        at += magic_word(rest);
      } else {
        // "== Heading ==": the signs behind it.
        if (rest[0] == '\n') {
          while (in_heading_ && (out_.ends_with('=') || out_.ends_with(' '))) out_.pop_back();
          if (in_heading_) out_ += '\n';
          in_heading_ = false;
        }
        out_ += rest[0];
        ++at;
      }
    }
  }

  const Bracket* bracket_at(std::size_t at) const {
    const char c = markup_[at];
    if (c != '[' && c != '{') return nullptr;
    const auto found =
        std::lower_bound(brackets_.begin(), brackets_.end(), at,
                         [](const Bracket& one, std::size_t where) { return one.begin < where; });
    return found != brackets_.end() && found->begin == at ? &*found : nullptr;
  }

  // [[target|label]]; files and categories are dropped, as are links to other languages.
  void link(const Bracket& bracket, int depth) {
    const std::string_view inside =
        markup_.substr(bracket.begin + 2, bracket.end - bracket.begin - 4);
    const std::size_t bar = inside.find('|');
    const std::string_view target = inside.substr(0, bar);
    const std::size_t colon = target.find(':');
    if (colon != target.npos && colon > 0 && target[colon - 1] != ' ' &&
        target.substr(colon + 1, 1) != " ") {
      return;
    }
    const std::size_t label = bar == inside.npos ? 0 : bar + 1;
    emit(bracket.begin + 2 + label, bracket.end - 2, depth + 1);
  }

  // [https://a.example label]
  std::size_t outer_link(std::string_view rest, std::size_t at, int depth) {
    const std::size_t end = rest.substr(0, 2000).find_first_of("]\n");
    if (end == rest.npos || rest[end] == '\n' || depth >= kMaxLinkDepth) {
      out_ += '[';
      return 1;
    }
    const std::size_t blank = rest.substr(0, end).find(' ');
    if (blank != rest.npos) emit(at + blank + 1, at + end, depth + 1);
    return end + 1;
  }

  // Size of the tag, and of the element if it is to be dropped.
  std::size_t tag(std::string_view rest) {
    if (rest.starts_with("<!--")) return behind(rest, "-->", no_comment_end_);
    const std::size_t close = rest.substr(0, 1000).find('>');
    const bool is_tag = rest.size() > 1 && (rest[1] == '/' || text::is_ascii_letter(rest[1]));
    if (!is_tag || close == rest.npos) {
      out_ += '<';
      return 1;
    }
    const std::string_view head = rest.substr(0, close);
    const std::string name = text::ascii_lower(head.substr(1, head.find_first_of(" \t\n/", 1) - 1));
    if (name == "br" || name == "p") out_ += '\n';
    if (head.ends_with('/')) return close + 1;
    for (std::size_t i = 0; i < kDropped.size(); ++i) {
      if (name == kDropped[i]) return behind(rest, "</" + name + ">", no_end_[i]);
    }
    return close + 1;
  }

  // Size up to and with `end`; of the first byte alone if there is none, which is asked once.
  static std::size_t behind(std::string_view rest, std::string_view end, bool& none) {
    const std::size_t found = none ? rest.npos : text::find_ascii(rest, end);
    none = found == rest.npos;
    return none ? 1 : found + end.size();
  }

  // Marks at the beginning of a line: headings, items, rules.
  std::size_t line_begin(std::string_view rest) {
    if (rest[0] == '=') {
      in_heading_ = true;
      out_ += '\n';
      return std::min(rest.find_first_not_of("= "), rest.size());
    }
    if (rest.starts_with("----")) return std::min(rest.find_first_not_of('-'), rest.size());
    const std::size_t size = std::min(rest.find_first_not_of("*#:; "), rest.size());
    if (size > 0) return size;
    if (rest.starts_with("__")) return magic_word(rest);
    out_ += rest[0];
    return 1;
  }

  // __NOTOC__
  std::size_t magic_word(std::string_view rest) {
    const std::size_t end = rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2);
    if (end != rest.npos && end > 2 && end < 24 && rest.substr(end, 2) == "__") return end + 2;
    out_ += rest.substr(0, 2);
    return 2;
  }

  // At most one blank line, none at the ends.
  static std::string tidy(std::string_view text) {
    std::string out;
    std::size_t newlines = 2;
    for (const char c : text) {
      if (c == '\n') {
        while (out.ends_with(' ')) out.pop_back();
        if (++newlines > 2) continue;
      } else if (newlines > 0 && (c == ' ' || c == '\t')) {
        continue;
      } else {
        newlines = 0;
      }
      out += c;
    }
    while (!out.empty() && text::is_blank(out.back())) out.pop_back();
    return out;
  }

  std::string_view markup_;
  std::vector<Bracket> brackets_;
  std::string out_;
  bool in_heading_ = false;
  bool no_comment_end_ = false;
  std::array<bool, kDropped.size()> no_end_{};
};

}  // namespace

std::string wiki_text(std::string_view markup) { return WikiText(markup).read(); }

}  // namespace despin::read
