#include "lib/align/links.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "lib/align/costs.h"
#include "lib/text/inflection.h"

namespace despin::align {
namespace {

using Words = std::span<const Word>;

constexpr std::uint64_t kRowUnits = 4;  // of a Budget, for what begins at one word

// Whether a word may be among some others: a Bloom filter of one hash.
struct BloomFilter {
  std::array<std::uint64_t, 4> bits{};
  static std::uint32_t place(WordId word) { return (word * 0x9E3779B1U) >> 24; }
  void add(WordId word) { bits[place(word) >> 6] |= std::uint64_t{1} << (place(word) & 63U); }
  bool may_have(WordId word) const {
    return (bits[place(word) >> 6] >> (place(word) & 63U) & 1U) != 0;
  }
};

bool share_lemma(std::string_view a, std::string_view b) {
  std::vector<text::Morphology> of_a;
  std::vector<text::Morphology> of_b;
  text::morphology(a, of_a);
  text::morphology(b, of_b);
  return std::any_of(of_a.begin(), of_a.end(), [&](const text::Morphology& x) {
    return std::any_of(of_b.begin(), of_b.end(),
                       [&](const text::Morphology& y) { return x.lemma == y.lemma; });
  });
}

// One side as what may have been written, the other as what may have been meant.
struct LinkSide {
  Words words;
  const std::vector<std::uint8_t>& kept;
  std::uint32_t first = 0;  // of `kept`
  bool gap(std::uint32_t at) const { return kept[at - first] == 0; }
};

class LinkFinder {
 public:
  LinkFinder(Words original, Words suspect, const Band& band, const Dictionary& dictionary,
             LinkScratch& scratch, std::vector<Link>& out)
      : original_{original, scratch.original_kept, band.lo.front()},
        suspect_{suspect, scratch.suspect_kept, band.first_row},
        band_(band),
        channel_(*dictionary.channel),
        vocabulary_(*dictionary.vocabulary),
        shares_(dictionary.shares()),
        costs_(dictionary.parameters->costs),
        explained_(scratch.original_explained),
        first_meant_(scratch.first_meant),
        out_(out) {}

  void run(base::Budget* budget) {
    for (std::uint32_t j = band_.first_row; j < band_.last_row(); ++j) {
      if (!base::may_go_on(budget, kRowUnits)) return;
      const WordRange columns{band_.low(j), std::min(band_.high(j) + 1, band_.hi.back())};
      find_from(suspect_, j, band_.last_row(), original_, columns, LinkKind::kListed);
      if (suspect_.gap(j)) find_inflections(j, columns);
    }
    // What the suspect's own words explain need not be asked the other way round.
    explained_.assign(band_.hi.back() - band_.lo.front(), 0);
    for (const Link& link : out_) {
      for (std::uint32_t k = 1; k <= link.original_size; ++k) {
        explained_[link.original_end - k - band_.lo.front()] = 1;
      }
    }
    std::uint32_t begin = band_.first_row;
    std::uint32_t end = band_.first_row;
    for (std::uint32_t i = band_.lo.front(); i < band_.hi.back(); ++i) {
      if (explained_[i - band_.lo.front()] != 0) continue;
      if (!base::may_go_on(budget, kRowUnits)) return;
      while (band_.high(begin) < i) ++begin;
      while (end < band_.last_row() && band_.low(end + 1) <= i) ++end;
      find_from(original_, i, band_.hi.back(), suspect_,
                {begin, std::min(end + 1, band_.last_row())}, LinkKind::kReversed);
    }
    std::sort(out_.begin(), out_.end(), [](const Link& a, const Link& b) {
      if (a.suspect_end != b.suspect_end) return a.suspect_end < b.suspect_end;
      if (a.original_end != b.original_end) return a.original_end < b.original_end;
      return a.nats > b.nats;
    });
  }

