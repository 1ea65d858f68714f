#include "models/build/verdict/mask.h"

#include <algorithm>
#include <fstream>

namespace despin::train {

Mask Mask::read(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  Mask mask;
  for (const std::string& line : lines) {
    const std::string escaped =
        std::regex_replace(line, std::regex(R"([.^$|()\[\]{}*+?\\])"), R"(\$&)");
    mask.markers_.emplace_back(escaped, std::regex::icase | std::regex::optimize);
  }
  return mask;
}

std::string Mask::cut(std::string text) const {
  for (const std::regex& marker : markers_) text = std::regex_replace(text, marker, " ");
  return text;
}

}  // namespace despin::train
