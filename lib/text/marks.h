// lib/text/marks.h - matches pairs of quotation marks and backticks.
//
//   Marks marks(text);
//   if (const std::size_t close = marks.close(i); close != 0) ...
//
// A mark counts only if its partner is in the same paragraph, within a limited length; an unpaired
// mark, or a pair around a whole page, is ignored.
// Threads  Single; offsets must ascend.
// Cost     O(bytes) for the whole text: failed searches are cached.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace despin::text {

class Marks {
 public:
  explicit Marks(std::string_view text) : text_(text) {}

  // The offset of the partner of the opening mark at `i`, or 0 if it opens nothing.
  std::size_t close(std::size_t i);

 private:
  bool closes(char opening, std::size_t i) const;

  std::string_view text_;
  // By kind of mark: there is no partner before this offset.
  std::array<std::size_t, 4> none_before_{};
};

}  // namespace despin::text
