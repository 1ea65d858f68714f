#include "lib/decode/meanings.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "lib/base/exact_math.h"
#include "lib/text/inflection.h"

namespace despin::decode {
namespace {

using text::Inflection;

constexpr Inflection kInflections[] = {Inflection::kBase, Inflection::kPlural, Inflection::kPast,
                                       Inflection::kParticiple, Inflection::kGerund};

double log_add(double a, double b) {
  if (a < b) std::swap(a, b);
  return a + base::exact_log(1 + base::exact_exp(b - a));
}

bool equal(const channel::Meant& a, const channel::Meant& b) {
  return std::ranges::equal(a.view(), b.view());
}

// Other forms of a word's lemmas.
std::vector<WordId> other_forms(WordId word, const format::Vocabulary& vocabulary) {
  std::vector<WordId> out;
  std::vector<text::Morphology> analyses;
  text::morphology(vocabulary.word(word), analyses);
  for (const text::Morphology& a : analyses) {
    if (vocabulary.find(a.lemma) == kUnknownWord) continue;
    for (const Inflection inflection : kInflections) {
      const WordId form = vocabulary.find(text::inflect(a.lemma, inflection));
      if (form != kUnknownWord && form != word &&
          std::find(out.begin(), out.end(), form) == out.end()) {
        out.push_back(form);
      }
    }
  }
  return out;
}

class NearMeanings {
 public:
  NearMeanings(const lm::NgramModel& lm, const channel::Channel& channel,
               const MeaningOptions& options, std::span<const Meaning> listed)
      : lm_(&lm), channel_(&channel), options_(options), listed_(listed) {}

  // The first `limit` that listed words list in their turn, all ways together.
  void add_neighbors(std::size_t limit) {
    std::unordered_map<WordId, std::size_t> places;
    for (const Meaning& first : listed_) {
      if (first.meant.size != 1) continue;
      const auto form = channel_->find(first.meant.view());
      if (!form) continue;
      const std::uint32_t begin = channel_->first_entry(*form);
      const std::uint32_t end = channel_->last_entry(*form);
      for (std::uint32_t e = begin; e < end && e - begin < limit; ++e) {
        const channel::Meant meant = channel_->meant(e);
        if (meant.size != 1) continue;
        const double own = first.own_nats + static_cast<double>(channel_->weight_nats(e)) +
                           options_.by_another_nats;
        const auto [at, fresh] = places.try_emplace(meant.words[0], found_.size());
        if (fresh) {
          found_.push_back({meant, own});
        } else {
          found_[at->second].own_nats = log_add(found_[at->second].own_nats, own);
        }
      }
    }
  }

  void add_inflections(const format::Vocabulary& vocabulary) {
    for (const Meaning& m : listed_) {
      for (const WordId form : other_forms(m.meant.view().back(), vocabulary)) {
        Meaning other = m;
        other.meant.words[other.meant.size - 1U] = form;
        other.own_nats += options_.inflected_nats;
        found_.push_back(other);
      }
    }
  }

  // The best `limit` that are neither listed nor the form itself.
  std::vector<Meaning> best(std::span<const WordId> form, std::size_t limit) {
    std::stable_sort(found_.begin(), found_.end(), [](const Meaning& a, const Meaning& b) {
      return std::ranges::lexicographical_compare(a.meant.view(), b.meant.view()) ||
             (equal(a.meant, b.meant) && a.own_nats > b.own_nats);
    });
    found_.erase(std::unique(found_.begin(), found_.end(),
                             [](const auto& a, const auto& b) { return equal(a.meant, b.meant); }),
                 found_.end());
    std::erase_if(found_, [&](const Meaning& m) {
      return std::ranges::equal(m.meant.view(), form) ||
             std::any_of(listed_.begin(), listed_.end(),
                         [&](const Meaning& l) { return equal(l.meant, m.meant); });
    });
    std::stable_sort(found_.begin(), found_.end(), [this](const Meaning& a, const Meaning& b) {
      return typical(a) > typical(b);
    });
    if (found_.size() > limit) found_.resize(limit);
    return std::move(found_);
  }

 private:
  double typical(const Meaning& m) const {
    double nats = m.own_nats;
    for (const WordId word : m.meant.view()) {
      nats += options_.frequency_share * static_cast<double>(lm_->unigram(word));
    }
    return nats;
  }

  const lm::NgramModel* lm_;
  const channel::Channel* channel_;
  MeaningOptions options_;
  std::span<const Meaning> listed_;
  std::vector<Meaning> found_;
};

}  // namespace

std::vector<Meaning> meanings(std::span<const WordId> form, const lm::NgramModel& lm,
                              const channel::Channel& channel, const MeaningOptions& options) {
  std::vector<Meaning> out;
  const auto written = channel.find(form);
  if (!written) return out;
  const std::uint32_t first = channel.first_entry(*written);
  const std::uint32_t last = channel.last_entry(*written);
  for (std::uint32_t e = first; e < last && e - first < options.max_listed; ++e) {
    out.push_back({channel.meant(e), static_cast<double>(channel.weight_nats(e))});
  }
  if (options.max_near == 0) return out;
  NearMeanings near(lm, channel, options, out);
  if (form.size() == 1) near.add_neighbors(options.max_listed);
  if (options.vocabulary != nullptr) near.add_inflections(*options.vocabulary);
  const std::vector<Meaning> found = near.best(form, options.max_near);
  out.insert(out.end(), found.begin(), found.end());
  return out;
}

}  // namespace despin::decode
