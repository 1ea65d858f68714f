#include "models/build/lexicon/unigrams.h"

#include <charconv>

#include "models/build/lexicon/lines.h"

namespace despin::lexicon {

Result<Unigrams> Unigrams::parse(std::string_view tsv, std::uint64_t min_count) {
  Unigrams result;
  Lines lines(tsv);
  std::string_view line;
  while (lines.next(line)) {
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    std::uint64_t count = 0;
    bool good = tab != std::string_view::npos && tab > 0;
    if (good) {
      const char* end = line.data() + line.size();
      const auto parsed = std::from_chars(line.data() + tab + 1, end, count);
      good = parsed.ec == std::errc() && parsed.ptr == end;
    }
    if (!good) {
      return Error{ErrorCode::kBadInput, "word counts, line " + std::to_string(lines.number()) +
                                             ": expected a word, a tab and a whole number; "
                                             "write the counts again"};
    }
    if (count >= min_count) result.counts_.emplace(line.substr(0, tab), count);
  }
  return result;
}

Unigrams Unigrams::any() {
  Unigrams result;
  result.others_ = 1;
  return result;
}

void Unigrams::admit(std::span<const std::string> words) {
  for (const std::string& word : words) counts_.try_emplace(word, 1);
}

}  // namespace despin::lexicon
