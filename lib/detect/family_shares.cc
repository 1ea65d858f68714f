#include "lib/detect/family_shares.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "lib/base/exact_math.h"
#include "lib/channel/channel.h"
#include "lib/detect/findings.h"

namespace despin::detect {
namespace {

// A written form of the text, where it stands surest.
struct UniqueForm {
  const decode::SwapSpan* span;
  std::uint64_t hash;
};

// By hash.
std::vector<UniqueForm> unique_forms(std::span<const decode::InputWord> input_words,
                                     const decode::Decoding& decoding) {
  std::vector<UniqueForm> forms;
  std::vector<WordId> words;
  for (const decode::SwapSpan& span : decoding.spans) {
    words.clear();
    for (std::uint32_t i = span.begin; i < span.end; ++i) words.push_back(input_words[i].word);
    if (!words.empty()) forms.push_back({&span, channel::hash_form(words)});
  }
  std::stable_sort(forms.begin(), forms.end(), [](const UniqueForm& a, const UniqueForm& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.span->posterior > b.span->posterior;
  });
  forms.erase(
      std::unique(forms.begin(), forms.end(),
                  [](const UniqueForm& a, const UniqueForm& b) { return a.hash == b.hash; }),
      forms.end());
  return forms;
}

struct Evidence {
  const decode::SwapSpan* span;
  double nats;
};

// The disjoint spans that speak most for one family.
std::vector<ByteSpan> strongest(std::vector<Evidence> evidence, const text::Tokens& tokens) {
  std::stable_sort(evidence.begin(), evidence.end(),
                   [](const Evidence& a, const Evidence& b) { return a.nats > b.nats; });
  std::vector<Evidence> kept;
  std::vector<ByteSpan> phrases;
  for (const Evidence& e : evidence) {
    if (kept.size() == kMaxFamilyEvidence) break;
    const bool overlaps = std::any_of(kept.begin(), kept.end(), [&](const Evidence& other) {
      return other.span->begin < e.span->end && e.span->begin < other.span->end;
    });
    if (overlaps) continue;
    kept.push_back(e);
    phrases.push_back(
        {tokens.list[e.span->begin].begin_byte, tokens.list[e.span->end - 1].end_byte});
  }
  return phrases;
}

}  // namespace

FamilyEvidence family_evidence(std::span<const decode::InputWord> input_words,
                               const decode::Decoding& decoding,
                               const channel::Families& families) {
  FamilyEvidence evidence;
  evidence.nats.assign(families.size(), 0);
  for (const UniqueForm& form : unique_forms(input_words, decoding)) {
    const double posterior = double{form.span->posterior};
    const auto row = families.find(form.hash);
    if (!row) {
      evidence.unlisted += posterior;
      continue;
    }
    evidence.swaps += posterior;
    for (std::size_t f = 0; f < evidence.nats.size(); ++f) {
      evidence.nats[f] += posterior * double{families.ratio_nats(*row, f)};
    }
  }
  return evidence;
}

std::vector<double> family_posterior(const FamilyEvidence& evidence,
                                     channel::FamilyWeights weights) {
  const double most = double{weights.most_swaps};
  const double scale = double{weights.scale} * (evidence.swaps > most ? most / evidence.swaps : 1);
  std::vector<double> out;
  for (const double sum : evidence.nats) out.push_back(scale * sum);
  const double all = evidence.swaps + evidence.unlisted;
  const double unlisted = all > 0 ? evidence.unlisted / all : 1;
  out.push_back(double{weights.unknown_nats} + double{weights.unlisted_nats} * unlisted);
  const double highest = *std::max_element(out.begin(), out.end());
  double total = 0;
  for (double& share : out) total += share = base::exact_exp(share - highest);
  for (double& share : out) share /= total;
  return out;
}

std::vector<FamilyShare> to_family_shares(const Reading& reading, const channel::Families& families,
                                          const DetectParameters& parameters) {
  if (families.size() == 0) return {};
  const auto posterior = family_posterior(family_evidence(reading.words, reading.swaps(), families),
                                          families.weights());
  std::vector<std::vector<Evidence>> evidence(families.size());
  for (const UniqueForm& form : unique_forms(reading.words, reading.swaps())) {
    const decode::SwapSpan& span = *form.span;
    const auto row = families.find(form.hash);
    if (!row || span.posterior < parameters.telling_posterior) continue;
    for (std::size_t f = 0; f < families.size(); ++f) {
      const double nats = double{span.posterior} * double{families.ratio_nats(*row, f)};
      if (nats > 0) {
        evidence[f].push_back(
            {&span, nats + parameters.telling_nats_per_word * (span.end - span.begin)});
      }
    }
  }
  std::vector<FamilyShare> shares;
  for (std::size_t f = 0; f < families.size(); ++f) {
    shares.push_back({families.at(f).name, posterior[f], families.at(f).phrases,
                      strongest(std::move(evidence[f]), reading.tokens)});
  }
  shares.push_back({std::string(channel::kUnknownFamily), posterior.back(), {}, {}});
  std::stable_sort(shares.begin(), shares.end(), [](const FamilyShare& a, const FamilyShare& b) {
    return a.posterior > b.posterior;
  });
  return shares;
}

}  // namespace despin::detect