 private:
  // Forms that begin at `at`, meant by what begins in `window`.
  void find_from(const LinkSide& written, std::uint32_t at, std::uint32_t limit,
                 const LinkSide& meant, WordRange window, LinkKind kind) {
    if (window.empty()) return;
    const std::uint32_t reach = std::min(channel_.longest_from(written.words[at].word), limit - at);
    bool gap = false;
    BloomFilter filter;
    std::array<WordId, channel::kMaxWrittenWords> form{};
    for (std::uint32_t size = 1; size <= reach; ++size) {
      form[size - 1] = written.words[at + size - 1].word;
      if (!gap && written.gap(at + size - 1)) {
        gap = true;
        for (std::uint32_t k = window.begin; k < window.end; ++k) filter.add(meant.words[k].word);
      }
      if (!gap) continue;
      const auto found = channel_.find(std::span<const WordId>(form.data(), size));
      if (!found) continue;
      const std::uint32_t first = channel_.first_entry(*found);
      first_meant_.clear();
      channel_.list_first_meant(first, channel_.last_entry(*found), first_meant_);
      for (std::uint32_t n = 0; n < first_meant_.size(); ++n) {
        if (!filter.may_have(first_meant_[n])) continue;
        const std::uint32_t entry = first + n;
        const channel::Meant words = channel_.meant(entry);
        for (std::uint32_t k = window.begin; k < window.end; ++k) {
          if (stands_at(words, meant, k)) {
            add(at, size, k, words.size, listed_nats(channel_.weight_nats(entry), shares_, costs_),
                kind);
          }
        }
      }
    }
  }

  static bool stands_at(const channel::Meant& meant, const LinkSide& side, std::uint32_t at) {
    for (std::uint32_t k = 0; k < meant.size; ++k) {
      if (at + k >= side.first + side.kept.size() || side.words[at + k].word != meant.words[k]) {
        return false;
      }
    }
    return true;
  }

  void find_inflections(std::uint32_t j, WordRange columns) {
    const Word& word = suspect_.words[j];
    if (word.word < kFirstPlainWord || (word.flags & (kNumber | kFunctionWord)) != 0) return;
    const std::string_view spelled = vocabulary_.word(word.word);
    for (std::uint32_t i = columns.begin; i < columns.end; ++i) {
      const Word& other = original_.words[i];
      if (!original_.gap(i) || other.word < kFirstPlainWord || other.key == word.key ||
          (other.flags & (kNumber | kFunctionWord)) != 0) {
        continue;
      }
      const std::string_view other_spelled = vocabulary_.word(other.word);
      if (spelled.substr(0, 2) == other_spelled.substr(0, 2) &&
          share_lemma(spelled, other_spelled)) {
        add(j, 1, i, 1, costs_.inflected_nats, LinkKind::kInflected);
      }
    }
  }

  void add(std::uint32_t written, std::uint32_t written_size, std::uint32_t meant,
           std::uint32_t meant_size, float nats, LinkKind kind) {
    Link link;
    const bool reversed = kind == LinkKind::kReversed;
    link.kind = kind;
    link.suspect_size = static_cast<std::uint8_t>(reversed ? meant_size : written_size);
    link.original_size = static_cast<std::uint8_t>(reversed ? written_size : meant_size);
    link.suspect_end = (reversed ? meant : written) + link.suspect_size;
    link.original_end = (reversed ? written : meant) + link.original_size;
    if (!band_.has(link.suspect_end, link.original_end)) return;
    link.nats = nats;
    for (std::uint32_t k = 1; k <= link.suspect_size; ++k) {
      link.nats += surprise(suspect_.words[link.suspect_end - k], costs_);
    }
    out_.push_back(link);
  }

  LinkSide original_;
  LinkSide suspect_;
  const Band& band_;
  const channel::Channel& channel_;
  const format::Vocabulary& vocabulary_;
  const Shares shares_;
  const EditCosts costs_;
  std::vector<std::uint8_t>& explained_;
  std::vector<WordId>& first_meant_;
  std::vector<Link>& out_;
};

}  // namespace

void find_links(std::span<const Word> original, std::span<const Word> suspect,
                std::span<const ChainBlock> blocks, const Band& band, const Dictionary& dictionary,
                LinkScratch& scratch, std::vector<Link>& out, base::Budget* budget) {
  out.clear();
  scratch.original_kept.assign(band.hi.back() - band.lo.front(), 0);
  scratch.suspect_kept.assign(band.last_row() - band.first_row, 0);
  for (const ChainBlock& block : blocks) {
    for (std::uint32_t k = 0; k < block.size; ++k) {
      scratch.original_kept[block.original + k - band.lo.front()] = 1;
      scratch.suspect_kept[block.suspect + k - band.first_row] = 1;
    }
  }
  LinkFinder(original, suspect, band, dictionary, scratch, out).run(budget);
}

}  // namespace despin::align
