// despin-train-language: writes section LANG of a model, which tells the language of a text.
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "models/build/arguments.h"
#include "models/build/encode/language_encoder.h"
#include "models/build/language/train.h"
#include "models/build/lm/blob.h"

namespace {

namespace language = despin::language;
namespace train = despin::train;

int fail(const std::string& message) {
  std::cerr << "despin-train-language: " << message << "\n";
  return 2;
}

// Lines of code, word and share, separated by tabs, those of a language together.
std::vector<train::LanguageWords> read_words(const std::string& path) {
  std::vector<train::LanguageWords> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t last = line.rfind('\t');
    if (first == line.npos || first == last) return {};
    const std::string code = line.substr(0, first);
    if (out.empty() || out.back().code != code) out.push_back({code, {}, {}});
    out.back().words.push_back(line.substr(first + 1, last - first - 1));
    out.back().shares.push_back(std::strtod(line.c_str() + last + 1, nullptr));
  }
  return out;
}

// The unit of cells: vectors beyond 127 of them are cut, one number in 10,000.
float unit_of(const train::Classifier& learned) {
  std::vector<float> sizes;
  for (const auto& row : learned.rows) {
    for (const float cell : row) sizes.push_back(std::abs(cell));
  }
  const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 10000 * 9999);
  std::nth_element(sizes.begin(), at, sizes.end());
  return std::max(*at, 1e-6F) / 127;
}

}  // namespace

int main(int argc, char** argv) {
  std::string input;
  std::string out;
  language::LanguageHead head;
  head.windows = 8;
  head.window_words = 24;
  head.min_english = 0.15F;
  train::LanguageOptions options;
  train::Arguments args("Learns to tell languages from words and their shares; writes LANG.");
  args.option("--words", input, "Lines of code, word, share; English first").required();
  args.option("--texts", options.texts, "Texts to draw").range(1, 1e9).show_default();
  args.option("--most-words", options.most_words, "Words of a text").range(2, 1e4).show_default();
  args.option("--english", options.english, "Share of English texts").range(0, 1).show_default();
  args.option("--rate", options.rate, "Rate of learning, at first").range(0, 100).show_default();
  args.option("--strange", options.strange, "Share of words of another language, in some texts")
      .range(0, 1)
      .show_default();
  args.option("--buckets", head.ngrams.bucket_bits, "Log2 of their number").range(8, 24);
  args.option("--longest", head.ngrams.longest, "Longest n-gram").range(2, 16);
  args.option("--characters", head.ngrams.characters, "Of a word, that are read")
      .range(1, language::kMostCharacters);
  args.option("--windows", head.windows, "Windows of a text, when it is read").range(1, 1024);
  args.option("--window-words", head.window_words, "Words of a window").range(1, 1024);
  args.option("--min-english", head.min_english, "Least share of English for a verdict")
      .range(0, 1);
  args.option("--out", out, "File of the section").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;

  const auto words = read_words(input);
  if (words.size() < 2 || words.size() > language::kMostLanguages || words[0].code != "en") {
    return fail(input + ": expected lines of code, word and share, those of English first");
  }
  const train::Classifier learned = train::train_classifier(words, head.ngrams, options);
  head.languages = static_cast<std::uint32_t>(words.size());
  head.unit = unit_of(learned);
  std::vector<std::string> codes;
  std::vector<float> layer;
  for (std::size_t l = 0; l < words.size(); ++l) {
    codes.push_back(words[l].code);
    layer.push_back(learned.biases[l]);
    layer.insert(layer.end(), learned.layer[l].begin(), learned.layer[l].end());
  }
  std::vector<std::int8_t> rows;
  for (const auto& row : learned.rows) {
    for (const float cell : row) {
      rows.push_back(
          static_cast<std::int8_t>(std::lround(std::clamp(cell / head.unit, -127.0F, 127.0F))));
    }
  }
  if (auto ok = train::write_blob(out, language::encode_languages(head, codes, layer, rows)); !ok) {
    return fail(ok.error().message);
  }
  return 0;
}
