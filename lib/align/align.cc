#include "lib/align/align.h"

#include <algorithm>

#include "lib/align/passages.h"
#include "lib/base/exact_math.h"

namespace despin::align {
namespace {

// Suspect words aligned in one matrix; a longer segment is cut at a kept word.
constexpr std::uint32_t kMaxRows = 2048;
// A passage might have begun at any pair of words: its evidence must pay for that, and
// more.
constexpr double kMinPassageNats = 12;
constexpr double kMarginNats = 3;

class Aligner {
 public:
  Aligner(std::span<const Word> original, std::span<const Word> suspect,
          const Dictionary& dictionary, Scratch& scratch, Alignment& out)
      : original_(original),
        suspect_(suspect),
        dictionary_(dictionary),
        scratch_(scratch),
        out_(out) {}

  void run() {
    find_anchors(original_, suspect_, scratch_.seeds, scratch_.anchors);
    chain_anchors(scratch_.anchors, original_, suspect_, scratch_.chains, scratch_.blocks);
    find_segments();
    const double places =
        static_cast<double>(original_.size()) * static_cast<double>(suspect_.size());
    min_nats_ = std::max(kMinPassageNats, base::exact_log(places) + kMarginNats);
    for (std::uint32_t s = 0; s < scratch_.segments.size(); ++s) align_segment(s);
    mark_moved(out_);
  }

 private:
  // Neighbouring blocks of one chain; each owns its words of the original.
  void find_segments() {
    const auto& blocks = scratch_.blocks;
    scratch_.segments.clear();
    scratch_.owner.assign(original_.size(), 0);
    for (std::uint32_t first = 0; first < blocks.size();) {
      std::uint32_t last = first + 1;
      while (last < blocks.size() && blocks[last].chain == blocks[first].chain) ++last;
      scratch_.segments.emplace_back(first, last);
      const auto own = static_cast<std::uint32_t>(scratch_.segments.size());
      for (std::uint32_t b = first; b < last; ++b) {
        for (std::uint32_t k = 0; k < blocks[b].size; ++k) {
          scratch_.owner[blocks[b].original + k] = own;
        }
      }
      first = last;
    }
  }

  void align_segment(std::uint32_t segment) {
    const auto [first, last] = scratch_.segments[segment];
    const std::span<Block> blocks(scratch_.blocks.data() + first, last - first);
    const auto suspect_end = segment + 1 < scratch_.segments.size()
                                 ? scratch_.blocks[last].suspect
                                 : static_cast<std::uint32_t>(suspect_.size());
    scratch_.steps.clear();
    PathEnds ends;
    std::size_t begin = 0;
    while (begin < blocks.size()) {
      std::size_t end = begin + 1;
      const std::uint32_t limit = blocks[begin].suspect + kMaxRows;
      while (end < blocks.size() && blocks[end].suspect < limit) ++end;
      Block rest{};
      Block& cut = blocks[end - 1];
      ends.free_end = end == blocks.size() && cut.suspect_end() <= limit;
      if (cut.suspect_end() > limit) {
        rest = cut;
        cut.size = limit - cut.suspect;
        rest.original += cut.size;
        rest.suspect += cut.size;
        rest.size -= cut.size;
      }
      // The next matrix begins where this one must end.
      align_blocks(blocks.subspan(begin, end - begin),
                   {ends.free_start ? free_from_ : blocks[begin].suspect,
                    ends.free_end ? suspect_end : cut.suspect_end()},
                   segment + 1, ends);
      ends.free_start = false;
      begin = end;
      if (rest.size > 0) {
        cut = rest;
        --begin;
      } else if (begin < blocks.size()) {
        // Bridge the gap: the next blocks begin at the last word of these.
        --begin;
        cut.original = cut.original_end();
        cut.suspect = cut.suspect_end();
        cut.size = 0;
      }
    }
    const std::size_t first_passage = out_.passages.size();
    add_passages(scratch_.steps, min_nats_, out_);
    for (std::size_t k = first_passage; k < out_.passages.size(); ++k) claim(k, segment + 1);
  }

  void align_blocks(std::span<const Block> blocks, Range suspect, std::uint32_t own,
                    PathEnds ends) {
    make_band(blocks, suspect, static_cast<std::uint32_t>(original_.size()), scratch_.band);
    find_links(original_, suspect_, blocks, scratch_.band, dictionary_, scratch_.linking,
               scratch_.links);
    find_path(original_, suspect_, scratch_.band, scratch_.links, scratch_.owner, own, ends,
              scratch_.paths, scratch_.steps);
  }

  void claim(std::size_t index, std::uint32_t own) {
    const Passage& passage = out_.passages[index];
    free_from_ = passage.suspect.end;
    for (std::uint32_t k = passage.first_pair; k < passage.last_pair; ++k) {
      const Range words = out_.pairs[k].original;
      for (std::uint32_t i = words.begin; i < words.end; ++i) scratch_.owner[i] = own;
    }
  }

  std::span<const Word> original_;
  std::span<const Word> suspect_;
  const Dictionary& dictionary_;
  Scratch& scratch_;
  Alignment& out_;
  double min_nats_ = 0;
  std::uint32_t free_from_ = 0;  // first suspect word that no passage has
};

}  // namespace

void align(std::span<const Word> original, std::span<const Word> suspect,
           const Dictionary& dictionary, Scratch& scratch, Alignment& out) {
  out.clear();
  if (original.empty() || suspect.empty()) return;
  Aligner(original, suspect, dictionary, scratch, out).run();
}

}  // namespace despin::align
