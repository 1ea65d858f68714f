#include "lib/decode/rescore.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "lib/base/exact_math.h"

namespace despin::decode {
namespace {

// Entries of a form asked about. No form of the English model has more than 64; in a corrupt
// model each may have all there are.
constexpr std::uint32_t kMaxEntries = 256;

// The text with its likeliest swaps of one word for one taken back.
void restore_words(std::span<const InputWord> words, const Decoding& decoding,
                   const RescoreModel& model, std::vector<InputWord>& out) {
  out.assign(words.begin(), words.end());
  for (const SwapSpan& span : decoding.spans) {
    if (span.end - span.begin != 1 || span.posterior <= model.rank.restored_posterior) continue;
    const channel::Meant meant =
        model.channel.meant(decoding.candidates[span.first_candidate].entry);
    if (meant.size == 1) out[span.begin].word = meant.words[0];
  }
}

// The restored text around one place after the other.
class RestoredContext {
 public:
  // REQUIRES: model.net.
  RestoredContext(std::span<const InputWord> written, const RescoreModel& model,
                  const BlockCloze& known, RescoreScratch& scratch, base::Budget* budget)
      : written_(written),
        restored_(scratch.restored),
        model_(model),
        known_(known),
        scratch_(scratch),
        budget_(budget) {}

  // Places are gone to in rising order. Where the budget ends, nothing may be asked about any.
  void go_to(std::size_t place) {
    place_ = place;
    if (place >= block_end_) enter_block(place / kBlock * kBlock);
    std::size_t at = place;
    while (at > 0 && place - at < model_.rank.before && !begins_sentence(at)) --at;
    before_ = begins_sentence(at) ? model_.ngrams.begin_state() : model_.ngrams.empty_state();
    lm::State next;
    for (; at < place; ++at) {
      model_.ngrams.score(before_, restored_[at].word, next);
      before_ = next;
    }
  }

  // How well a word suits the place, less how common it is.
  double fit(WordId word) const {
    const RankParameters& rank = model_.rank;
    lm::State state;
    auto ngrams = static_cast<double>(model_.ngrams.score(before_, word, state));
    const std::size_t last = std::min(restored_.size(), place_ + 1 + rank.after);
    lm::State next;
    for (std::size_t at = place_ + 1; at < last && !begins_sentence(at); ++at) {
      ngrams += static_cast<double>(model_.ngrams.score(state, restored_[at].word, next));
      state = next;
    }
    const double around =
        model_.net->has(word)
            ? static_cast<double>(model_.net->ln_p(*cloze_, place_ - block_begin_, word))
            : rank.unknown_ln_p;
    return rank.ngrams * ngrams + rank.net * around +
           rank.unigram * static_cast<double>(model_.ngrams.unigram(word));
  }

 private:
  void enter_block(std::size_t begin) {
    block_begin_ = begin;
    block_end_ = block_end(begin, restored_.size());
    if (known_.covers(block_begin_, block_end_) && is_as_written()) {
      cloze_ = &known_.cloze;
      return;
    }
    run_cloze(restored_.subspan(block_begin_, block_end_ - block_begin_), *model_.net,
              scratch_.cloze_input, scratch_.cloze, budget_);
    cloze_ = &scratch_.cloze;
  }

  bool is_as_written() const {
    return std::equal(restored_.begin() + static_cast<std::ptrdiff_t>(block_begin_),
                      restored_.begin() + static_cast<std::ptrdiff_t>(block_end_),
                      written_.begin() + static_cast<std::ptrdiff_t>(block_begin_),
                      [](const InputWord& a, const InputWord& b) { return a.word == b.word; });
  }

  bool begins_sentence(std::size_t at) const { return at == 0 || restored_[at].begins_sentence; }

  std::span<const InputWord> written_;
  std::span<const InputWord> restored_;
  const RescoreModel& model_;
  const BlockCloze& known_;
  RescoreScratch& scratch_;
  base::Budget* budget_;
  const cloze::Cloze* cloze_ = nullptr;  // of [block_begin_, block_end_)
  std::size_t block_begin_ = 0;
  std::size_t block_end_ = 0;
  std::size_t place_ = 0;
  lm::State before_;
};

struct RankedCandidate {
  std::uint32_t entry = 0;
  channel::Meant meant;
  double nats = 0;
};

bool worse(const RankedCandidate& a, const RankedCandidate& b) { return a.nats < b.nats; }

double ln_share(const Candidate& candidate) {
  return base::exact_log(std::max(1e-9, static_cast<double>(candidate.share)));
}

// The entries of one written word that mean one.
void rank_words(const RestoredContext& context, WordId written, const RescoreModel& model,
                std::vector<RankedCandidate>& ranked) {
  const auto form = model.channel.find(std::span<const WordId>(&written, 1));
  if (!form) return;
  const std::uint32_t first = model.channel.first_entry(*form);
  const std::uint32_t last = model.channel.last_entry(*form);
  for (std::uint32_t e = first; e < last && e - first < kMaxEntries; ++e) {
    const channel::Meant meant = model.channel.meant(e);
    if (meant.size != 1) continue;
    const WordId word = meant.words[0];
    double nats =
        context.fit(word) + model.rank.channel * static_cast<double>(model.channel.weight_nats(e));
    if (model.net->has(word) && model.net->has(written)) {
      nats += model.rank.cosine * static_cast<double>(model.net->cosine(written, word));
    }
    ranked.push_back({e, meant, nats});
  }
}

// The decoder's meanings of several words keep their odds against its best single one.
void add_phrases(std::span<const Candidate> decoded, const channel::Channel& channel,
                 std::vector<RankedCandidate>& ranked) {
  if (ranked.empty()) return;
  double base_nats = std::max_element(ranked.begin(), ranked.end(), worse)->nats;
  const auto single = std::find_if(decoded.begin(), decoded.end(), [&](const Candidate& c) {
    return channel.meant(c.entry).size == 1;
  });
  if (single != decoded.end()) {
    const WordId word = channel.meant(single->entry).words[0];
    const auto same = std::find_if(ranked.begin(), ranked.end(), [&](const RankedCandidate& r) {
      return r.meant.words[0] == word;
    });
    if (same != ranked.end()) base_nats = same->nats - ln_share(*single);
  }
  for (const Candidate& c : decoded) {
    const channel::Meant meant = channel.meant(c.entry);
    if (meant.size > 1) ranked.push_back({c.entry, meant, base_nats + ln_share(c)});
  }
}

// Appends the best with their shares of all. REQUIRES: ranked is not empty.
void append_best(std::vector<RankedCandidate>& ranked, std::size_t limit,
                 std::vector<Candidate>& out) {
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const RankedCandidate& a, const RankedCandidate& b) { return worse(b, a); });
  const double best = ranked.front().nats;
  double sum = 0;
  for (const RankedCandidate& r : ranked) sum += base::exact_exp(r.nats - best);
  for (std::size_t i = 0; i < std::min(ranked.size(), limit); ++i) {
    const double share = base::exact_exp(ranked[i].nats - best) / sum;
    out.push_back({ranked[i].entry, static_cast<float>(share)});
  }
}

