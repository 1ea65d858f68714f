#include "lib/view/wrap.h"

#include <utility>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::view {
namespace {

// Brackets come from the caller; this adds only color.
std::string painted(std::string text, Style style, bool color) {
  return color ? styled({std::move(text), style}, true) : text;
}

}  // namespace

void WordMaker::add(std::string_view text, Style style) {
  for (std::size_t at = 0; at < text.size();) {
    if (text::is_blank(text[at])) {
      open_ = false;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !text::is_blank(text[end])) ++end;
    std::string part = printable(text.substr(at, end - at));
    if (!open_) words_.push_back({{}, 0, color_});
    open_ = true;
    words_.back().width += display_width(part);
    words_.back().pieces.push_back({std::move(part), style});
    at = end;
  }
}

std::vector<WrappedWord> WordMaker::take() {
  open_ = false;
  return std::exchange(words_, {});
}

namespace {

// An address that is broken leads nowhere, and is not found by who looks for it.
bool is_address(const WrappedWord& word) {
  for (const StyledText& piece : word.pieces) {
    if (piece.text.find("://") != piece.text.npos) return true;
  }
  return false;
}

}  // namespace

std::vector<WrappedLine> wrap(std::span<const WrappedWord> words, std::size_t columns) {
  std::vector<WrappedLine> lines;
  std::string line;
  std::size_t used = 0;
  const auto finish = [&] {
    if (used > 0) lines.push_back({std::move(line), used});
    line.clear();
    used = 0;
  };
  for (const WrappedWord& word : words) {
    if (used > 0 && used + 1 + word.width > columns) finish();
    if (used > 0) {
      line += ' ';
      ++used;
    }
    const bool whole = is_address(word);
    for (const StyledText& piece : word.pieces) {
      std::string part;  // the part of the piece on this line
      for (std::size_t at = 0; at < piece.text.size();) {
        const std::size_t begin = at;
        text::next_checked_character(piece.text, at);
        const std::string_view character = std::string_view(piece.text).substr(begin, at - begin);
        const std::size_t width = display_width(character);
        if (!whole && used + width > columns) {
          if (!part.empty()) line += painted(std::exchange(part, {}), piece.style, word.color);
          finish();
        }
        part += character;
        used += width;
      }
      if (!part.empty()) line += painted(std::move(part), piece.style, word.color);
    }
  }
  finish();
  return lines;
}

std::vector<WrappedLine> wrap(std::string_view text, Style style, bool color, std::size_t columns) {
  WordMaker words(color);
  words.add(text, style);
  return wrap(words.take(), columns);
}

std::string filled(std::string_view text, std::size_t columns) {
  std::string out;
  std::string paragraph;
  const auto finish = [&] {
    for (const WrappedLine& line : wrap(paragraph, Style::kPlain, false, columns))
      out += line.text + "\n";
    paragraph.clear();
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    if (line.empty() || line.front() == ' ') {
      finish();
      out.append(line).append("\n");
    } else {
      paragraph.append(line).append(" ");
    }
    begin = end + 1;
  }
  finish();
  return out;
}

}  // namespace despin::view
