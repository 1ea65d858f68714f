// models/build/verdict/pages.h
// Genuine pages of any length, made of genuine texts: what a page's densest passage is when nothing
// in it was spun.
//
//   std::vector<double> densities = train::page_densities(texts, 3200, 300, prior_words);
//
// Texts of one kind, each the evidence of its sentences, are drawn and put one behind the other
// until a page has its words. Draws are by a hash of page and place: the same each time.
#pragma once

#include <cstddef>
#include <vector>

#include "lib/detect/passages.h"

namespace despin::train {

using TextEvidence = std::vector<detect::SentenceEvidence>;

// REQUIRES: texts with words.
std::vector<double> page_densities(const std::vector<const TextEvidence*>& texts, std::size_t words,
                                   std::size_t pages, double prior_words);

}  // namespace despin::train
