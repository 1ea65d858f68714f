#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/build/vectors/collector.h"
#include "models/build/vectors/open_input.h"
#include "models/build/vectors/sources.h"

namespace despin::vectors {
namespace {

constexpr std::uint32_t kMost = 65536;

// The next piece between spaces; empty at the end.
std::string_view next_piece(std::string_view& line) {
  const std::size_t begin = line.find_first_not_of(" \r");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = std::min(line.find_first_of(" \r", begin), line.size());
  const std::string_view piece = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return piece;
}

template <class T>
bool parse(std::string_view piece, T& value) {
  const auto [end, failure] = std::from_chars(piece.data(), piece.data() + piece.size(), value);
  return failure == std::errc() && end == piece.data() + piece.size();
}

}  // namespace

Result<Found> read_text_vectors(const std::string& path, const format::Vocabulary& vocabulary,
                                const Wanted& wanted) {
  const auto bad = [](const char* found) {
    return Error{ErrorCode::kBadInput, std::string(found) +
                                           "; expected a line \"words dimensions\", then a word "
                                           "and its values a line; train or fetch it again"};
  };
  auto in = open_input(path);
  if (!in) return in.error();
  std::string text;
  std::getline(*in, text);
  std::string_view line = text;
  std::uint64_t words = 0;
  std::uint32_t dimensions = 0;
  if (!parse(next_piece(line), words) || !parse(next_piece(line), dimensions) ||
      !next_piece(line).empty() || dimensions == 0 || dimensions > kMost) {
    return bad("has another first line");
  }
  Collector collector(vocabulary, wanted);
  std::uint64_t lines = 0;
  for (; lines < words && std::getline(*in, text); ++lines) {
    line = text;
    const WordId word = collector.want(next_piece(line));
    if (word == kUnknownWord) continue;
    std::vector<float> values(dimensions);
    for (float& value : values) {
      if (!parse(next_piece(line), value)) return bad("holds a line with other than its values");
    }
    if (!next_piece(line).empty()) return bad("holds a line with more than its values");
    collector.add(word, std::move(values));
  }
  if (lines < words) return bad("ends before its last word");
  return Found{dimensions, collector.take()};
}

}  // namespace despin::vectors
