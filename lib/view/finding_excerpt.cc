#include "lib/view/finding_excerpt.h"

#include <algorithm>
#include <deque>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"
#include "lib/view/terminal.h"
#include "lib/view/wrap.h"

namespace despin::view {
namespace {

constexpr std::size_t kContextBytes = 60;  // shown on either side of a finding
constexpr std::size_t kSpareBytes = 20;    // shorter gaps are not omitted
constexpr std::size_t kReach = 3 * kContextBytes;
constexpr std::size_t kExcerptIndent = 2;
constexpr std::string_view kArrow = "<- ";
constexpr std::string_view kElision = "...";

// A part of one paragraph and the findings in it.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t first = 0;  // findings [first, last)
  std::size_t last = 0;
};

// A word, or the part of a finding between two spaces.
struct ExcerptWord {
  std::vector<StyledText> pieces;
  std::size_t width = 0;
  std::vector<std::string> originals;  // of the findings that begin here
};

// Bounds of the paragraph around `at`, or a point beyond any context: a text may be one paragraph
// of megabytes with thousands of findings.
std::size_t paragraph_begin(std::string_view text, std::size_t at) {
  const std::size_t from = at - std::min(at, kReach);
  const std::size_t newline = text.substr(from, at - from).rfind('\n');
  return newline == text.npos ? from : from + newline + 1;
}

std::size_t paragraph_end(std::string_view text, std::size_t at) {
  const std::string_view near = text.substr(at, kReach);
  return at + std::min(near.find('\n'), near.size());
}

// Moves back to the start of a word; gives up in text without spaces.
std::size_t context_begin(std::string_view text, std::size_t at, std::size_t limit) {
  if (at - limit <= kContextBytes + kSpareBytes) return limit;
  std::size_t begin = at - kContextBytes;
  while (begin > limit && !text::is_blank(text[begin - 1]) && at - begin < 2 * kContextBytes)
    --begin;
  while (begin > limit && text::is_continuation(text[begin])) --begin;
  return begin;
}

std::size_t context_end(std::string_view text, std::size_t at, std::size_t limit) {
  if (limit - at <= kContextBytes + kSpareBytes) return limit;
  std::size_t end = at + kContextBytes;
  while (end < limit && !text::is_blank(text[end]) && end - at < 2 * kContextBytes) ++end;
  while (end < limit && text::is_continuation(text[end])) ++end;
  return end;
}

std::vector<Window> find_windows(std::string_view text, std::span<const Finding> findings) {
  std::vector<Window> windows;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const std::size_t from = findings[i].begin_byte;
    const std::size_t to = findings[i].end_byte;
    const std::size_t begin = context_begin(text, from, paragraph_begin(text, from));
    const std::size_t end = context_end(text, to, paragraph_end(text, to));
    const std::size_t before = windows.empty() ? 0 : windows.back().end;
    const bool same_paragraph =
        !windows.empty() && begin <= before + kSpareBytes &&
        text.substr(before, from - std::min(from, before)).find('\n') == text.npos;
    if (same_paragraph) {
      windows.back().end = std::max(windows.back().end, end);
      windows.back().last = i + 1;
    } else {
      windows.push_back({begin, end, i, i + 1});
    }
  }
  return windows;
}

std::string original_of(std::string_view text, const Finding& finding) {
  if (finding.likely_originals.empty()) return "?";
  const auto written = text.substr(finding.begin_byte, finding.end_byte - finding.begin_byte);
  return printable(with_capitals_of(written, finding.likely_originals.front()));
}

std::vector<ExcerptWord> split_words(std::string_view text, std::span<const Finding> findings,
                                     const Window& window, bool color) {
  std::vector<ExcerptWord> words;
  bool in_word = false;
  const auto add = [&](std::string_view piece, Style style) {
    if (!in_word) words.emplace_back();
    in_word = true;
    words.back().pieces.push_back({printable(piece), style});
  };
  const auto add_stretch = [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
      if (text::is_blank(text[at])) {
        in_word = false;
        ++at;
        continue;
      }
      const std::size_t word = at;
      while (at < end && !text::is_blank(text[at])) ++at;
      add(text.substr(word, at - word), Style::kPlain);
    }
  };
  if (window.begin > 0 && text[window.begin - 1] != '\n') {
    add(kElision, Style::kFaint);
    in_word = false;
  }
  std::size_t at = window.begin;
  for (std::size_t i = window.first; i < window.last; ++i) {
    const Finding& finding = findings[i];
    add_stretch(at, finding.begin_byte);
    // A finding stays in one piece, so that its brackets enclose it.
    add(text.substr(finding.begin_byte, finding.end_byte - finding.begin_byte), Style::kSwapped);
    words.back().originals.push_back(original_of(text, finding));
    at = finding.end_byte;
  }
  add_stretch(at, window.end);
  if (window.end < text.size() && text[window.end] != '\n') {
    // The ellipsis never starts a line.
    words.back().pieces.push_back({" ...", Style::kFaint});
  }
  for (ExcerptWord& word : words) {
    for (const StyledText& piece : word.pieces) {
      const bool brackets = piece.style == Style::kSwapped && !color;
      word.width += display_width(piece.text) + (brackets ? 2 : 0);
    }
  }
  return words;
}

