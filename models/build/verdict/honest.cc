#include "models/build/verdict/honest.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace despin::train {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

Result<std::vector<std::string>> read_honest(const std::string& path,
                                             const HonestOptions& options) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kNotFound, "an genuine text cannot be opened; check --honest"};
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  std::string line;
  if (!error && options.skip > 0) {
    in.seekg(static_cast<std::streamoff>(static_cast<double>(bytes) * options.skip));
    std::getline(in, line);  // the rest of a line begun before
  }
  std::vector<std::string> texts;
  std::string text;
  std::size_t words = 0;
  while (texts.size() < options.texts && std::getline(in, line)) {
    if (line.empty()) continue;
    replace_all(line, "<num>", "7");
    replace_all(line, "<code>", "main.c");
    words += 1 + static_cast<std::size_t>(std::count(line.begin(), line.end(), ' '));
    text += text.empty() ? "" : "\n\n";
    text += line;
    if (words >= options.words) {
      texts.push_back(std::move(text));
      text.clear();
      words = 0;
    }
  }
  return texts;
}

}  // namespace despin::train
