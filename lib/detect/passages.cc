#include "lib/detect/passages.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace despin::detect {
namespace {

// A text without full stops is still one of many places.
constexpr std::uint32_t kLongestSentence = 48;

bool is_counted(const text::Token& token) {
  return token.kind == text::TokenKind::kWord && (token.flags & text::kInCode) == 0;
}

std::vector<SentenceEvidence> cut_into_sentences(const text::Tokens& tokens) {
  std::vector<SentenceEvidence> sentences;
  for (std::uint32_t i = 0; i < tokens.list.size(); ++i) {
    if (sentences.empty() || (tokens.list[i].flags & text::kSentenceStart) != 0 ||
        i - sentences.back().begin >= kLongestSentence) {
      sentences.push_back({i, i, 0, 0});
    }
    sentences.back().end = i + 1;
    sentences.back().words += is_counted(tokens.list[i]) ? 1 : 0;
  }
  return sentences;
}

// What speaks for a swap at a span, whatever the rate of its text.
double swap_nats(const decode::SwapSpan& span, const DetectParameters& parameters) {
  double nats = std::min(double{span.evidence_nats}, parameters.passage_max_nats) -
                parameters.passage_min_nats;
  if (span.end - span.begin >= parameters.passage_phrase_words) {
    nats += parameters.passage_phrase_nats;
  }
  return std::max(0.0, nats);
}

}  // namespace

std::vector<SentenceEvidence> sentence_evidence(const text::Tokens& tokens,
                                                const decode::Decoding& decoding,
                                                const SpansByForm& spans,
                                                const DetectParameters& parameters) {
  std::vector<SentenceEvidence> sentences = cut_into_sentences(tokens);
  spans.visit_excess(
      parameters.near_words,
      [&](const decode::SwapSpan& span) { return swap_nats(span, parameters); },
      [&](std::uint32_t number, double excess) {
        // That of the last sentence that begins no later.
        auto sentence = std::upper_bound(
            sentences.begin(), sentences.end(), decoding.spans[number].begin,
            [](std::uint32_t begin, const SentenceEvidence& s) { return begin < s.begin; });
        (sentence - 1)->nats += excess;
      });
  return sentences;
}

double densest(std::span<const SentenceEvidence> sentences, double prior_words) {
  // Each round takes the stretch that gains most at the density of the last round's stretch; the
  // density rises until none gains.
  double density = 0;
  for (;;) {
    double gain = 0;  // of the best stretch that ends here
    Passage here;
    double best_gain = 0;
    Passage best;
    for (const SentenceEvidence& sentence : sentences) {
      if (gain <= 0) {
        gain = 0;
        here = {};
      }
      gain += sentence.nats - density * sentence.words;
      here.nats += sentence.nats;
      here.words += sentence.words;
      if (gain > best_gain) {
        best_gain = gain;
        best = here;
      }
    }
    const double better = best.density(prior_words);
    if (better <= density) return density;
    density = better;
  }
}

std::vector<Passage> passages_above(std::span<const SentenceEvidence> sentences, double least,
                                    double prior_words) {
  // As in Ruzzo and Tompa, sec. 3: candidates with the sums of gains before and behind each, and
  // the last candidate before it that has less before it.
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  struct Candidate {
    std::size_t first;
    std::size_t last;
    double before;
    double behind;
    std::size_t lower;
  };
  std::vector<Candidate> candidates;
  double sum = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const double gain = sentences[i].nats - least * sentences[i].words;
    Candidate next{i, i + 1, sum, sum + gain, candidates.empty() ? kNone : candidates.size() - 1};
    sum += gain;
    if (gain <= 0) continue;
    for (;;) {
      while (next.lower != kNone && candidates[next.lower].before >= next.before) {
        next.lower = candidates[next.lower].lower;
      }
      if (next.lower == kNone || candidates[next.lower].behind >= next.behind) break;
      const Candidate& joined = candidates[next.lower];
      next.first = joined.first;
      next.before = joined.before;
      const std::size_t lower = joined.lower;
      candidates.resize(next.lower);
      next.lower = lower;
    }
    candidates.push_back(next);
  }
  std::vector<Passage> passages;
  for (const Candidate& candidate : candidates) {
    Passage passage{sentences[candidate.first].begin, sentences[candidate.last - 1].end, 0, 0};
    for (std::size_t i = candidate.first; i < candidate.last; ++i) {
      passage.words += sentences[i].words;
      passage.nats += sentences[i].nats;
    }
    if (passage.density(prior_words) >= least) passages.push_back(passage);
  }
  return passages;
}

}  // namespace despin::detect
