// lib/channel/families.h - families of spinners, and the evidence of each written form for each
// family.
//
//   auto families = channel::Families::view(section_bytes);
//   if (auto row = families->find(channel::hash_form(words))) {
//     use(families->ratio_nats(*row, family));
//   }
//
// ratio_nats is ln P(form | family, swapped) - ln P(form | pool, swapped), the pool being all
// families in equal parts. A form without a row is no evidence for any family.
//
// Units    Nats, stored in 1/32.
// Threads  Immutable.
// Memory   Views mapped bytes, except for the names; in bounds on any bytes.
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

// The family of a text of no known family; reserved.
inline constexpr std::string_view kUnknownFamily = "unknown";
inline constexpr std::size_t kMaxFamilies = 16;
inline constexpr std::size_t kMaxFamilyNameBytes = 24;
inline constexpr std::size_t kMaxFamilyPhrases = 16;
inline constexpr std::size_t kMaxFamilyPhraseBytes = 64;
inline constexpr float kRatioUnitsPerNat = 32;

// Name and typical phrases of a family; printable ASCII.
struct Family {
  std::string name;
  std::vector<std::string> phrases;
};

// Parameters that turn the ratios of a text's swaps into a posterior.
struct FamilyWeights {
  float scale = 1;  // of the ratios' sum: swaps of one text are not independent
  // Score of the unknown family, compared with the scaled sums of the others.
  float unknown_nats = 0;
  // Texts with more swaps count as this many: longer ones were not measured.
  float most_swaps = 1e6F;
  float unlisted_nats = 0;  // added to unknown_nats if no swap of the text has a row
};

class Families {
 public:
  Families() = default;  // empty
  // Errors: kBadModel.
  static Result<Families> view(std::span<const std::byte> section);

  std::size_t size() const noexcept { return families_.size(); }
  const Family& at(std::size_t family) const noexcept { return families_[family]; }
  FamilyWeights weights() const noexcept { return weights_; }

  std::uint32_t forms() const noexcept { return form_count_; }
  std::optional<std::uint32_t> find(std::uint64_t form_hash) const noexcept;
  // REQUIRES: row < forms(), family < size().
  float ratio_nats(std::uint32_t row, std::size_t family) const noexcept;
  // Whether the forms are sorted, so that find() finds every one; O(forms).
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
