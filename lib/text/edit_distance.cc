#include "lib/text/edit_distance.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace despin::text {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char letter : a) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (letter == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, std::span<const std::string> names) {
  std::string out;
  std::size_t least = word.size() / 3 + 2;  // a word of mostly other letters is another word
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(word, name);
    if (distance >= least || 2 * distance >= name.size()) continue;
    least = distance;
    out = name;
  }
  return out;
}

}  // namespace despin::text
