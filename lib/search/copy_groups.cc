#include "lib/search/copy_groups.h"

#include <algorithm>
#include <cstddef>

#include "lib/base/hash.h"

namespace despin::search {
namespace {

using Runs = std::vector<std::uint64_t>;  // hashes, ascending, each once

Runs runs_of(std::span<const align::Word> words) {
  constexpr std::size_t kLength = 3;
  Runs runs;
  const std::size_t length = std::min(kLength, words.size());
  for (std::size_t i = 0; length > 0 && i + length <= words.size(); ++i) {
    std::uint64_t hash = 0;
    for (std::size_t k = 0; k < length; ++k) hash = base::mix64(hash + words[i + k].key);
    runs.push_back(hash);
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

bool resemble(const Runs& a, const Runs& b) {
  std::size_t both = 0;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    both += a[i] == b[k] ? 1 : 0;
    const bool forward = a[i] <= b[k];
    const bool other = b[k] <= a[i];
    i += forward ? 1 : 0;
    k += other ? 1 : 0;
  }
  const auto all = static_cast<double>(a.size() + b.size() - both);
  return both > 0 && static_cast<double>(both) >= kMinResemblance * all;
}

}  // namespace

std::vector<std::uint32_t> group_copies(std::span<const std::span<const align::Word>> sources) {
  std::vector<std::uint32_t> groups;
  std::vector<Runs> firsts;
  for (const auto& words : sources) {
    Runs runs = runs_of(words);
    std::size_t group = 0;
    while (group < firsts.size() && !resemble(firsts[group], runs)) ++group;
    if (group == firsts.size()) firsts.push_back(std::move(runs));
    groups.push_back(static_cast<std::uint32_t>(group));
  }
  return groups;
}

}  // namespace despin::search
