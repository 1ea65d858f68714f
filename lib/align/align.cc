#include "lib/align/align.h"

#include <algorithm>

#include "lib/align/passages.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

// Suspect words aligned in one matrix; a longer segment is cut at a kept word.
constexpr std::uint32_t kMaxRows = 2048;
// The second pass takes what the first left: in it, more words are rare.
constexpr int kPasses = 2;
constexpr std::ptrdiff_t kMinFreeWords = 3;

class TextAligner {
 public:
  TextAligner(std::span<const Word> original, std::span<const Word> suspect,
              const Dictionary& dictionary, AlignScratch& scratch, Alignment& out,
              base::Budget* budget)
      : original_(original),
        suspect_(suspect),
        dictionary_(dictionary),
        parameters_(*dictionary.parameters),
        rules_(parameters_.passages),
        scratch_(scratch),
        out_(out),
        budget_(budget) {}

  void run() {
    scratch_.original_owner.assign(original_.size(), 0);
    scratch_.suspect_owner.assign(suspect_.size(), 0);
    for (int pass = 0; pass < kPasses; ++pass) {
      const std::size_t found = out_.passages.size();
      align_rest();
      if (base::ended(budget_)) return;
      if (out_.passages.size() == found) break;
    }
    sort_passages();
    join_passages();
    mark_moved(out_);
  }

 private:
  // Passages that follow each other on both sides with little between are one, whatever
  // their words say: a run of swaps hides no other source.
  void join_passages() {
    auto& passages = out_.passages;
    std::vector<WordPair>& pairs = scratch_.pairs;
    pairs.clear();
    std::size_t kept = 0;
    for (std::size_t k = 0; k < passages.size(); ++k) {
      const AlignedPassage next = passages[k];
      if (kept > 0 && follows(passages[kept - 1], next)) {
        AlignedPassage& whole = passages[kept - 1];
        align_between(whole, next);
        if (base::ended(budget_)) return;
        add_pairs(scratch_.steps, rules_, pairs);
        for (const PathStep& step : scratch_.steps) whole.nats += static_cast<double>(step.nats);
        whole.original.end = next.original.end;
        whole.suspect.end = next.suspect.end;
        whole.nats += next.nats;
      } else {
        passages[kept] = next;
        passages[kept].first_pair = static_cast<std::uint32_t>(pairs.size());
        ++kept;
      }
      pairs.insert(pairs.end(), out_.pairs.begin() + next.first_pair,
                   out_.pairs.begin() + next.last_pair);
      passages[kept - 1].last_pair = static_cast<std::uint32_t>(pairs.size());
    }
    passages.resize(kept);
    std::swap(out_.pairs, pairs);
  }

  bool follows(const AlignedPassage& a, const AlignedPassage& b) const {
    if (b.original.begin < a.original.end) return false;
    const std::uint32_t original = b.original.begin - a.original.end;
    const std::uint32_t suspect = b.suspect.begin - a.suspect.end;
    if (std::max(original, suspect) > rules_.max_joined_words) return false;
    for (std::uint32_t i = a.original.end; i < b.original.begin; ++i) {
      if (scratch_.original_owner[i] != 0) return false;
    }
    return true;
  }

  void align_between(const AlignedPassage& a, const AlignedPassage& b) {
    const ChainBlock ends[2] = {{a.original.end, a.suspect.end, 0, 0},
                                {b.original.begin, b.suspect.begin, 0, 0}};
    scratch_.steps.clear();
    align_blocks(ends, {a.suspect.end, b.suspect.begin}, 0, {false, false});
  }