// The originals of one line, wrapped to the margin; wide ones are split at spaces.
std::vector<WrappedLine> wrap_margin(const std::vector<std::string>& originals, std::size_t width) {
  std::vector<WrappedWord> entries;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const std::string entry = originals[i] + (i + 1 < originals.size() ? ";" : "");
    if (const std::size_t wide = display_width(entry); wide <= width) {
      entries.push_back({{{entry, Style::kPlain}}, wide, false});
      continue;
    }
    WordMaker words(false);
    words.add(entry, Style::kPlain);
    for (WrappedWord& word : words.take()) entries.push_back(std::move(word));
  }
  return wrap(entries, width);
}

class Columns {
 public:
  Columns(const ExcerptLayout& layout, std::vector<std::string>& lines)
      : color_(layout.color), lines_(lines) {
    const std::size_t inner = layout.columns - kExcerptIndent;
    margin_ = inner * 3 / 10;
    body_ = inner - margin_ - 2;
  }

  void lay_out(const std::vector<ExcerptWord>& words) {
    for (const ExcerptWord& word : words) {
      if (used_ > 0 && used_ + 1 + word.width > body_) finish_line();
      if (used_ > 0) line_ += ' ';
      used_ += word.width + (used_ > 0 ? 1 : 0);
      for (const StyledText& piece : word.pieces) line_ += styled(piece, color_);
      originals_.insert(originals_.end(), word.originals.begin(), word.originals.end());
    }
    finish_line();
  }

 private:
  void finish_line() {
    const auto notes = wrap_margin(originals_, margin_ - kArrow.size());
    for (std::size_t i = 0; i == 0 || i < notes.size(); ++i) {
      std::string out(kExcerptIndent, ' ');
      out += i == 0 ? line_ : "";
      if (i < notes.size()) {
        const std::size_t used = i == 0 ? used_ : 0;
        out.append(used < body_ ? body_ - used + 2 : 2, ' ');
        out += styled({std::string(i == 0 ? kArrow : "   "), Style::kFaint}, color_);
        out += styled({notes[i].text, Style::kOriginal}, color_);
      }
      lines_.push_back(std::move(out));
    }
    line_.clear();
    originals_.clear();
    used_ = 0;
  }

  bool color_;
  std::vector<std::string>& lines_;
  std::size_t body_ = 0;
  std::size_t margin_ = 0;
  std::string line_;
  std::size_t used_ = 0;
  std::vector<std::string> originals_;
};

}  // namespace

std::string with_capitals_of(std::string_view written, std::string_view original) {
  std::size_t letters = 0;
  bool all_upper = true;
  for (const char c : written) {
    letters += text::is_ascii_letter(c);
    all_upper = all_upper && (text::is_ascii_upper(c) || !text::is_ascii_letter(c));
  }
  std::string out(original);
  if (written.empty() || !text::is_ascii_upper(written.front())) return out;
  all_upper = all_upper && letters > 1;
  // "World wide Occasions" is a name, "Governing administration" begins a sentence.
  const std::size_t last = written.rfind(' ');
  const bool name =
      last != written.npos && last + 1 < written.size() && text::is_ascii_upper(written[last + 1]);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool word_start = i == 0 || out[i - 1] == ' ';
    if (all_upper || i == 0 || (name && word_start)) out[i] = text::ascii_upper(out[i]);
  }
  return out;
}

std::vector<std::string> excerpts(std::string_view text, std::span<const Finding> findings,
                                  const ExcerptLayout& layout) {
  std::vector<std::string> lines;
  Columns columns(layout, lines);
  for (const Window& window : find_windows(text, findings)) {
    if (!lines.empty()) lines.emplace_back();
    columns.lay_out(split_words(text, findings, window, layout.color));
  }
  return lines;
}

}  // namespace despin::view
