#include "models/build/pairs/align.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace despin::train {
namespace {

using Words = std::span<const std::string>;

// How likely a block is before anything is learned, by its shape: row = written
// words, column = meant words, from 1.
constexpr double kShape[kMaxWrittenWords][kMaxMeantWords] = {
    {3e-3, 2e-5, 1e-7}, {1e-4, 1e-6, 1e-8},  {3e-5, 1e-7, 1e-9},
    {1e-5, 3e-8, 1e-9}, {3e-6, 1e-8, 3e-10}, {1e-6, 3e-9, 1e-10}};
constexpr double kKept = 0.5;   // a word kept
constexpr double kListed = 12;  // times more likely if a thesaurus lists the swap of a word
constexpr double kListedTwice = 24;
constexpr double kDropped = 1e-6;  // a word without a counterpart on the other side
// Weight of what other pairs say: of a block of two words, of a longer block, and
// again for each further word that both sides have, since two swaps side by side are
// worth more than a phrase that merely holds both.
constexpr double kLearned = 0.05;
constexpr double kLearnedLong = 0.02;
constexpr double kLearnedParallel = 0.05;
constexpr double kLearnedShorter = 0.2;  // spinners seldom write less than was meant
constexpr double kDoubt = 2;             // uses of a written side before it is trusted by half

constexpr auto kFunctionWords = std::to_array<std::string_view>({
    "'s",   "a",     "all",   "also",   "an",   "and",   "any",   "are",   "as",    "at",
    "be",   "been",  "being", "both",   "but",  "by",    "can",   "could", "did",   "do",
    "does", "each",  "for",   "from",   "had",  "has",   "have",  "he",    "her",   "his",
    "i",    "if",    "in",    "into",   "is",   "it",    "its",   "may",   "might", "must",
    "my",   "no",    "nor",   "not",    "of",   "on",    "one",   "or",    "our",   "out",
    "over", "shall", "she",   "should", "so",   "such",  "than",  "that",  "the",   "their",
    "them", "then",  "there", "these",  "they", "this",  "those", "to",    "under", "up",
    "was",  "we",    "were",  "what",   "when", "where", "which", "while", "who",   "will",
    "with", "would", "you",   "your",
});
static_assert(std::is_sorted(kFunctionWords.begin(), kFunctionWords.end()));

bool is_function_word(std::string_view word) {
  return std::binary_search(kFunctionWords.begin(), kFunctionWords.end(), word);
}

std::string_view ending(std::string_view word) {
  for (const std::string_view e : {"ing", "ed", "ly", "s"}) {
    if (word.size() > e.size() + 2 && word.ends_with(e) && !word.ends_with("ss")) return e;
  }
  return {};
}

double prior(Words written, Words meant, const AlignOptions& options) {
  if (std::equal(written.begin(), written.end(), meant.begin(), meant.end())) {
    return written.size() == 1 ? kKept : 0;  // a longer one is made of kept words
  }
  const bool both_long = written.size() > 1 && meant.size() > 1;
  const bool one_word = written.size() == 1 && meant.size() == 1;
  // A number is never swapped for one word.
  const auto has_number = [](Words side) {
    return std::find(side.begin(), side.end(), "<num>") != side.end();
  };
  if (!both_long && (has_number(written) || has_number(meant))) return 0;
  // A kept word at the edge is a block of its own, unless a spinner made two words of
  // one ("content" -> "content material").
  for (const auto& [w, m] :
       {std::pair(&written.front(), &meant.front()), std::pair(&written.back(), &meant.back())}) {
    if (*w == *m && (both_long || is_function_word(*w))) return 0;
  }
  double p = kShape[written.size() - 1][meant.size() - 1];
  const bool shared = std::any_of(written.begin(), written.end(), [&](const std::string& w) {
    return std::find(meant.begin(), meant.end(), w) != meant.end();
  });
  if (shared) p *= both_long ? 0.02 : 0.5;
  // "the" does not replace a noun, nor a noun "the".
  const auto all_function = [](Words side) {
    return std::all_of(side.begin(), side.end(),
                       [](const std::string& w) { return is_function_word(w); });
  };
  if (all_function(written) != all_function(meant)) p *= 0.1;
  if (one_word) {
    const std::string_view w = written[0];
    const std::string_view m = meant[0];
    if (w.substr(0, 4) == m.substr(0, 4)) p *= 10;  // another form of the word
    if (ending(w) == ending(m)) p *= 2;
    const int listings = options.listings ? options.listings(written[0], meant[0]) : 0;
    if (listings > 0) p *= listings > 1 ? kListedTwice : kListed;
  }
  return p;
}

double learned_weight(std::size_t written, std::size_t meant) {
  double weight = written + meant == 2 ? kLearned : kLearnedLong;
  if (meant > written) weight *= kLearnedShorter;
  for (std::size_t i = 1; i < std::min(written, meant); ++i) weight *= kLearnedParallel;
  return weight;
}

// A possible block between two places of the lattice of a pair. Places are
// numbered row by row, so every arc leads to a higher number.
struct BlockArc {
  std::uint32_t swap = 0;  // into Blocks::list; kNoSwap where a word is dropped
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  float own = 0;  // expected uses here, as of the last iteration
};
constexpr std::uint32_t kNoSwap = ~0U;

struct PairBlock {
  double prior = 0;
  std::uint32_t written = 0;  // number of the written side
  double learned = 0;         // weight of what other pairs say
  bool kept = false;
};

class PairAligner {
 public:
  PairAligner(std::span<const PhrasePair> pairs, const AlignOptions& options)
      : pairs_(pairs), options_(options) {
    arcs_.resize(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) add(pairs[i], arcs_[i]);
    counts_.assign(blocks_.size(), 0);
    totals_.assign(written_.size(), 0);
  }

