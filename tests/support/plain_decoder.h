// A reference implementation of the decoder and the restorer: every
// segmentation of the text and every entry of every segment, one after another,
// in double precision; no lattice, no states, no pruning.
//
// Cost  Exponential in the words. For texts of about six.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/hash.h"
#include "lib/channel/channel.h"
#include "lib/decode/lattice.h"
#include "lib/lm/ngram_model.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/ngram_encoder.h"

namespace despin::reference {

using Words = std::vector<WordId>;

// Back-off n-grams as the textbook writes them.
struct PlainGrams {
  struct Gram {
    double log_prob = 0;
    double backoff = 0;
    bool has_longer = false;
  };
  std::size_t order = 1;
  std::map<Words, Gram> grams;

  double log_prob(const Words& history, WordId word) const {
    Words context = history;
    if (context.size() >= order) context.erase(context.begin(), context.end() - long(order - 1));
    double backed_off = 0;
    for (;;) {
      Words gram = context;
      gram.push_back(word);
      if (const auto found = grams.find(gram); found != grams.end()) {
        return backed_off + found->second.log_prob;
      }
      if (const auto found = grams.find(context); found != grams.end()) {
        backed_off += found->second.backoff;
      }
      context.erase(context.begin());
    }
  }

  lm::NgramTables tables() const {
    lm::NgramTables out;
    out.levels.resize(order - 1);
    for (const auto& [words, gram] : grams) {
      lm::NgramTable& table = words.size() == 1 ? out.unigrams : out.levels[words.size() - 2];
      if (words.size() > 1) table.hashes.push_back(base::hash_words(words));
      table.log_probs.push_back(float(gram.log_prob));
      table.backoffs.push_back(gram.has_longer ? float(gram.backoff) : lm::kNoExtension);
    }
    return out;
  }
};

class PlainDecoder {
 public:
  PlainDecoder(const PlainGrams& lm, const std::vector<channel::WrittenForm>& forms,
               channel::ContextWeights context)
      : lm_(lm), context_(context) {
    for (const channel::WrittenForm& form : forms) forms_[form.words] = form;
  }

  // A swap of symbols [begin, end) for `meant`.
  struct SwapArc {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    Words meant;
    auto operator<=>(const SwapArc&) const = default;
  };
  struct Result {
    double evidence_nats = 0;           // ln of the sum over all paths
    std::map<SwapArc, double> swaps;    // posteriors
    std::map<SwapArc, double> certain;  // less what the decoder may drop as negligible
    std::vector<bool> swappable;
  };

  Result decode(std::span<const decode::InputWord> input_words, double rate,
                double negligible) const {
    Result result;
    for (std::size_t begin = 0; begin < input_words.size();) {
      std::size_t end = begin + 1;
      while (end < input_words.size() && !input_words[end].begins_sentence) ++end;
      Sum sum{input_words, begin, end, rate, 0, {}, {}, kept_scores(input_words, begin, end)};
      walk(sum, begin, {kSentenceBeginWord}, 1);
      result.evidence_nats += std::log(sum.total);
      for (const auto& [place, mass] : sum.masses) {
        const double posterior = mass / sum.total;
        result.swaps[place.first] += posterior;
        result.certain[place.first] += posterior >= negligible ? posterior : 0;
      }
      for (std::size_t i = begin; i < end; ++i) {
        result.swappable.push_back(starts_form(input_words, i, end));
      }
      begin = end;
    }
    return result;
  }

  // Every reading of a phrase known to be spun, with its best score.
  // The phrase alone, as a sentence whose end weighs `end_scale`; of three words and more
  // each may stand for nothing, at `added_nats`.
  std::map<Words, double> restore(const Words& written, double end_scale, double added_nats) const {
    std::map<Words, double> readings;
    restore_from(written, 0, {}, 0, {end_scale, added_nats}, readings);
    readings.erase(Words{});
    readings.erase(written);
    return readings;
  }

 private:
  struct Step {
    SwapArc swap;
    Words before;  // as much of the history as the language model can see
  };
  struct Sum {
    std::span<const decode::InputWord> input_words;
    std::size_t begin;
    std::size_t end;
    double rate;
    double total;
    std::vector<Step> path;
    std::map<std::pair<SwapArc, Words>, double> masses;
    std::vector<double> kept;
  };

  double in_context(const Words& history, WordId word) const {
    return double(context_.lm_scale) *
           (lm_.log_prob(history, word) - double(context_.discount) * lm_.log_prob({}, word));
  }

  static double ratio(double nats) {
    return std::exp(std::clamp(nats, -4 * decode::kMaxArcNats, decode::kMaxArcNats));
  }

