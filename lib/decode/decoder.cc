#include "lib/decode/decoder.h"

#include <algorithm>
#include <tuple>

#include "lib/base/exact_math.h"
#include "lib/decode/decoding.h"

namespace despin::decode {
namespace {

// The evidence of a block's lattices at a rate, or at the rate that makes most of it.
BlockEstimate estimate_at(double rate, DecodeScratch& scratch) {
  BlockEstimate e{0, rate};
  for (std::size_t chunk = 0; chunk < scratch.chunk_begin.size(); ++chunk) {
    e.nats += forward(scratch.lattices[chunk], rate, scratch.alpha);
  }
  return e;
}

// Leaves the evidence of each chunk in the scratch.
BlockEstimate estimate(const Rates& rates, DecodeScratch& scratch) {
  RateColumn evidence{};
  scratch.chunk_evidence.resize(scratch.chunk_begin.size());
  for (std::size_t chunk = 0; chunk < scratch.chunk_begin.size(); ++chunk) {
    const RateColumn& column = scratch.chunk_evidence[chunk] =
        forward_rates(scratch.lattices[chunk], rates, scratch.columns);
    for (std::size_t r = 0; r < column.size(); ++r) evidence[r] += column[r];
  }
  BlockEstimate e;
  for (std::size_t r = 0; r < evidence.size(); ++r) {
    if (evidence[r] > e.nats) e = {evidence[r], rates[r]};
  }
  return e;
}

// Up to its end a Decoding holds in swap_rate the sum of its words' rates.
void finish(Decoding& decoding) {
  if (!decoding.words.empty()) decoding.swap_rate /= static_cast<double>(decoding.words.size());
}

void add_evidence(const BlockEstimate& block, std::size_t words, Decoding& out) {
  out.evidence_nats += block.nats;
  out.swap_rate += block.rate * static_cast<double>(words);
}

// Sorts the swaps by place, and makes one of those of one entry reached from several states.
void merge_states(std::vector<SwapPosterior>& swaps) {
  std::sort(swaps.begin(), swaps.end(), [](const SwapPosterior& a, const SwapPosterior& b) {
    return std::tie(a.begin, a.length, a.entry, a.posterior) <
           std::tie(b.begin, b.length, b.entry, b.posterior);
  });
  const auto same = [](const SwapPosterior& a, const SwapPosterior& b) {
    return a.begin == b.begin && a.length == b.length && a.entry == b.entry;
  };
  std::size_t merged = 0;
  for (std::size_t i = 0; i < swaps.size(); ++i) {
    if (merged > 0 && same(swaps[merged - 1], swaps[i])) {
      swaps[merged - 1].posterior += swaps[i].posterior;
    } else {
      swaps[merged++] = swaps[i];
    }
  }
  swaps.resize(merged);
}

}  // namespace

void NetworkPass::clear() {
  ran = false;
  decoding.clear();
  last.begin = last.end = 0;
}

void run_cloze(std::span<const InputWord> block, const cloze::ClozeNet& net,
               std::vector<WordId>& words, cloze::Cloze& out, base::Budget* budget) {
  words.clear();
  for (const InputWord& input_word : block) {
    if (input_word.begins_sentence) words.push_back(kSentenceBeginWord);
    // Only a corrupt vocabulary has a word of that number, which would be no place.
    words.push_back(input_word.word == kSentenceBeginWord ? kUnknownWord : input_word.word);
  }
  net.read(words, out, budget);
}

std::size_t block_end(std::size_t begin, std::size_t words) {
  return std::min(words, begin + kBlock);
}

// Cuts a block into chunks at sentence starts, or at kMaxChunk words where a sentence is
// longer, and builds their lattices.
void Decoder::build_block(std::span<const InputWord> input_words, std::size_t begin,
                          const ClozeContext& block_context, DecodeScratch& scratch,
                          base::Budget* budget) const {
  scratch.chunk_begin.clear();
  const std::size_t limit = block_end(begin, input_words.size());
  std::size_t at = begin;
  ClozeContext context = block_context;
  lm::State state = lm_->begin_state();
  while (at < limit && !base::ended(budget)) {
    std::size_t end = at + 1;
    while (end < limit && end - at < kMaxChunk && !input_words[end].begins_sentence) ++end;
    if (input_words[at].begins_sentence || at == begin) state = lm_->begin_state();
    const std::size_t chunk = scratch.chunk_begin.size();
    scratch.chunk_begin.push_back(static_cast<std::uint32_t>(at));
    if (scratch.lattices.size() <= chunk) scratch.lattices.emplace_back();
    Lattice& lattice = scratch.lattices[chunk];
    context.first = at - begin;
    build_lattice(input_words.subspan(at, end - at), state, *lm_, *channel_, context, options_,
                  scratch.building, lattice, budget);
    state = lattice.kept_end;
    at = end;
  }
}

bool Decoder::calls_for_network(double nats, std::size_t words) const {
  return net_ != nullptr && nats >= static_cast<double>(net_->weights().rescore_nats_per_word) *
                                        static_cast<double>(words);
}

// Marks the chunks of an estimated block that the network is to read: all or none, or those of the
// windows of chunks that call for it. Returns whether there are any.
bool Decoder::call_network(const BlockEstimate& block, std::size_t words,
                           DecodeScratch& scratch) const {
  const std::size_t chunks = scratch.chunk_begin.size();
  const std::uint32_t window = net_ != nullptr ? net_->weights().window_words : 0;
  if (window == 0 || words <= window) {
    const bool all = calls_for_network(block.nats, words);
    scratch.called.assign(chunks, all ? 1 : 0);
    return all;
  }
  scratch.called.assign(chunks, 0);
  bool any = false;
  for (std::size_t first = 0; first < chunks; ++first) {
    RateColumn evidence{};
    std::size_t size = 0;
    std::size_t last = first;
    for (; last < chunks && size < window; ++last) {
      size += scratch.lattices[last].size;
      for (std::size_t r = 0; r < evidence.size(); ++r) {
        evidence[r] += scratch.chunk_evidence[last][r];
      }
    }
    if (size < window) break;  // the windows before it have covered these chunks
    if (!calls_for_network(*std::max_element(evidence.begin(), evidence.end()), size)) continue;
    std::fill_n(scratch.called.begin() + static_cast<std::ptrdiff_t>(first), last - first, 1);
    any = true;
  }
  return any;
}

// Has the network read each run of marked chunks as a text, and builds their lattices anew.
void Decoder::read_called(std::span<const InputWord> input_words, std::size_t limit,
                          DecodeScratch& scratch, BlockCloze& last, base::Budget* budget) const {
  const std::size_t chunks = scratch.chunk_begin.size();
  for (std::size_t first = 0, end = 0; first < chunks; first = end) {
    end = first + 1;
    if (scratch.called[first] == 0) continue;
    while (end < chunks && scratch.called[end] != 0) ++end;
    last.begin = scratch.chunk_begin[first];
    last.end = end < chunks ? scratch.chunk_begin[end] : limit;
    run_cloze(input_words.subspan(last.begin, last.end - last.begin), *net_, scratch.cloze_input,
              last.cloze, budget);
    for (std::size_t chunk = first; chunk < end; ++chunk) {
      if (base::ended(budget)) return;
      const std::uint32_t at = scratch.chunk_begin[chunk];
      Lattice& lattice = scratch.lattices[chunk];
      const bool goes_on = chunk > 0 && !input_words[at].begins_sentence;
      const lm::State start = goes_on ? scratch.lattices[chunk - 1].kept_end : lm_->begin_state();
      build_lattice(input_words.subspan(at, lattice.size), start, *lm_, *channel_,
                    {net_, &last.cloze, at - last.begin}, options_, scratch.building, lattice,
                    budget);
    }
  }
}

// Appends what the lattices of a block say, and its evidence.
void Decoder::append_block(const BlockEstimate& block, DecodeScratch& scratch,
                           Decoding& out) const {
  const std::size_t before = out.words.size();
  // Even a text with no evidence shows its likeliest spots, at the lowest rate.
  const double rate = block.rate > 0 ? block.rate : options_.rates[0];
  for (std::size_t chunk = 0; chunk < scratch.chunk_begin.size(); ++chunk) {
    const Lattice& lattice = scratch.lattices[chunk];
    for (std::uint32_t i = 0; i < lattice.size; ++i) {
      out.words.push_back(
          {lattice.kept_ln_p[i], 0.0F, lattice.swappable[i] != 0, lattice.cloze_association[i]});
    }
    append_swaps(lattice, scratch.chunk_begin[chunk], rate, scratch, out);
  }
  add_evidence(block, out.words.size() - before, out);
}

void Decoder::append_swaps(const Lattice& lattice, std::uint32_t offset, double rate,
                           DecodeScratch& scratch, Decoding& out) const {
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
  merge_states(swaps);
  for (std::size_t first = 0; first < swaps.size();) {
    std::size_t last = first + 1;
    while (last < swaps.size() && swaps[last].begin == swaps[first].begin &&
           swaps[last].length == swaps[first].length) {
      ++last;
    }
    append_span(std::span(swaps).subspan(first, last - first), rate, out);
    first = last;
  }
}

// Of all entries of one span.
void Decoder::append_span(std::span<SwapPosterior> entries, double rate, Decoding& out) const {
  SwapSpan span;
  span.begin = entries.front().begin;
  span.end = span.begin + entries.front().length;
  double posterior = 0;
  for (const SwapPosterior& s : entries) posterior += s.posterior;
  posterior = std::min(posterior, 1.0);
  for (std::uint32_t i = span.begin; i < span.end; ++i) {
    float& swapped = out.words[i].swapped;
    swapped = std::min(1.0F, swapped + static_cast<float>(posterior));
  }
  if (posterior < options_.span_floor) return;
  std::stable_sort(
      entries.begin(), entries.end(),
      [](const SwapPosterior& a, const SwapPosterior& b) { return a.posterior > b.posterior; });
  span.posterior = static_cast<float>(posterior);
  const double odds = posterior / std::max(1 - posterior, 1e-6);
  span.evidence_nats =
      static_cast<float>(base::exact_log(odds) - base::exact_log(rate / (1 - rate)));
  span.first_candidate = static_cast<std::uint32_t>(out.candidates.size());
  for (const SwapPosterior& s :
       entries.first(std::min<std::size_t>(entries.size(), options_.max_candidates))) {
    out.candidates.push_back({s.entry, static_cast<float>(s.posterior / posterior)});
  }
  span.last_candidate = static_cast<std::uint32_t>(out.candidates.size());
  out.spans.push_back(span);
}

void Decoder::decode_passes(std::span<const InputWord> input_words, DecodeScratch& scratch,
                            Decoding& ngrams, NetworkPass& network, base::Budget* budget,
                            KeptPasses kept) const {
  ngrams.clear();
  network.clear();
  // What an earlier text took serves the one decoding that is held.
  if (kept == KeptPasses::kLast && network.decoding.words.capacity() > ngrams.words.capacity()) {
    std::swap(ngrams, network.decoding);
  }
  ngrams.words.reserve(input_words.size());  // a long text would pay for growth twice over
  Decoding& stands = network.decoding;
  for (std::size_t begin = 0, end = 0; begin < input_words.size(); begin = end) {
    end = block_end(begin, input_words.size());
    build_block(input_words, begin, {}, scratch, budget);
    if (base::ended(budget)) return;
    const BlockEstimate first = estimate(options_.rates, scratch);
    const DecodingSize before(ngrams);
    const bool runs = call_network(first, end - begin, scratch);
    if (runs && !network.ran) {  // blocks before it stay as they are
      network.ran = true;
      if (kept == KeptPasses::kLast) {
        std::swap(stands, ngrams);
      } else {
        stands.words.reserve(input_words.size());
        append_part(ngrams, {}, before, stands);
        stands.evidence_nats = ngrams.evidence_nats;
        stands.swap_rate = ngrams.swap_rate;
      }
    }
    if (kept == KeptPasses::kBoth || !network.ran) append_block(first, scratch, ngrams);
    if (runs) {
      read_called(input_words, end, scratch, network.last, budget);
      if (base::ended(budget)) return;
      append_block(estimate(options_.rates, scratch), scratch, stands);
    } else if (network.ran && kept == KeptPasses::kLast) {
      append_block(first, scratch, stands);
    } else if (network.ran) {
      append_part(ngrams, before, DecodingSize(ngrams), stands);
      add_evidence(first, end - begin, stands);
    }
    reserve_ahead(end, input_words.size(), ngrams);
    reserve_ahead(end, input_words.size(), stands);
  }
  finish(ngrams);
  finish(stands);
}

void Decoder::decode(std::span<const InputWord> input_words, DecodeScratch& scratch, Decoding& out,
                     const BlockCloze& known, base::Budget* budget) const {
  out.clear();
  out.words.reserve(input_words.size());
  for (std::size_t begin = 0; begin < input_words.size();
       begin = block_end(begin, input_words.size())) {
    append_decoded(input_words, begin, scratch, out, known, budget);
    if (base::ended(budget)) return;
  }
  finish(out);
}

void Decoder::append_decoded(std::span<const InputWord> input_words, std::size_t begin,
                             DecodeScratch& scratch, Decoding& out, const BlockCloze& known,
                             base::Budget* budget) const {
  const std::size_t end = block_end(begin, input_words.size());
  build_block(input_words, begin, {}, scratch, budget);
  if (base::ended(budget)) return;
  BlockEstimate block = estimate(options_.rates, scratch);
  if (calls_for_network(block.nats, end - begin)) {
    const bool is_known = known.covers(begin, end);
    if (!is_known) {
      run_cloze(input_words.subspan(begin, end - begin), *net_, scratch.cloze_input, scratch.cloze,
                budget);
      if (base::ended(budget)) return;
    }
    build_block(input_words, begin, {net_, is_known ? &known.cloze : &scratch.cloze, 0}, scratch,
                budget);
    if (base::ended(budget)) return;
    block = estimate(options_.rates, scratch);
  }
  append_block(block, scratch, out);
}

void Decoder::decode_at(std::span<const InputWord> input_words, double rate, DecodeScratch& scratch,
                        Decoding& out) const {
  out.clear();
  for (std::size_t begin = 0, end = 0; begin < input_words.size(); begin = end) {
    end = block_end(begin, input_words.size());
    ClozeContext context;
    if (net_ != nullptr) {
      run_cloze(input_words.subspan(begin, end - begin), *net_, scratch.cloze_input, scratch.cloze);
      context = {net_, &scratch.cloze, 0};
    }
    build_block(input_words, begin, context, scratch, nullptr);
    append_block(estimate_at(rate, scratch), scratch, out);
  }
  finish(out);
}

}  // namespace despin::decode
