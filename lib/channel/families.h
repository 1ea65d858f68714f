// lib/channel/families.h
// Families of spinners, and how much each written form speaks for which.
//
//   auto families = channel::Families::view(section_bytes);
//   if (auto row = families->find(channel::hash_form(words))) {
//     use(families->ratio_nats(*row, family));
//   }
//
// ratio_nats is ln P(form | family, swapped) - ln P(form | pool, swapped), the pool being
// all families in equal parts. A form without a row speaks for none.
//
// Units    Nats, stored in 1/32.
// Threads  Immutable.
// Memory   Views mapped bytes but for the names; in bounds on any bytes.
// Cost     find() is O(log forms).
// Layout   models/FORMAT.md, section FAML. Written by models/build/families.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"

namespace despin::channel {

// Name given to a text of no known family; no family may have that name.
inline constexpr std::string_view kUnknownFamily = "unknown";
inline constexpr std::size_t kMaxFamilies = 16;
inline constexpr std::size_t kMaxFamilyNameBytes = 24;
inline constexpr std::size_t kMaxFamilyPhrases = 16;
inline constexpr std::size_t kMaxFamilyPhraseBytes = 64;
inline constexpr float kRatioUnitsPerNat = 32;

// What a family is called and known by; printable ASCII.
struct Family {
  std::string name;
  std::vector<std::string> phrases;
};

// From the ratios of a text's swaps to a posterior.
struct FamilyWeights {
  float scale = 1;          // of the ratios' sum: swaps of one text are no independent draws
  float unknown_nats = 0;   // score of "none of them", beside the scaled sums of the families
  float most_swaps = 1e6F;  // a text with more counts as one with so many: none was measured
  float unlisted_nats = 0;  // added to unknown_nats where no swap of the text has a row
};

class Families {
 public:
  Families() = default;  // none
  // Errors: kBadModel.
  static Result<Families> view(std::span<const std::byte> section);

  std::size_t size() const noexcept { return families_.size(); }
  const Family& at(std::size_t family) const noexcept { return families_[family]; }
  FamilyWeights weights() const noexcept { return weights_; }

  std::uint32_t forms() const noexcept { return form_count_; }
  std::optional<std::uint32_t> find(std::uint64_t form_hash) const noexcept;
  // REQUIRES: row < forms(), family < size().
  float ratio_nats(std::uint32_t row, std::size_t family) const noexcept;
  // Whether find() can find every form; O(forms).
  bool in_order() const noexcept;

 private:
  std::uint64_t hash_at(std::uint32_t row) const noexcept;

  std::vector<Family> families_;
  FamilyWeights weights_;
  std::uint32_t form_count_ = 0;
  const std::byte* hashes_ = nullptr;
  const std::byte* ratios_ = nullptr;
};

}  // namespace despin::channel
