#include "lib/read/html_line.h"

#include <array>
#include <utility>

#include "lib/read/html_entities.h"
#include "lib/read/input_map.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";

// Bytes that may begin white space or a character reference.
constexpr auto kStops = [] {
  std::array<bool, 256> stops{};
  for (const char c : {' ', '\t', '\n', '\r', '\f', '&', '\xC2'}) {
    stops[static_cast<unsigned char>(c)] = true;
  }
  return stops;
}();

// Length of the white space at `at`, 0 if there is none. U+00A0 counts: pages use it for layout,
// and it separates words.
std::size_t space_at(std::string_view text, std::size_t at) {
  if (text::is_ascii_space(text[at])) return 1;
  return text.substr(at, 2) == kNoBreakSpace ? 2 : 0;
}

bool is_space(std::string_view text) { return !text.empty() && space_at(text, 0) == text.size(); }

}  // namespace

void HtmlLine::add(std::uint32_t begin_byte, std::uint32_t end_byte, TextRules rules) {
  const std::string_view text = page_.substr(0, end_byte);
  for (std::size_t at = begin_byte; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && !kStops[static_cast<unsigned char>(text[at])]) ++at;
    if (at > begin) put_page(begin, at);
    if (at == text.size()) return;
    std::string_view written = text.substr(at, space_at(text, at));
    Entity entity;
    if (text[at] == '&' && !rules.raw) entity = read_entity(text.substr(at), EntityPlace::kText);
    if (entity.bytes > 0) written = entity.text();
    const std::size_t bytes = entity.bytes > 0 ? entity.bytes : written.size();
    if (written.empty()) {  // a byte that only looked like more
      put_page(at, at + 1);
      ++at;
    } else if (!is_space(written) || rules.preformatted) {
      if (written != "\r") {
        put_space();
        append_run(runs_, {text_.size(), written.size()}, {at, bytes}, entity.bytes == 0);
        put(written);
      }
      at += bytes;
    } else {
      space_begin_ = !space_pending_ && text[at] == ' ' ? at : 0;
      space_pending_ = true;
      at += bytes;
    }
  }
}

void HtmlLine::mark(std::string_view text) {
  put_space();
  put(text);
}

void HtmlLine::break_line() {
  space_pending_ = false;
  if (!text_.empty() && text_.back() != '\n') text_.push_back('\n');
}

void HtmlLine::append(const HtmlBlock& block) {
  shift_runs(block.runs, text_.size(), runs_);
  text_ += block.text;
  link_bytes_ += block.link_bytes;
}

std::string_view HtmlLine::word_before() const {
  if (space_pending_) return {};
  std::size_t begin = text_.size();
  while (begin > 0 && !text::is_ascii_space(text_[begin - 1])) --begin;
  return std::string_view(text_).substr(begin);
}

HtmlBlock HtmlLine::take() {
  HtmlBlock block;
  while (!text_.empty() && text::is_ascii_space(text_.back())) text_.pop_back();
  cut_runs(runs_, text_.size());
  block.text = std::exchange(text_, {});
  block.runs = std::exchange(runs_, {});
  block.link_bytes = std::exchange(link_bytes_, 0);
  space_pending_ = false;
  return block;
}

void HtmlLine::put_space() {
  if (space_pending_ && !at_line_start()) {
    if (space_begin_ > 0) append_run(runs_, {text_.size(), 1}, {space_begin_, 1}, true);
    put(" ");
  }
  space_pending_ = false;
}

void HtmlLine::put(std::string_view text) {
  text_.append(text);
  if (links > 0) link_bytes_ += text.size();
}

void HtmlLine::put_page(std::size_t begin, std::size_t end) {
  put_space();
  append_run(runs_, {text_.size(), end - begin}, {begin, end - begin}, true);
  put(page_.substr(begin, end - begin));
}

}  // namespace despin::read
