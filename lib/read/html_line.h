// lib/read/html_line.h - builds the text of a block: collapses white space, decodes entities,
// counts the bytes of links and maps each byte to the page.
//
//   HtmlLine line(page);
//   line.add(node.begin_byte, node.end_byte, {});
//   HtmlBlock block = line.take();
//
// Threads  Single.
// Cost     O(bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/read/html_blocks.h"

namespace despin::read {

struct TextRules {
  bool raw = false;           // entities are not decoded
  bool preformatted = false;  // white space is kept
};

class HtmlLine {
 public:
  explicit HtmlLine(std::string_view page) : page_(page) {}

  int links = 0;  // number of open links

  // Appends text of the page, given by its bytes.
  void add(std::uint32_t begin_byte, std::uint32_t end_byte, TextRules rules);

  void add_space() { space_pending_ = true; }

  // Append text that the page does not have: a quotation mark, the beginning of code. close() puts
  // it before a pending space, mark() after.
  void mark(std::string_view text);
  void close(std::string_view text) { put(text); }

  void break_line();

  // Appends the text of another line with its map.
  void append(const HtmlBlock& block);

  // What stands directly before the next text: the end of the line from its last white space on.
  std::string_view word_before() const;

  bool empty() const { return text_.empty(); }
  bool at_line_start() const { return text_.empty() || text_.back() == '\n'; }

  // Returns the block and resets the line.
  HtmlBlock take();

 private:
  void put_space();
  void put(std::string_view text);
  void put_page(std::size_t begin, std::size_t end);

  std::string_view page_;
  std::string text_;
  std::vector<InputRun> runs_;
  std::size_t link_bytes_ = 0;
  bool space_pending_ = false;
  std::size_t space_begin_ = 0;  // page offset of a pending single " ", else 0
};

}  // namespace despin::read