void rerank_candidates(std::span<const InputWord> words, const RescoreModel& model,
                       const BlockCloze& known, RescoreScratch& scratch, Rescored& out,
                       base::Budget* budget) {
  Decoding& decoding = out.decoding;
  restore_words(words, decoding, model, scratch.restored);
  RestoredContext context(words, model, known, scratch, budget);
  std::vector<Candidate>& candidates = decoding.candidates;
  std::vector<RankedCandidate> ranked;
  for (std::size_t i = 0; i < decoding.spans.size(); ++i) {
    SwapSpan& span = decoding.spans[i];
    const auto decoded =
        std::span<const Candidate>(candidates)
            .subspan(span.first_candidate, span.last_candidate - span.first_candidate);
    const WordId written = words[span.begin].word;
    ranked.clear();
    if (span.end - span.begin == 1 && scratch.again[span.begin / kBlock] != 0) {
      context.go_to(span.begin);
      if (base::ended(budget)) return;
      rank_words(context, written, model, ranked);
      add_phrases(decoded, model.channel, ranked);
      if (!base::may_go_on(budget, 2 + ranked.size())) return;
    }
    if (ranked.empty()) continue;
    // Those it had before stay behind: of few blocks, and moving all would hold them twice.
    span.first_candidate = static_cast<std::uint32_t>(candidates.size());
    append_best(ranked, model.rank.max_candidates, candidates);
    span.last_candidate = static_cast<std::uint32_t>(candidates.size());
    out.rerank_gain_nats[i] = static_cast<float>(std::clamp(
        ranked.front().nats - context.fit(written), -model.rank.max_gain, model.rank.max_gain));
  }
}

// Chooses the blocks that are read again: all, or those with most words that look swapped.
void choose_blocks(std::size_t words, const Decoding& first, std::vector<std::uint8_t>& again) {
  const std::size_t blocks = (words + kBlock - 1) / kBlock;
  again.assign(blocks, 1);
  if (blocks <= kMaxRescoredBlocks) return;
  std::vector<double> swapped(blocks, 0);
  for (std::size_t i = 0; i < words; ++i) {
    swapped[i / kBlock] += static_cast<double>(first.words[i].swapped);
  }
  std::vector<std::size_t> order(blocks);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return swapped[a] > swapped[b]; });
  for (std::size_t i = kMaxRescoredBlocks; i < blocks; ++i) again[order[i]] = 0;
}

}  // namespace

void rescore(std::span<const InputWord> words, const RescoreModel& model, const Decoding& first,
             const BlockCloze& known, DecodeScratch& decoding, RescoreScratch& scratch,
             Rescored& out, base::Budget* budget) {
  choose_blocks(words.size(), first, scratch.again);
  const Decoder decoder(model.ngrams, model.channel, model.options, model.net);
  out.decoding.clear();
  out.decoding.words.reserve(words.size());
  if (scratch.again.size() > kMaxRescoredBlocks) {
    // Room for the blocks that are read again, whose spans and candidates are more.
    constexpr std::size_t kMore = 2 * kMaxRescoredBlocks * kBlock;
    out.decoding.spans.reserve(first.spans.size() + kMore);
    out.decoding.candidates.reserve(first.candidates.size() + 4 * kMore);
  }
  out.words = 0;
  for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
    end = block_end(begin, words.size());
    if (scratch.again[begin / kBlock] == 0) {
      append_block(first, begin, out.decoding);
      continue;
    }
    decoder.append_decoded(words, begin, decoding, out.decoding, known, budget);
    if (base::ended(budget)) return;
    out.words += static_cast<std::uint32_t>(end - begin);
  }
  if (out.words > 0) out.decoding.swap_rate /= out.words;
  out.rerank_gain_nats.assign(out.decoding.spans.size(), 0);
  if (model.net != nullptr) rerank_candidates(words, model, known, scratch, out, budget);
}

}  // namespace despin::decode
