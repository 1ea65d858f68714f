// lib/index/tombstones.h - which documents of a segment have been removed. Its file still has them,
// until a merge.
//
//   auto more = std::make_shared<Tombstones>(*entry.tombstones);
//   more->add(document, metadata.words);
//   entry.tombstones = more;
//   if (more->holds(7)) ...
//
// Threads  Immutable once shared.
// Memory   Four bytes each.
// Cost     holds() halves the list; add() at the end is O(1).
// Layout   FORMAT.md, section TOMB.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace despin::index {

class Tombstones {
 public:
  Tombstones() = default;
  Tombstones(const std::set<std::uint32_t>& documents, std::uint64_t words)
      : documents_(documents.begin(), documents.end()), words_(words) {}

  std::uint64_t size() const noexcept { return documents_.size(); }
  // Of the texts of these documents.
  std::uint64_t words() const noexcept { return words_; }
  std::span<const std::uint32_t> documents() const noexcept { return documents_; }  // ascending

  bool holds(std::uint32_t document) const noexcept {
    return std::binary_search(documents_.begin(), documents_.end(), document);
  }

  // Removes nothing twice: false if it is there already.
  bool add(std::uint32_t document, std::uint64_t words) {
    const auto at = std::lower_bound(documents_.begin(), documents_.end(), document);
    if (at != documents_.end() && *at == document) return false;
    documents_.insert(at, document);
    words_ += words;
    return true;
  }

  void erase(std::uint32_t document, std::uint64_t words) noexcept {
    const auto at = std::lower_bound(documents_.begin(), documents_.end(), document);
    if (at == documents_.end() || *at != document) return;
    documents_.erase(at);
    words_ -= words;
  }

  // REQUIRES: none of the others is here.
  void merge(const Tombstones& others) {
    const auto middle = static_cast<std::ptrdiff_t>(documents_.size());
    documents_.insert(documents_.end(), others.documents_.begin(), others.documents_.end());
    std::inplace_merge(documents_.begin(), documents_.begin() + middle, documents_.end());
    words_ += others.words_;
  }

  bool operator==(const Tombstones&) const = default;

 private:
  std::vector<std::uint32_t> documents_;
  std::uint64_t words_ = 0;
};

}  // namespace despin::index
