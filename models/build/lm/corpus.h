// models/build/lm/corpus.h
// Reads samples of the token streams that despin-tokenize writes.
//
//   train::Corpus corpus{{{"news.txt", 0.5}}, 0.01};
//   corpus.read([&](std::span<const std::string_view> sentence) { ... });
//
// Format   One sentence per line, tokens separated by one space, a blank line after each paragraph.
// Method   The hash of a paragraph decides whether it is held out and whether it is kept,
//          independent of the run and the order of files.
// Errors   kNotFound, kNotReadable.
// Memory   One paragraph.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"

namespace despin::train {

struct TextSource {
  std::string path;
  double keep = 1;  // share of paragraphs
};

using Sentence = std::span<const std::string_view>;

class Corpus {
 public:
  Corpus(std::vector<TextSource> sources, double held_out_share)
      : sources_(std::move(sources)), held_out_share_(held_out_share) {}

  const std::vector<TextSource>& sources() const { return sources_; }

  // Sentences to learn from, in the order of the sources.
  Result<void> read(const std::function<void(Sentence)>& sink) const;
  // Lines of the held-out paragraphs of one source, blank lines included.
  Result<void> read_held_out(const TextSource& source,
                             const std::function<void(std::string_view)>& sink) const;

 private:
  std::vector<TextSource> sources_;
  double held_out_share_;
};

}  // namespace despin::train
