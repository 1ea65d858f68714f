#include "lib/detect/meaning_ranks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/base/exact_math.h"

namespace despin::detect {
namespace {

// Entries of a form asked about. No form of the English model has more than 64; in a corrupt
// model each may have all there are.
constexpr std::uint32_t kMaxEntries = 256;

// The text with its likeliest swaps of one word for one taken back.
void restore(const Analysis& analysis, float floor, std::vector<decode::InputWord>& input_words) {
  input_words = analysis.input_words;
  for (const decode::SwapSpan& span : analysis.decoding.spans) {
    if (span.end - span.begin != 1 || span.posterior <= floor) continue;
    const channel::Meant& meant = analysis.decoding.candidates[span.first_candidate].meant;
    if (meant.size == 1) input_words[span.begin].word = meant.words[0];
  }
}

// The restored text around one place after the other.
class RestoredContext {
 public:
  RestoredContext(Analysis& analysis, const lm::NgramModel& ngrams, const cloze::ClozeNet& net,
                  const decode::RankParameters& rank)
      : rank_(rank), ngrams_(&ngrams), net_(&net), scratch_(&analysis.scratch) {
    restore(analysis, rank.restored_posterior, analysis.restored);
    input_words_ = analysis.restored;
  }

  // Places are gone to in rising order.
  void go_to(std::size_t place) {
    place_ = place;
    block_begin_ = place / decode::kBlock * decode::kBlock;
    if (place >= block_end_) {
      block_end_ = std::min(input_words_.size(), block_begin_ + decode::kBlock);
      decode::read_block(input_words_.subspan(block_begin_, block_end_ - block_begin_), *net_,
                         *scratch_);
    }
    std::size_t at = place;
    while (at > 0 && place - at < rank_.before && !begins_sentence(at)) --at;
    before_ = begins_sentence(at) ? ngrams_->begin_state() : ngrams_->empty_state();
    lm::State next;
    for (; at < place; ++at) {
      ngrams_->score(before_, input_words_[at].word, next);
      before_ = next;
    }
  }

  // How well a word suits the place, less how common it is.
  double fit(WordId word) const {
    lm::State state;
    auto ngrams = static_cast<double>(ngrams_->score(before_, word, state));
    const std::size_t last = std::min(input_words_.size(), place_ + 1 + rank_.after);
    lm::State next;
    for (std::size_t at = place_ + 1; at < last && !begins_sentence(at); ++at) {
      ngrams += static_cast<double>(ngrams_->score(state, input_words_[at].word, next));
      state = next;
    }
    const double around =
        net_->has(word)
            ? static_cast<double>(net_->ln_p(scratch_->cloze, place_ - block_begin_, word))
            : rank_.unknown_ln_p;
    return rank_.ngrams * ngrams + rank_.net * around +
           rank_.unigram * static_cast<double>(ngrams_->unigram(word));
  }

  const decode::RankParameters& rank() const { return rank_; }

 private:
  bool begins_sentence(std::size_t at) const { return at == 0 || input_words_[at].begins_sentence; }

  decode::RankParameters rank_;
  std::span<const decode::InputWord> input_words_;
  const lm::NgramModel* ngrams_;
  const cloze::ClozeNet* net_;
  decode::DecodeScratch* scratch_;  // what the network has read: [block_begin_, block_end_)
  std::size_t block_begin_ = 0;
  std::size_t block_end_ = 0;
  std::size_t place_ = 0;
  lm::State before_;
};

struct Ranked {
  channel::Meant meant;
  double nats = 0;
};

bool worse(const Ranked& a, const Ranked& b) { return a.nats < b.nats; }

double ln_share(const decode::Candidate& candidate) {
  return base::exact_log(std::max(1e-9, static_cast<double>(candidate.share)));
}

// The entries of one written word that mean one.
void rank_words(const RestoredContext& reading, WordId written, const channel::Channel& channel,
                const cloze::ClozeNet& net, std::vector<Ranked>& ranked) {
  const auto form = channel.find(std::span<const WordId>(&written, 1));
  if (!form) return;
  const std::uint32_t first = channel.first_entry(*form);
  const std::uint32_t last = channel.last_entry(*form);
  for (std::uint32_t e = first; e < last && e - first < kMaxEntries; ++e) {
    const channel::Meant meant = channel.meant(e);
    if (meant.size != 1) continue;
    const WordId word = meant.words[0];
    double nats =
        reading.fit(word) + reading.rank().channel * static_cast<double>(channel.weight_nats(e));
    if (net.has(word) && net.has(written)) {
      nats += reading.rank().cosine * static_cast<double>(net.cosine(written, word));
    }
    ranked.push_back({meant, nats});
  }
}

// The decoder's meanings of several words keep their odds against its best single one.
void add_phrases(std::span<const decode::Candidate> decoded, std::vector<Ranked>& ranked) {
  if (ranked.empty()) return;
  double base_nats = std::max_element(ranked.begin(), ranked.end(), worse)->nats;
  const auto single = std::find_if(decoded.begin(), decoded.end(),
                                   [](const decode::Candidate& c) { return c.meant.size == 1; });
  if (single != decoded.end()) {
    const auto same = std::find_if(ranked.begin(), ranked.end(), [&](const Ranked& r) {
      return r.meant.words[0] == single->meant.words[0];
    });
    if (same != ranked.end()) base_nats = same->nats - ln_share(*single);
  }
  for (const decode::Candidate& c : decoded) {
    if (c.meant.size > 1) ranked.push_back({c.meant, base_nats + ln_share(c)});
  }
}

}  // namespace

void rank_meanings(const lm::NgramModel& ngrams, const channel::Channel& channel,
                   const cloze::ClozeNet& net, Analysis& analysis,
                   const decode::RankParameters& rank) {
  decode::Decoding& decoding = analysis.decoding;
  RestoredContext reading(analysis, ngrams, net, rank);
  std::vector<decode::Candidate>& candidates = analysis.ranked;
  candidates.clear();
  std::vector<Ranked> ranked;
  for (decode::SwapSpan& span : decoding.spans) {
    const auto decoded =
        std::span<const decode::Candidate>(decoding.candidates)
            .subspan(span.first_candidate, span.last_candidate - span.first_candidate);
    const WordId written = analysis.input_words[span.begin].word;
    ranked.clear();
    if (span.end - span.begin == 1) {
      reading.go_to(span.begin);
      rank_words(reading, written, channel, net, ranked);
      add_phrases(decoded, ranked);
    }
    span.first_candidate = static_cast<std::uint32_t>(candidates.size());
    if (ranked.empty()) {
      candidates.insert(candidates.end(), decoded.begin(), decoded.end());
    } else {
      std::stable_sort(ranked.begin(), ranked.end(),
                       [](const Ranked& a, const Ranked& b) { return worse(b, a); });
      const double best = ranked.front().nats;
      double sum = 0;
      for (const Ranked& r : ranked) sum += base::exact_exp(r.nats - best);
      for (std::size_t i = 0; i < std::min<std::size_t>(ranked.size(), rank.max_candidates); ++i) {
        const double share = base::exact_exp(ranked[i].nats - best) / sum;
        candidates.push_back({ranked[i].meant, static_cast<float>(share)});
      }
      span.gain_nats = static_cast<float>(
          std::clamp(best - reading.fit(written), -rank.max_gain, rank.max_gain));
    }
    span.last_candidate = static_cast<std::uint32_t>(candidates.size());
  }
  decoding.candidates.swap(candidates);
}

}  // namespace despin::detect
