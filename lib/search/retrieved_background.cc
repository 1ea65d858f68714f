#include "lib/search/retrieved_background.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "lib/base/exact_math.h"
#include "lib/base/hash.h"

namespace despin::search {
namespace {

std::uint64_t pair_hash(const align::Word& first, const align::Word& second) {
  return base::mix64(base::mix64(first.key) + second.key);
}

void set(std::vector<std::uint64_t>& bits, std::uint32_t at) {
  bits[at / 64] |= std::uint64_t{1} << (at % 64);
}

bool test(const std::vector<std::uint64_t>& bits, std::uint32_t at) {
  return (bits[at / 64] >> (at % 64) & 1U) != 0;
}

}  // namespace

void RetrievedBackground::set_suspect(std::span<const align::Word> suspect) {
  pairs_.clear();
  words_ = suspect.size();
  for (std::uint32_t i = 1; i < suspect.size(); ++i) {
    pairs_.emplace_back(pair_hash(suspect[i - 1], suspect[i]), i);
  }
  std::sort(pairs_.begin(), pairs_.end());
}

void RetrievedBackground::add_candidate(std::span<const align::Word> candidate) {
  Bits& bits = has_.emplace_back((words_ + 63) / 64, 0);
  for (std::size_t i = 1; i < candidate.size(); ++i) {
    const std::uint64_t hash = pair_hash(candidate[i - 1], candidate[i]);
    auto at = std::lower_bound(pairs_.begin(), pairs_.end(), std::pair(hash, std::uint32_t{0}));
    for (; at != pairs_.end() && at->first == hash; ++at) set(bits, at->second);
  }
}

void RetrievedBackground::cap_nats(const align::Alignment& alignment, std::size_t aligned,
                                   double max_share, std::vector<float>& out) const {
  out.assign(words_, std::numeric_limits<float>::max());
  // What the aligned one shares with the suspect, word after word.
  Bits shared((words_ + 63) / 64, 0);
  std::size_t count = 0;
  for (const align::WordPair& pair : alignment.pairs) {
    const std::uint32_t at = pair.suspect.begin;
    const bool kept = pair.edit == Edit::kKept || pair.edit == Edit::kMoved;
    if (!kept || !test(has_[aligned], at)) continue;
    set(shared, at);
    ++count;
  }
  std::vector<std::uint32_t> seen(words_, 0);
  std::uint32_t unrelated = 0;
  for (std::size_t c = 0; c < has_.size(); ++c) {
    if (c == aligned) continue;
    std::size_t common = 0;
    for (std::size_t w = 0; w < shared.size(); ++w) {
      common += static_cast<std::size_t>(std::popcount(shared[w] & has_[c][w]));
    }
    if (static_cast<double>(common) > max_share * static_cast<double>(count)) continue;  // a copy
    ++unrelated;
    for (std::uint32_t i = 0; i < words_; ++i) seen[i] += test(has_[c], i) ? 1U : 0U;
  }
  for (std::uint32_t i = 0; i < words_; ++i) {
    if (seen[i] == 0) continue;
    out[i] = static_cast<float>(base::exact_log((unrelated + 1.0) / seen[i]));
  }
}

}  // namespace despin::search
