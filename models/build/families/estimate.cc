#include "models/build/families/estimate.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "lib/base/exact_math.h"
#include "lib/channel/channel.h"
#include "models/build/encode/families_encoder.h"
#include "models/build/pairs/align.h"
#include "models/build/pairs/spread.h"

namespace despin::train {

FormCounts count_pairs(std::span<const PhrasePair> pairs, const format::Vocabulary& vocabulary) {
  std::vector<SwapCount> swaps = align(pairs, {});
  const auto known = [&](std::string_view word) { return vocabulary.find(word) != kUnknownWord; };
  const std::vector<SwapCount> lent = spread_inflections(swaps, known);
  swaps.insert(swaps.end(), lent.begin(), lent.end());
  FormCounts counts;
  for (const SwapCount& swap : swaps) {
    if (swap.written == swap.meant ||
        !std::all_of(swap.written.begin(), swap.written.end(), known)) {
      continue;
    }
    std::vector<WordId> words;
    for (const std::string& word : swap.written) words.push_back(vocabulary.find(word));
    counts[channel::hash_form(words)] += swap.count;
  }
  return counts;
}

void count_spans(std::span<const decode::InputWord> input_words, const decode::Decoding& decoding,
                 FormCounts& counts) {
  for (const decode::SwapSpan& span : decoding.spans) {
    std::vector<WordId> words;
    for (std::uint32_t i = span.begin; i < span.end; ++i) words.push_back(input_words[i].word);
    counts[channel::hash_form(words)] += double{span.posterior};
  }
}

std::vector<channel::FamilyForm> estimate_ratios(std::span<const FormCounts> families,
                                                 const RatioOptions& options) {
  FormCounts pool;
  std::vector<double> totals;
  double total = 0;
  for (const FormCounts& counts : families) {
    totals.push_back(0);
    for (const auto& [hash, count] : counts) {
      pool[hash] += count;
      totals.back() += count;
    }
    total += totals.back();
  }
  std::vector<channel::FamilyForm> forms;
  for (const auto& [hash, pooled] : pool) {
    std::vector<double> shares;
    double mean = 0;
    for (std::size_t f = 0; f < families.size(); ++f) {
      const auto at = families[f].find(hash);
      const double count = at == families[f].end() ? 0 : at->second;
      shares.push_back((count + options.prior * pooled / total) / (totals[f] + options.prior));
      mean += shares.back() / static_cast<double>(families.size());
    }
    channel::FamilyForm form{hash, {}};
    for (const double share : shares) {
      form.ratio_nats.push_back(static_cast<float>(base::exact_log(share / mean)));
    }
    forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace despin::train
