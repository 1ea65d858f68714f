// lib/text/scanner.h - the loop of tokenize(): turns plain text into tokens.
//
//   Scanner scanner(plain, options, tokens);
//   if (!scanner.run()) ...                  // the forms exceed 4 GiB
//   if (scanner.left_words()) ...            // there is another word behind options.max_words
//
// Every byte is examined once, left to right, without backtracking: the next token decides the
// meaning of a stop or a bracket.
// Threads  Serves one call.
// Cost     O(bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/text/lines.h"
#include "lib/text/marks.h"
#include "lib/text/plain.h"
#include "lib/text/sentences.h"
#include "lib/text/tokens.h"

namespace despin::text {

class Scanner {
 public:
  Scanner(const Plain& plain, const TokenizeOptions& options, Tokens& out)
      : text_(plain.text), map_(plain), marks_(plain.text), options_(options), out_(out) {}

  // Ends early where its budget does, and behind max_words.
  bool run();
  bool left_words() const { return left_words_; }
  std::uint32_t read_bytes() const { return last_source_end_; }  // of the source

 private:
  // A break that is not yet written; it is dropped if a sentence starts after it.
  struct PendingBreak {
    std::size_t begin = 0;
    std::size_t end = 0;  // 0: none
    std::uint16_t flags = 0;
  };

  void fenced(const Line& line);
  void ordinary(const Line& above, const Line& last, const Line& line, const Line& next);
  void scan(std::size_t begin, std::size_t end);
  std::size_t punctuation(std::size_t i);
  std::size_t full_stop(std::size_t i);
  std::size_t hyphen(std::size_t i);
  std::size_t apostrophe(std::size_t i);
  std::size_t bracket(std::size_t i);
  std::size_t open_mark(std::size_t i);
  bool space_before(std::size_t i) const;

  std::size_t code(std::size_t i);
  std::size_t word_or_number(std::size_t i);
  std::size_t run_end(std::size_t i, unsigned& classes) const;
  std::size_t number_end(std::size_t i) const;
  std::size_t add_price(std::size_t sign, std::size_t digits);
  bool word_character_at(std::size_t i) const;
  bool is_possessive(std::size_t i) const;

  std::size_t add_break(std::size_t begin, std::size_t end);
  void add(TokenKind kind, std::size_t begin, std::size_t end);
  bool starts_sentence(TokenKind kind, std::size_t begin, std::size_t end,
                       std::string_view form) const;
  void write(Token token, std::size_t begin, std::size_t end);
  bool touches_last() const;
  std::uint16_t flags_at(std::size_t i) const;

  std::string_view text_;
  SourceMap map_;
  Marks marks_;
  const TokenizeOptions& options_;
  Tokens& out_;
  std::size_t next_ask_ = 0;  // of the budget, from this byte on
  std::uint32_t words_ = 0;   // tokens but breaks
  bool left_words_ = false;
  bool done_ = false;  // whatever is left

  std::uint16_t line_flags_ = 0;
  bool row_ = false;
  std::size_t last_space_ = 0;  // end of the last white space
  bool new_line_ = false;       // a line ended since the last stop
  bool sentence_ = true;        // the next token starts one
  bool paragraph_ = true;
  Stop stop_ = Stop::kNone;
  PendingBreak break_;
  std::uint32_t last_source_end_ = 0;
  std::size_t last_end_ = 0;   // plain end of the last token
  std::size_t chunk_end_ = 0;  // searched for code up to here
  std::size_t quote_end_ = 0;
  std::size_t code_end_ = 0;  // of the backticks
  std::size_t fence_end_ = 0;
  bool indented_code_ = false;  // the last line was indented code
  bool markdown_ = false;       // a fenced block has occurred
  bool full_ = false;
};

}  // namespace despin::text
