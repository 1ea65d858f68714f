#include "lib/decode/decoder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

#include "lib/base/exact_math.h"

namespace despin::decode {
namespace {

double arc_prior(const Lattice& lattice, const Arc& arc, double rate) {
  if (arc.entry != kKept) return rate;
  return lattice.swappable[lattice.nodes[arc.from].position] != 0 ? 1 - rate : 1;
}

struct Estimate {
  double nats = 0;
  double rate = 0;
};

// The evidence of a block's lattices at a rate, or at the rate that makes most of it.
Estimate estimate_at(double rate, DecodeScratch& scratch) {
  Estimate e{0, rate};
  for (std::size_t chunk = 0; chunk < scratch.chunk_begin.size(); ++chunk) {
    e.nats += forward(scratch.lattices[chunk], rate, scratch.alpha);
  }
  return e;
}

Estimate estimate(const Rates& rates, DecodeScratch& scratch) {
  RateColumn evidence{};
  for (std::size_t chunk = 0; chunk < scratch.chunk_begin.size(); ++chunk) {
    const RateColumn column = forward_rates(scratch.lattices[chunk], rates, scratch.columns);
    for (std::size_t r = 0; r < column.size(); ++r) evidence[r] += column[r];
  }
  Estimate e;
  for (std::size_t r = 0; r < evidence.size(); ++r) {
    if (evidence[r] > e.nats) e = {evidence[r], rates[r]};
  }
  return e;
}

}  // namespace

void Decoding::clear() {
  evidence_nats = 0;
  swap_rate = 0;
  words.clear();
  spans.clear();
  candidates.clear();
}

double forward(const Lattice& lattice, double rate, std::vector<double>& alpha) {
  alpha.assign(lattice.nodes.size(), 0.0);
  alpha[0] = 1;
  for (const Arc& arc : lattice.arcs) {
    alpha[arc.to] +=
        alpha[arc.from] * static_cast<double>(arc.weight) * arc_prior(lattice, arc, rate);
  }
  double total = 0;
  for (const std::uint32_t node : lattice.final_nodes) total += alpha[node];
  return base::exact_log(total);
}

RateColumn forward_rates(const Lattice& lattice, const Rates& rates,
                         std::vector<RateColumn>& alpha) {
  RateColumn ones;
  RateColumn kept;
  RateColumn swapped;
  for (std::size_t r = 0; r < std::tuple_size_v<Rates>; ++r) {
    ones[r] = 1;
    kept[r] = 1 - rates[r];
    swapped[r] = rates[r];
  }
  alpha.assign(lattice.nodes.size(), RateColumn{});
  alpha[0] = ones;
  for (const Arc& arc : lattice.arcs) {
    const bool swappable = lattice.swappable[lattice.nodes[arc.from].position] != 0;
    const RateColumn& prior = arc.entry != kKept ? swapped : swappable ? kept : ones;
    const auto weight = static_cast<double>(arc.weight);
    const RateColumn from = alpha[arc.from];
    RateColumn& to = alpha[arc.to];
    for (std::size_t r = 0; r < std::tuple_size_v<Rates>; ++r) to[r] += from[r] * weight * prior[r];
  }
  RateColumn total{};
  for (const std::uint32_t node : lattice.final_nodes) {
    for (std::size_t r = 0; r < std::tuple_size_v<Rates>; ++r) total[r] += alpha[node][r];
  }
  for (double& t : total) t = base::exact_log(t);
  return total;
}

void backward(const Lattice& lattice, double rate, std::vector<double>& beta) {
  beta.assign(lattice.nodes.size(), 0.0);
  for (const std::uint32_t node : lattice.final_nodes) beta[node] = 1;
  for (auto arc = lattice.arcs.rbegin(); arc != lattice.arcs.rend(); ++arc) {
    beta[arc->from] +=
        beta[arc->to] * static_cast<double>(arc->weight) * arc_prior(lattice, *arc, rate);
  }
}

void read_block(std::span<const InputWord> block, const cloze::ClozeNet& net,
                DecodeScratch& scratch) {
  auto& words = scratch.to_read;
  words.clear();
  for (const InputWord& input_word : block) {
    if (input_word.begins_sentence) words.push_back(kSentenceBeginWord);
    // Only a corrupt vocabulary has a word of that number, which would be no place.
    words.push_back(input_word.word == kSentenceBeginWord ? kUnknownWord : input_word.word);
  }
  if (words == scratch.read) return;
  net.read(words, scratch.cloze);
  scratch.read.swap(words);
}

// Cuts a block into chunks at sentence starts, or at kMaxChunk words where a
// sentence is longer, and builds their lattices. Returns the block's end.
std::size_t Decoder::build_block(std::span<const InputWord> input_words, std::size_t begin,
                                 const cloze::ClozeNet* net, DecodeScratch& scratch) const {
  scratch.chunk_begin.clear();
  const std::size_t limit = std::min(input_words.size(), begin + kBlock);
  std::size_t at = begin;
  ClozeContext cloze_context{net, &scratch.cloze, 0};
  if (net != nullptr) read_block(input_words.subspan(begin, limit - begin), *net, scratch);
  lm::State state = lm_->begin_state();
  while (at < limit) {
    std::size_t end = at + 1;
    while (end < limit && end - at < kMaxChunk && !input_words[end].begins_sentence) ++end;
    if (input_words[at].begins_sentence || at == begin) state = lm_->begin_state();
    const std::size_t chunk = scratch.chunk_begin.size();
    scratch.chunk_begin.push_back(static_cast<std::uint32_t>(at));
    if (scratch.lattices.size() <= chunk) scratch.lattices.emplace_back();
    Lattice& lattice = scratch.lattices[chunk];
    cloze_context.first = at - begin;
    build_lattice(input_words.subspan(at, end - at), state, *lm_, *channel_, cloze_context,
                  options_, scratch.building, lattice);
    state = lattice.kept_end;
    at = end;
  }
  return limit;
}

void Decoder::add_block(double rate, DecodeScratch& scratch, Decoding& out) const {
  for (std::size_t chunk = 0; chunk < scratch.chunk_begin.size(); ++chunk) {
    const Lattice& lattice = scratch.lattices[chunk];
    const std::uint32_t offset = scratch.chunk_begin[chunk];
    for (std::uint32_t i = 0; i < lattice.size; ++i) {
      out.words.push_back(
          {lattice.kept_ln_p[i], 0.0F, lattice.swappable[i] != 0, lattice.cloze_association[i]});
    }
    if (rate <= 0) continue;
    const double total = base::exact_exp(forward(lattice, rate, scratch.alpha));
    backward(lattice, rate, scratch.beta);
    auto& swaps = scratch.swaps;
    swaps.clear();
    for (const Arc& arc : lattice.arcs) {
      if (arc.entry == kKept) continue;
      const double posterior = scratch.alpha[arc.from] * static_cast<double>(arc.weight) * rate *
                               scratch.beta[arc.to] / total;
      if (posterior < options_.span_floor / 100) continue;
      const std::uint32_t p = lattice.nodes[arc.from].position;
      swaps.push_back({offset + p, lattice.nodes[arc.to].position - p, arc.entry, posterior});
    }
    std::sort(swaps.begin(), swaps.end(), [](const SwapPosterior& a, const SwapPosterior& b) {
      return std::tie(a.begin, a.length, a.entry, a.posterior) <
             std::tie(b.begin, b.length, b.entry, b.posterior);
    });
    for (auto at = swaps.begin(); at != swaps.end();) {
      const auto span_end = std::find_if(at, swaps.end(), [&](const SwapPosterior& s) {
        return s.begin != at->begin || s.length != at->length;
      });
      // One entry reached from several states is one reading.
      auto merged = at;
      for (auto s = std::next(at); s != span_end; ++s) {
        if (s->entry == merged->entry) {
          merged->posterior += s->posterior;
        } else {
          *++merged = *s;
        }
      }
      const auto readings_end = std::next(merged);
      double posterior = 0;
      for (auto s = at; s != readings_end; ++s) posterior += s->posterior;
      posterior = std::min(posterior, 1.0);
      for (std::uint32_t i = 0; i < at->length; ++i) {
        float& swapped = out.words[at->begin + i].swapped;
        swapped = std::min(1.0F, swapped + static_cast<float>(posterior));
      }
      if (posterior >= options_.span_floor) {
        std::stable_sort(at, readings_end, [](const SwapPosterior& a, const SwapPosterior& b) {
          return a.posterior > b.posterior;
        });
        SwapSpan span;
        span.begin = at->begin;
        span.end = at->begin + at->length;
        span.posterior = static_cast<float>(posterior);
        const double odds = posterior / std::max(1 - posterior, 1e-6);
        span.evidence_nats =
            static_cast<float>(base::exact_log(odds) - base::exact_log(rate / (1 - rate)));
        span.first_candidate = static_cast<std::uint32_t>(out.candidates.size());
        for (auto s = at; s != readings_end && s < at + options_.max_candidates; ++s) {
          out.candidates.push_back(
              {channel_->meant(s->entry), static_cast<float>(s->posterior / posterior)});
        }
        span.last_candidate = static_cast<std::uint32_t>(out.candidates.size());
        out.spans.push_back(span);
      }
      at = span_end;
    }
  }
}

void Decoder::run(std::span<const InputWord> input_words, const double* fixed_rate,
                  DecodeScratch& scratch, Decoding& out) const {
  out.clear();
  out.words.reserve(input_words.size());  // a long text would pay for growth twice over
  double rate_sum = 0;
  std::size_t begin = 0;
  while (begin < input_words.size()) {
    const bool is_fixed = fixed_rate != nullptr;
    const std::size_t end = build_block(input_words, begin, is_fixed ? net_ : nullptr, scratch);
    Estimate block =
        is_fixed ? estimate_at(*fixed_rate, scratch) : estimate(options_.rates, scratch);
    if (!is_fixed && net_ != nullptr &&
        block.nats >= static_cast<double>(net_->weights().rescore_nats_per_word) *
                          static_cast<double>(end - begin)) {
      build_block(input_words, begin, net_, scratch);
      block = estimate(options_.rates, scratch);
    }
    out.evidence_nats += block.nats;
    rate_sum += block.rate * static_cast<double>(end - begin);
    // Even a text with no evidence shows its likeliest spots, at the lowest rate.
    add_block(block.rate > 0 ? block.rate : options_.rates[0], scratch, out);
    begin = end;
  }
  if (!input_words.empty()) out.swap_rate = rate_sum / static_cast<double>(input_words.size());
}

void Decoder::decode(std::span<const InputWord> input_words, DecodeScratch& scratch,
                     Decoding& out) const {
  scratch.read.clear();  // perhaps another network's
  run(input_words, nullptr, scratch, out);
}

void Decoder::decode_again(std::span<const InputWord> input_words, DecodeScratch& scratch,
                           Decoding& out) const {
  run(input_words, nullptr, scratch, out);
}

void Decoder::decode_at(std::span<const InputWord> input_words, double rate, DecodeScratch& scratch,
                        Decoding& out) const {
  scratch.read.clear();
  run(input_words, &rate, scratch, out);
}

}  // namespace despin::decode
