#include "models/build/lm/arpa.h"

#include <cmath>
#include <cstdio>
#include <memory>

namespace despin::train {
namespace {

struct CloseArpa {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

double log10_or_least(float prob) {
  return prob > 0 ? std::log10(static_cast<double>(prob)) : -99.0;
}

}  // namespace

Result<void> write_arpa(const BackoffModel& model, const format::Vocabulary& vocabulary,
                        const std::string& path) {
  const Error failed{
      ErrorCode::kNotWritten,
      "the ARPA file could not be written; expected a writable folder with free space; "
      "check its mode and free space"};
  const std::unique_ptr<std::FILE, CloseArpa> file(std::fopen(path.c_str(), "w"));
  if (!file) return failed;
  std::fputs("\\data\\\n", file.get());
  const std::size_t order = model.levels.size();
  for (std::size_t k = 1; k <= order; ++k) {
    std::fprintf(file.get(), "ngram %zu=%zu\n", k, model.levels[k - 1].size());
  }
  for (std::size_t k = 1; k <= order; ++k) {
    const BackoffLevel& level = model.levels[k - 1];
    std::fprintf(file.get(), "\n\\%zu-grams:\n", k);
    for (std::uint32_t i = 0; i < level.size(); ++i) {
      std::fprintf(file.get(), "%.7g\t", log10_or_least(level.prob[i]));
      const auto words = model.words(k, i);
      for (std::size_t j = 0; j < k; ++j) {
        const std::string_view word = vocabulary.word(words[j]);
        std::fprintf(file.get(), j > 0 ? " %.*s" : "%.*s", static_cast<int>(word.size()),
                     word.data());
      }
      if (k < order) {
        const float backoff = model.has_children(k, i) ? level.backoff[i] : 1.0F;
        std::fprintf(file.get(), "\t%.7g", log10_or_least(backoff));
      }
      std::fputc('\n', file.get());
    }
  }
  std::fputs("\n\\end\\\n", file.get());
  if (std::fflush(file.get()) != 0 || std::ferror(file.get()) != 0) return failed;
  return {};
}

}  // namespace despin::train