  // Aligns what no passage has yet.
  void align_rest() {
    const auto free = [](const std::vector<std::uint32_t>& owner) {
      return std::count(owner.begin(), owner.end(), 0U);
    };
    const std::ptrdiff_t original_free = free(scratch_.original_owner);
    const std::ptrdiff_t suspect_free = free(scratch_.suspect_owner);
    if (std::min(original_free, suspect_free) < kMinFreeWords) return;
    const UsedWords taken{scratch_.original_owner, scratch_.suspect_owner};
    find_anchors(original_, suspect_, taken, parameters_, scratch_.seeds, scratch_.anchors,
                 budget_);
    if (base::ended(budget_)) return;
    chain_anchors(scratch_.anchors, suspect_, taken, parameters_, scratch_.chains, scratch_.blocks,
                  budget_);
    if (base::ended(budget_)) return;
    const double places = static_cast<double>(original_free) * static_cast<double>(suspect_free);
    const double least = out_.passages.empty() ? rules_.min_nats : rules_.min_further_nats;
    min_nats_ = std::max(least, base::exact_log(places) + rules_.margin_nats);
    find_segments();
    for (std::uint32_t s = 0; s < scratch_.segments.size(); ++s) {
      align_segment(s);
      if (base::ended(budget_)) return;
    }
    first_own_ += static_cast<std::uint32_t>(scratch_.segments.size());
  }

  // Neighboring blocks of one chain; each owns its words.
  void find_segments() {
    const auto& blocks = scratch_.blocks;
    scratch_.segments.clear();
    for (std::uint32_t first = 0; first < blocks.size();) {
      std::uint32_t last = first + 1;
      while (last < blocks.size() && blocks[last].chain == blocks[first].chain) ++last;
      scratch_.segments.emplace_back(first, last);
      own_blocks({first, last}, first_own_ + static_cast<std::uint32_t>(scratch_.segments.size()));
      first = last;
    }
  }

  void own_blocks(WordRange blocks, std::uint32_t own) {
    for (std::uint32_t b = blocks.begin; b < blocks.end; ++b) {
      const ChainBlock& block = scratch_.blocks[b];
      for (std::uint32_t k = 0; k < block.size; ++k) {
        scratch_.original_owner[block.original + k] = own;
        scratch_.suspect_owner[block.suspect + k] = own;
      }
    }
  }

  void align_segment(std::uint32_t segment) {
    const auto [first, last] = scratch_.segments[segment];
    const std::uint32_t own = first_own_ + segment + 1;
    const std::span<const ChainBlock> blocks(scratch_.blocks.data() + first, last - first);
    const WordRange original{blocks.front().original, blocks.back().original_end()};
    const WordRange suspect{blocks.front().suspect, blocks.back().suspect_end()};
    scratch_.steps.clear();
    align_pieces(blocks, free_around(suspect), own);
    if (base::ended(budget_)) return;
    disown(scratch_.original_owner, original, own);
    disown(scratch_.suspect_owner, suspect, own);
    const std::size_t first_passage = out_.passages.size();
    add_passages(scratch_.steps, rules_, min_nats_, out_);
    for (std::size_t k = first_passage; k < out_.passages.size(); ++k) claim(k, own);
  }

  // A matrix for each piece of at most kMaxRows rows; the next one begins where the last must end.
  void align_pieces(std::span<const ChainBlock> blocks, WordRange reach, std::uint32_t own) {
    std::vector<ChainBlock>& piece = scratch_.piece;
    ChainBlock rest = blocks.front();  // what is left of the block that the last piece ended in
    PathEnds ends;
    for (std::size_t next = 1; true; ends.free_start = false) {
      const std::uint32_t begin = rest.suspect;
      piece.assign(1, rest);
      while (next < blocks.size() && blocks[next].suspect < begin + kMaxRows) {
        piece.push_back(blocks[next++]);
      }
      rest = cut_at(begin + kMaxRows, piece.back());
      ends.free_end = next == blocks.size() && rest.size == 0;
      align_blocks(piece,
                   {ends.free_start ? reach.begin : begin,
                    ends.free_end ? reach.end : piece.back().suspect_end()},
                   own, ends);
      if (ends.free_end || base::ended(budget_)) return;
    }
  }

