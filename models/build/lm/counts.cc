#include "models/build/lm/counts.h"

#include <algorithm>
#include <utility>

namespace despin::train {
namespace {

Error scratch_error() {
  return {
      ErrorCode::kNotWritten,
      "the scratch folder could not be written or read; expected free space for a few times the "
      "corpus; check its mode and free space"};
}

// Sentence-end marks in the text itself are not words.
WordId id_of(const format::Vocabulary& vocabulary, std::string_view token) {
  const WordId id = vocabulary.find(token);
  return id == kSentenceBeginWord || id == kSentenceEndWord ? kUnknownWord : id;
}

// Takes the n-grams of the highest order, newest word first and sorted, and
// finds all lower orders' counts on the way.
class Adjuster {
 public:
  Adjuster(const CountOptions& options, Counts& counts)
      : order_(static_cast<std::size_t>(options.order)), options_(options), counts_(counts) {
    count_of_counts_.resize(order_);
  }

  void add(const Gram& gram) {
    std::size_t differs = 0;  // words the n-gram shares with the one before
    if (any_) {
      while (differs < order_ && gram.words[differs] == last_[differs]) ++differs;
      flush(differs);
    }
    any_ = true;
    last_ = gram.words;
    for (std::size_t k = 1; k <= order_; ++k) raw_[k] = add_counts(raw_[k], gram.raw);
    for (std::size_t k = std::max<std::size_t>(differs, 1); k < order_; ++k) ++left_[k];
  }

  bool finish() {
    if (any_) flush(0);
    for (const auto& n : count_of_counts_) counts_.discounts.push_back(discounts_from(n));
    return ok_;
  }

 private:
  // Gives out the current n-grams longer than `shared`, which end here.
  void flush(std::size_t shared) {
    for (std::size_t k = shared + 1; k <= order_; ++k) {
      // Only the oldest word may be <s>; longer padding is not an n-gram.
      const auto end = last_.begin() + static_cast<std::ptrdiff_t>(k);
      const bool padded = std::find(last_.begin(), end - 1, kSentenceBeginWord) != end - 1;
      if (!padded) emit(k);
      raw_[k] = 0;
      left_[k] = 0;
    }
  }

  void emit(std::size_t k) {
    Gram gram;
    std::reverse_copy(last_.begin(), last_.begin() + static_cast<std::ptrdiff_t>(k),
                      gram.words.begin());
    gram.raw = raw_[k];
    const bool begins = gram.words[0] == kSentenceBeginWord;
    gram.adjusted = k == order_ || begins ? raw_[k] : left_[k];
    if (k == 1) {
      if (begins) return;  // <s> itself is never predicted
      counts_.unigrams[gram.words[0]] = gram;
    }
    if (gram.adjusted <= 4) ++count_of_counts_[k - 1][gram.adjusted];
    if (k == 1) return;
    if (gram.raw <= options_.cutoffs[k - 1]) {
      gram.words[k - 1] = kDroppedWord;
      gram.raw = 0;
    }
    ok_ = counts_.levels[k - 1].add(gram) && ok_;
  }

  std::size_t order_;
  const CountOptions& options_;
  Counts& counts_;
  std::vector<std::array<std::uint64_t, 5>> count_of_counts_;
  std::array<WordId, kMaxOrder> last_{};
  std::array<std::uint32_t, kMaxOrder + 1> raw_{};
  std::array<std::uint32_t, kMaxOrder + 1> left_{};
  bool any_ = false;
  bool ok_ = true;
};

}  // namespace

Discounts discounts_from(const std::array<std::uint64_t, 5>& count_of_counts) {
  constexpr Discounts kFallback{0, 0.5, 1, 1.5};
  if (count_of_counts[1] == 0 || count_of_counts[2] == 0 || count_of_counts[3] == 0) {
    return kFallback;
  }
  std::array<double, 5> n{};
  for (std::size_t i = 0; i < n.size(); ++i) n[i] = static_cast<double>(count_of_counts[i]);
  const double y = n[1] / (n[1] + 2 * n[2]);
  Discounts d{};
  for (std::size_t i = 1; i <= 3; ++i) {
    const auto count = static_cast<double>(i);
    d[i] = count - (count + 1) * y * n[i + 1] / n[i];
    if (d[i] < 0 || d[i] > count) return kFallback;
  }
  return d;
}

Result<Counts> count_ngrams(const Corpus& corpus, const format::Vocabulary& vocabulary,
                            const CountOptions& options) {
  const auto order = static_cast<std::size_t>(options.order);
  Counts counts;
  counts.unigrams.resize(vocabulary.size());
  for (WordId id = 0; id < vocabulary.size(); ++id) counts.unigrams[id].words[0] = id;
  // Half for counting, half for what comes out of it.
  const std::size_t share = options.memory_bytes / 2;
  for (std::size_t k = 0; k < order; ++k) {
    counts.levels.emplace_back(options.scratch_folder, share / std::max<std::size_t>(order - 1, 1));
  }

  Sorter sorter(options.scratch_folder, share);
  std::uint64_t sentences = 0;
  bool written = true;
  auto ok = corpus.read([&](Sentence sentence) {
    Gram gram;
    std::fill_n(gram.words.begin(), order, kSentenceBeginWord);
    gram.raw = 1;
    for (std::size_t i = 0; i <= sentence.size(); ++i) {
      std::copy_backward(gram.words.begin(), gram.words.begin() + static_cast<long>(order) - 1,
                         gram.words.begin() + static_cast<long>(order));
      gram.words[0] = i < sentence.size() ? id_of(vocabulary, sentence[i]) : kSentenceEndWord;
      written = sorter.add(gram) && written;
    }
    ++sentences;
    counts.tokens += sentence.size() + 1;
  });
  if (!ok) return ok.error();
  if (!written) return scratch_error();

  Adjuster adjuster(options, counts);
  if (!sorter.drain([&](const Gram& gram) { adjuster.add(gram); }) || !adjuster.finish()) {
    return scratch_error();
  }
  counts.unigrams[kSentenceBeginWord].raw =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(sentences, UINT32_MAX));
  return counts;
}

}  // namespace despin::train
