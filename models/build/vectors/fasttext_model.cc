#include <fasttext/fasttext.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/build/vectors/collector.h"
#include "models/build/vectors/open_input.h"
#include "models/build/vectors/sources.h"

namespace despin::vectors {

Result<Found> read_fasttext_model(const std::string& path, const format::Vocabulary& vocabulary,
                                  const Wanted& wanted) {
  if (auto in = open_input(path); !in) return in.error();
  try {
    fasttext::FastText model;
    model.loadModel(path);
    const int dimensions = model.getDimension();
    if (dimensions <= 0) throw std::invalid_argument("dimensions");
    fasttext::Vector row(dimensions);
    Collector collector(vocabulary, wanted);
    for (WordId id = kFirstPlainWord; id < vocabulary.size(); ++id) {
      const std::string word(vocabulary.word(id));
      if (collector.want(word) == kUnknownWord) continue;
      model.getWordVector(row, word);
      collector.add(id, std::vector<float>(row.data(), row.data() + row.size()));
    }
    return Found{static_cast<std::uint32_t>(dimensions), collector.take()};
  } catch (const std::exception&) {
    // Its loader tells a wrong file from a corrupt one no better than this.
    return Error{ErrorCode::kBadInput,
                 "is not a fastText model, or is corrupt; expected the .bin of fastText 0.9; "
                 "train it again"};
  }
}

}  // namespace despin::vectors
