// lib/read/html_line.h - the text of a block as it grows: white space collapsed, entities
// decoded, links measured, and where in the page every byte stood.
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
  bool raw = false;           // no entities
  bool preformatted = false;  // white space counts
};

class HtmlLine {
 public:
  explicit HtmlLine(std::string_view page) : page_(page) {}

  int links = 0;  // how many links are open

  // Text of the page, as written.
  void add(std::uint32_t begin_byte, std::uint32_t end_byte, TextRules rules);

  void add_space() { space_pending_ = true; }

  // Text the page does not have: a quotation mark, the begin of code. close() comes before
  // any space that waits, for what ends there.
  void mark(std::string_view text);
  void close(std::string_view text) { put(text); }

  void break_line();

  // Goes on with the text of another line, and its places.
  void append(const HtmlBlock& block);

  bool empty() const { return text_.empty(); }
  bool at_line_start() const { return text_.empty() || text_.back() == '\n'; }

  // Hands the text over and starts anew.
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
  std::size_t space_begin_ = 0;  // in the page, of a pending " " that stands alone; else 0
};

}  // namespace despin::read
