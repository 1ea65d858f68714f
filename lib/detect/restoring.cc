#include "lib/detect/restoring.h"

#include <algorithm>
#include <span>

#include "lib/base/exact_math.h"

namespace despin::detect {
namespace {

constexpr std::size_t kMaxCandidates = 5;
constexpr std::size_t kBefore = 3;  // words of context that n-grams see
constexpr std::size_t kAfter = 3;

// Weights of what is known of a meaning; README.md tells how they were fitted.
constexpr double kWeightOfChannel = 0.75;
constexpr double kWeightOfUnigram = -0.4;
constexpr double kWeightOfNgrams = 0.33;
constexpr double kWeightOfNet = 0.52;
constexpr double kWeightOfCosine = 4;
// What the network would say of a word that it does not know.
constexpr double kUnknownLnP = -7.75;

constexpr double kMostGain = 20;

struct Ranked {
  channel::Meant meant;
  double nats = 0;
};

bool worse(const Ranked& a, const Ranked& b) { return a.nats < b.nats; }

double ln_share(const decode::Candidate& candidate) {
  return base::exact_log(std::max(1e-9, static_cast<double>(candidate.share)));
}

// The text with its surest swaps of one word for one taken back.
std::vector<WordId> restore_words(const Analysis& analysis) {
  std::vector<WordId> words;
  words.reserve(analysis.symbols.size());
  for (const decode::Symbol& symbol : analysis.symbols) words.push_back(symbol.word);
  for (const decode::Span& span : analysis.decoding.spans) {
    if (span.end - span.begin != 1 || span.posterior <= 0.5F) continue;
    const channel::Meant& meant = analysis.decoding.candidates[span.first_candidate].meant;
    if (meant.size == 1) words[span.begin] = meant.words[0];
  }
  return words;
}

class Reading {
 public:
  Reading(const Analysis& analysis, const lm::NgramModel& ngrams, const embed::ClozeNet& net)
      : analysis_(&analysis), ngrams_(&ngrams), net_(&net), words_(restore_words(analysis)) {
    for (std::size_t begin = 0; begin < words_.size(); begin += decode::kBlock) {
      std::vector<WordId> read;
      const std::size_t end = std::min(words_.size(), begin + decode::kBlock);
      for (std::size_t i = begin; i < end; ++i) {
        if (analysis.symbols[i].begins_sentence) read.push_back(kSentenceBeginWord);
        read.push_back(words_[i] == kSentenceBeginWord ? kUnknownWord : words_[i]);
      }
      net.read(read, blocks_.emplace_back());
    }
  }

  // How well a word suits a place, less how common it is.
  double fit(std::size_t place, WordId word) const {
    return kWeightOfNgrams * ln_p_before_and_after(place, word) +
           kWeightOfUnigram * static_cast<double>(ngrams_->unigram(word)) +
           kWeightOfNet * ln_p_around(place, word);
  }

 private:
  double ln_p_around(std::size_t place, WordId word) const {
    if (!net_->has(word)) return kUnknownLnP;
    return static_cast<double>(
        net_->ln_p(blocks_[place / decode::kBlock], place % decode::kBlock, word));
  }

  double ln_p_before_and_after(std::size_t place, WordId word) const {
    const auto& symbols = analysis_->symbols;
    std::size_t at = place;
    while (at > 0 && place - at < kBefore && !symbols[at].begins_sentence) --at;
    lm::State state = symbols[at].begins_sentence || at == 0 ? ngrams_->begin_state()
                                                             : ngrams_->empty_state();
    lm::State next;
    double sum = 0;
    for (; at < words_.size() && at <= place + kAfter; ++at) {
      if (at > place && symbols[at].begins_sentence) break;
      const float ln_p = ngrams_->score(state, at == place ? word : words_[at], next);
      state = next;
      if (at >= place) sum += static_cast<double>(ln_p);
    }
    return sum;
  }

  const Analysis* analysis_;
  const lm::NgramModel* ngrams_;
  const embed::ClozeNet* net_;
  std::vector<WordId> words_;
  std::vector<embed::Cloze> blocks_;
};

// The entries of one written word, best first, by the text around. The decoder's meanings of
// several words keep their odds against its best single one.
void rank_meanings(const Reading& reading, const decode::Span& span, WordId written,
                   std::span<const decode::Candidate> decoded, const channel::Channel& channel,
                   const embed::ClozeNet& net, std::vector<Ranked>& ranked) {
  ranked.clear();
  const auto form = channel.find(std::span<const WordId>(&written, 1));
  if (!form) return;
  const std::uint32_t last = channel.last_entry(*form);
  for (std::uint32_t e = channel.first_entry(*form); e < last; ++e) {
    const channel::Meant meant = channel.meant(e);
    if (meant.size != 1) continue;
    const WordId word = meant.words[0];
    double nats = reading.fit(span.begin, word) +
                  kWeightOfChannel * static_cast<double>(channel.weight_nats(e));
    if (net.has(word) && net.has(written)) {
      nats += kWeightOfCosine * static_cast<double>(net.cosine(written, word));
    }
    ranked.push_back({meant, nats});
  }
  const auto single = std::find_if(decoded.begin(), decoded.end(),
                                   [](const decode::Candidate& c) { return c.meant.size == 1; });
  double base_nats = 0;
  if (single != decoded.end()) {
    const auto known = std::find_if(ranked.begin(), ranked.end(), [&](const Ranked& r) {
      return r.meant.words[0] == single->meant.words[0];
    });
    if (known != ranked.end()) base_nats = known->nats - ln_share(*single);
  } else if (!ranked.empty()) {
    base_nats = std::max_element(ranked.begin(), ranked.end(), worse)->nats;
  }
  for (const decode::Candidate& c : decoded) {
    if (c.meant.size > 1) ranked.push_back({c.meant, base_nats + ln_share(c)});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return worse(b, a); });
}

}  // namespace

void Restorer::rank(Analysis& analysis) const {
  const Reading reading(analysis, *ngrams_, *net_);
  decode::Decoding& decoding = analysis.decoding;
  std::vector<decode::Candidate> candidates;
  std::vector<Ranked> ranked;
  analysis.gains.clear();
  for (decode::Span& span : decoding.spans) {
    const auto decoded = std::span(decoding.candidates)
                             .subspan(span.first_candidate, span.last_candidate - span.first_candidate);
    const WordId written = analysis.symbols[span.begin].word;
    const auto first = static_cast<std::uint32_t>(candidates.size());
    double gain = 0;
    ranked.clear();
    if (span.end - span.begin == 1) {
      rank_meanings(reading, span, written, decoded, *channel_, *net_, ranked);
    }
    if (ranked.empty()) {
      candidates.insert(candidates.end(), decoded.begin(), decoded.end());
    } else {
      const double best = ranked.front().nats;
      gain = std::clamp(best - reading.fit(span.begin, written), -kMostGain, kMostGain);
      double sum = 0;
      for (const Ranked& r : ranked) sum += base::exact_exp(r.nats - best);
      ranked.resize(std::min(ranked.size(), kMaxCandidates));
      for (const Ranked& r : ranked) {
        candidates.push_back({r.meant, static_cast<float>(base::exact_exp(r.nats - best) / sum)});
      }
    }
    analysis.gains.push_back(gain);
    span.first_candidate = first;
    span.last_candidate = static_cast<std::uint32_t>(candidates.size());
  }
  decoding.candidates = std::move(candidates);
}

}  // namespace despin::detect