  void iterate() {
    std::vector<double> counts(blocks_.size(), 0);
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      expect(pairs_[i], arcs_[i]);
      for (const BlockArc& arc : arcs_[i]) {
        if (arc.swap != kNoSwap) counts[arc.swap] += pairs_[i].weight * double{arc.own};
      }
    }
    counts_ = std::move(counts);
    totals_.assign(written_.size(), 0);
    for (std::size_t b = 0; b < blocks_.size(); ++b) totals_[blocks_[b].written] += counts_[b];
  }

  std::vector<SwapCount> swaps(double min_count) const {
    std::vector<SwapCount> out;
    for (const auto& [sides, number] : ids_) {
      if (counts_[number] < min_count) continue;
      out.push_back({sides.first, sides.second, counts_[number]});
    }
    return out;
  }

 private:
  using Side = std::vector<std::string>;

  std::uint32_t block(Words written, Words meant) {
    Side w(written.begin(), written.end());
    Side m(meant.begin(), meant.end());
    const auto [side, new_side] = written_.try_emplace(w, std::uint32_t(written_.size()));
    const auto [at, new_block] =
        ids_.try_emplace({std::move(w), std::move(m)}, std::uint32_t(blocks_.size()));
    if (new_block) {
      blocks_.push_back({.prior = prior(written, meant, options_),
                         .written = side->second,
                         .learned = learned_weight(written.size(), meant.size()),
                         .kept = at->first.first == at->first.second});
    }
    return at->second;
  }

  void add(const PhrasePair& pair, std::vector<BlockArc>& arcs) {
    const Words w(pair.written);
    const Words m(pair.meant);
    const std::size_t row = m.size() + 1;
    const auto arc = [&](std::uint32_t swap, std::size_t from, std::size_t to) {
      arcs.push_back({swap, std::uint16_t(from), std::uint16_t(to), 0});
    };
    for (std::size_t i = 0; i <= w.size(); ++i) {
      for (std::size_t j = 0; j <= m.size(); ++j) {
        const std::size_t at = i * row + j;
        if (i < w.size()) arc(kNoSwap, at, at + row);
        if (j < m.size()) arc(kNoSwap, at, at + 1);
        for (std::size_t a = 1; a <= std::min(kMaxWrittenWords, w.size() - i); ++a) {
          for (std::size_t b = 1; b <= std::min(kMaxMeantWords, m.size() - j); ++b) {
            const std::uint32_t id = block(w.subspan(i, a), m.subspan(j, b));
            if (blocks_[id].prior > 0) arc(id, at, at + a * row + b);
          }
        }
      }
    }
  }

  // Likelihood of a block given all pairs but the one that used it `own` times.
  double likelihood(std::uint32_t number, double own, double own_written) const {
    const PairBlock& block = blocks_[number];
    if (block.kept) return block.prior;
    const double count = std::max(0.0, counts_[number] - own);
    const double total = std::max(count, totals_[block.written] - own_written);
    return block.prior + block.learned * count / (total + kDoubt);
  }

  // Sets BlockArc::own by the forward-backward sums over the lattice of the pair.
  void expect(const PhrasePair& pair, std::vector<BlockArc>& arcs) {
    own_blocks_.clear();
    own_written_.clear();
    for (const BlockArc& arc : arcs) {
      if (arc.swap == kNoSwap) continue;
      const double own = pair.weight * double{arc.own};
      own_blocks_[arc.swap] += own;
      own_written_[blocks_[arc.swap].written] += own;
    }
    const std::size_t places = (pair.written.size() + 1) * (pair.meant.size() + 1);
    forward_.assign(places, 0);
    backward_.assign(places, 0);
    weight_.resize(arcs.size());
    forward_.front() = 1;
    backward_.back() = 1;
    for (std::size_t k = 0; k < arcs.size(); ++k) {
      const BlockArc& arc = arcs[k];
      weight_[k] = arc.swap == kNoSwap ? kDropped
                                       : likelihood(arc.swap, own_blocks_[arc.swap],
                                                    own_written_[blocks_[arc.swap].written]);
      forward_[arc.to] += forward_[arc.from] * weight_[k];
    }
    for (std::size_t k = arcs.size(); k-- > 0;) {
      backward_[arcs[k].from] += backward_[arcs[k].to] * weight_[k];
    }
    for (std::size_t k = 0; k < arcs.size(); ++k) {
      BlockArc& arc = arcs[k];
      arc.own =
          static_cast<float>(forward_[arc.from] * weight_[k] * backward_[arc.to] / forward_.back());
    }
  }

  std::span<const PhrasePair> pairs_;
  const AlignOptions& options_;
  std::vector<std::vector<BlockArc>> arcs_;  // of each pair
  std::map<std::pair<Side, Side>, std::uint32_t> ids_;
  std::map<Side, std::uint32_t> written_;
  std::vector<PairBlock> blocks_;
  std::vector<double> counts_;  // of each block
  std::vector<double> totals_;  // of each written side
  // Scratch of expect().
  std::unordered_map<std::uint32_t, double> own_blocks_, own_written_;
  std::vector<double> forward_, backward_, weight_;
};

}  // namespace

std::vector<SwapCount> align(std::span<const PhrasePair> pairs, const AlignOptions& options) {
  PairAligner aligner(pairs, options);
  for (int i = 0; i < options.iterations; ++i) aligner.iterate();
  return aligner.swaps(options.min_count);
}

}  // namespace despin::train