  // What of a block is beyond this word of the suspect, without words if nothing is: then the next
  // piece bridges the gap that follows.
  static ChainBlock cut_at(std::uint32_t limit, ChainBlock& block) {
    ChainBlock rest = block;
    block.size = std::min(block.size, limit - block.suspect);
    rest.original += block.size;
    rest.suspect += block.size;
    rest.size -= block.size;
    return rest;
  }

  void align_blocks(std::span<const ChainBlock> blocks, WordRange suspect, std::uint32_t own,
                    PathEnds ends) {
    make_band(blocks, suspect, static_cast<std::uint32_t>(original_.size()), scratch_.band);
    find_links(original_, suspect_, blocks, scratch_.band, dictionary_, scratch_.linking,
               scratch_.links, budget_);
    if (base::ended(budget_)) return;
    find_path({original_, suspect_, scratch_.band, scratch_.links, scratch_.original_owner, own,
               ends, dictionary_.shares(), parameters_.costs, budget_},
              scratch_.paths, scratch_.steps);
  }

  // A range of the suspect and the words on both its sides that may belong to it.
  WordRange free_around(WordRange range) const {
    const auto& owner = scratch_.suspect_owner;
    for (std::uint32_t n = 0; n < kReach && range.begin > 0 && owner[range.begin - 1] == 0; ++n) {
      --range.begin;
    }
    for (std::uint32_t n = 0; n < kReach && range.end < owner.size() && owner[range.end] == 0;
         ++n) {
      ++range.end;
    }
    return range;
  }

  static void disown(std::vector<std::uint32_t>& owner, WordRange range, std::uint32_t own) {
    for (std::uint32_t k = range.begin; k < range.end; ++k) {
      if (owner[k] == own) owner[k] = 0;
    }
  }

  // A passage owns what it stands in and the words it stands for; what it dropped may
  // stand elsewhere.
  void claim(std::size_t index, std::uint32_t own) {
    const AlignedPassage& passage = out_.passages[index];
    for (std::uint32_t j = passage.suspect.begin; j < passage.suspect.end; ++j) {
      scratch_.suspect_owner[j] = own;
    }
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const WordRange words = out_.pairs[k].original;
      for (std::uint32_t i = words.begin; i < words.end; ++i) scratch_.original_owner[i] = own;
    }
  }

  void sort_passages() {
    const auto earlier = [](const AlignedPassage& a, const AlignedPassage& b) {
      return a.suspect.begin < b.suspect.begin;
    };
    if (std::is_sorted(out_.passages.begin(), out_.passages.end(), earlier)) return;
    std::sort(out_.passages.begin(), out_.passages.end(), earlier);
    scratch_.pairs.clear();
    for (AlignedPassage& passage : out_.passages) {
      const auto first = static_cast<std::uint32_t>(scratch_.pairs.size());
      scratch_.pairs.insert(scratch_.pairs.end(), out_.pairs.begin() + passage.first_pair,
                            out_.pairs.begin() + passage.last_pair);
      passage.first_pair = first;
      passage.last_pair = static_cast<std::uint32_t>(scratch_.pairs.size());
    }
    std::swap(out_.pairs, scratch_.pairs);
  }

  std::span<const Word> original_;
  std::span<const Word> suspect_;
  const Dictionary& dictionary_;
  const Parameters& parameters_;
  const PassageRules& rules_;
  AlignScratch& scratch_;
  Alignment& out_;
  base::Budget* budget_;
  double min_nats_ = 0;
  std::uint32_t first_own_ = 0;  // owners of earlier passes
};

}  // namespace

void align(std::span<const Word> original, std::span<const Word> suspect,
           const Dictionary& dictionary, AlignScratch& scratch, Alignment& out,
           base::Budget* budget) {
  out.clear();
  if (original.empty() || suspect.empty()) return;
  TextAligner(original, suspect, dictionary, scratch, out, budget).run();
}

}  // namespace despin::align
