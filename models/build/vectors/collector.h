// models/build/vectors/collector.h - collects the vectors of the wanted words while a file is read.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "models/build/vectors/sources.h"

namespace despin::vectors {

class Collector {
 public:
  Collector(const format::Vocabulary& vocabulary, const Wanted& wanted)
      : vocabulary_(&vocabulary), wanted_(wanted) {}

  // The word's id if its vector is still to be had, else kUnknownWord.
  WordId want(std::string_view word) const {
    const WordId id = vocabulary_->find(word);
    return id < wanted_.size() && wanted_[id] ? id : kUnknownWord;
  }

  // Of a word that a file lists twice, the first vector stays.
  void add(WordId id, std::vector<float> values) {
    wanted_[id] = false;
    vectors_.push_back({id, std::move(values)});
  }

  std::vector<vectors::WordVector> take() {
    std::sort(vectors_.begin(), vectors_.end(),
              [](const auto& a, const auto& b) { return a.word < b.word; });
    return std::move(vectors_);
  }

 private:
  const format::Vocabulary* vocabulary_;
  Wanted wanted_;
  std::vector<vectors::WordVector> vectors_;
};

}  // namespace despin::vectors
