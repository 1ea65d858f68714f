// lib/scan/bounded_counts.h - counts by name in bounded memory, for any number of names.
//
//   BoundedCounts<SiteCounts> sites(50000);
//   ++sites.at("example.org").documents;
//   for (const auto& [name, counts] : sites.heaviest(20)) ...
//
// V is a plain struct of counts with operator+= and operator<=>, which orders the lighter first.
//
// Threads  Single.
// Memory   At most `capacity` names.
// Method   Exact until there are more names than the capacity. Then the less frequent half is
//          evicted into rest(), so that sums stay exact. A name that recurs after its eviction
//          counts from 0, so counts of single names are lower bounds (similar to lossy counting,
//          Manku and Motwani 2002). Names that are frequent from the start are never evicted and
//          stay exact.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace despin::scan {

template <class V>
class BoundedCounts {
 public:
  using CountedName = std::pair<std::string, V>;

  explicit BoundedCounts(std::size_t capacity) : capacity_(std::max<std::size_t>(2, capacity)) {}

  // Valid until the next call.
  V& at(std::string_view name) {
    std::string key(name);
    const auto found = counts_.find(key);
    if (found != counts_.end()) return found->second;
    if (counts_.size() >= capacity_) let_go();
    return counts_[std::move(key)];
  }

  // Sorted by weight, then by name.
  std::vector<CountedName> heaviest(std::size_t limit) const {
    std::vector<CountedName> entries(counts_.begin(), counts_.end());
    const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(std::min(limit, size()));
    std::partial_sort(entries.begin(), middle, entries.end(), heavier);
    entries.erase(middle, entries.end());
    return entries;
  }

  std::size_t size() const { return counts_.size(); }
  bool exact() const { return exact_; }
  // The number of names; a lower bound if the counts are not exact.
  std::size_t names() const { return exact_ ? size() : capacity_; }
  const V& rest() const { return rest_; }

 private:
  static bool heavier(const CountedName& a, const CountedName& b) {
    if (a.second < b.second || b.second < a.second) return b.second < a.second;
    return a.first < b.first;
  }

  void let_go() {
    std::vector<CountedName> entries(counts_.begin(), counts_.end());
    const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(capacity_ / 2);
    std::nth_element(entries.begin(), middle, entries.end(), heavier);
    for (auto entry = middle; entry != entries.end(); ++entry) {
      rest_ += entry->second;
      counts_.erase(entry->first);
    }
    exact_ = false;
  }

  std::size_t capacity_;
  std::unordered_map<std::string, V> counts_;
  V rest_{};
  bool exact_ = true;
};

}  // namespace despin::scan
