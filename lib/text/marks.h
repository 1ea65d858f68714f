// lib/text/marks.h - quotation marks and backticks that belong together.
//
//   Marks marks(text);
//   if (const std::size_t close = marks.close(i); close != 0) ...
//
// A mark counts only with its partner in the same paragraph and within a sane
// length; a lone one, or one around a whole page, marks nothing.
// Threads  One reader, in ascending order.
// Cost     O(bytes) for the whole text: where no partner was found is remembered.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace despin::text {

class Marks {
 public:
  explicit Marks(std::string_view text) : text_(text) {}

  // Where the partner of the opening mark at `i` is, or 0: it opens nothing.
  std::size_t close(std::size_t i);

 private:
  bool closes(char opening, std::size_t i) const;

  std::string_view text_;
  // By kind of mark: no partner lies before this offset.
  std::array<std::size_t, 4> none_before_{};
};

}  // namespace despin::text