  std::vector<double> kept_scores(std::span<const decode::InputWord> input_words, std::size_t begin,
                                  std::size_t end) const {
    std::vector<double> scores;
    Words history{kSentenceBeginWord};
    for (std::size_t i = begin; i < end; ++i) {
      scores.push_back(in_context(history, input_words[i].word));
      history.push_back(input_words[i].word);
    }
    return scores;
  }

  const channel::WrittenForm* form_at(std::span<const decode::InputWord> input_words, std::size_t p,
                                      std::size_t length, std::size_t end) const {
    if (p + length > end) return nullptr;
    Words words;
    for (std::size_t i = p; i < p + length; ++i) {
      if (input_words[i].fixed) return nullptr;
      words.push_back(input_words[i].word);
    }
    const auto found = forms_.find(words);
    return found == forms_.end() ? nullptr : &found->second;
  }

  bool starts_form(std::span<const decode::InputWord> input_words, std::size_t p,
                   std::size_t end) const {
    for (std::size_t n = 1; n <= channel::kMaxWrittenWords; ++n) {
      if (form_at(input_words, p, n, end) != nullptr) return true;
    }
    return false;
  }

  void walk(Sum& sum, std::size_t p, const Words& history, double weight) const {
    if (p == sum.end) {
      sum.total += weight;
      for (const Step& step : sum.path) sum.masses[{step.swap, step.before}] += weight;
      return;
    }
    const WordId word = sum.input_words[p].word;
    const double kept = in_context(history, word) - sum.kept[p - sum.begin];
    Words next = history;
    next.push_back(word);
    walk(sum, p + 1, next,
         weight * ratio(kept) * (starts_form(sum.input_words, p, sum.end) ? 1 - sum.rate : 1));
    for (std::size_t n = 1; n <= channel::kMaxWrittenWords; ++n) {
      const channel::WrittenForm* form = form_at(sum.input_words, p, n, sum.end);
      if (form == nullptr) continue;
      double as_written = 0;
      for (std::size_t i = p; i < p + n; ++i) as_written += sum.kept[i - sum.begin];
      for (const auto& entry : form->entries) {
        double nats = double(form->swap_ratio_nats) + double(entry.weight_nats) - as_written;
        next = history;
        for (const WordId meant : entry.meant) {
          nats += in_context(next, meant);
          next.push_back(meant);
        }
        const std::size_t seen = std::min(history.size(), lm_.order - 1);
        sum.path.push_back({{std::uint32_t(p), std::uint32_t(p + n), entry.meant},
                            Words(history.end() - long(seen), history.end())});
        walk(sum, p + n, next, weight * ratio(nats) * sum.rate);
        sum.path.pop_back();
      }
    }
  }

  struct Whole {
    double end_scale;
    double added_nats;
  };
  void restore_from(const Words& written, std::size_t p, const Words& words, double score,
                    const Whole& whole, std::map<Words, double>& readings) const {
    const auto after = [&] {
      Words history{kSentenceBeginWord};
      history.insert(history.end(), words.begin(), words.end());
      return history;
    };
    if (p == written.size()) {
      score += whole.end_scale * lm_.log_prob(after(), kSentenceEndWord);
      const auto [at, is_new] = readings.try_emplace(words, score);
      if (!is_new) at->second = std::max(at->second, score);
      return;
    }
    const auto go = [&](const Words& meant, std::size_t n, double own) {
      Words next = words;
      Words history = after();
      double nats = score + own;
      for (const WordId word : meant) {
        nats += in_context(history, word);
        history.push_back(word);
        next.push_back(word);
      }
      restore_from(written, p + n, next, nats, whole, readings);
    };
    for (std::size_t n = 1; n <= channel::kMaxWrittenWords && p + n <= written.size(); ++n) {
      const Words here(written.begin() + long(p), written.begin() + long(p + n));
      const auto form = forms_.find(here);
      const bool listed = form != forms_.end();
      // ln of the chance that the form stands for itself, and that it does not.
      const double keep = listed ? double(form->second.keep_nats) : 0;
      if (n == 1) go(here, 1, listed ? -std::log1p(std::exp(-keep)) : 0);
      if (n == 1 && written.size() >= 3) go({}, 1, whole.added_nats);
      if (!listed) continue;
      for (const auto& entry : form->second.entries) {
        const double swap = n == 1 ? -std::log1p(std::exp(keep)) : 0;
        go(entry.meant, n, swap + double(entry.weight_nats));
      }
    }
  }

  const PlainGrams& lm_;
  channel::ContextWeights context_;
  std::map<Words, channel::WrittenForm> forms_;
};

}  // namespace despin::reference
