// lib/channel/channel.h - the channel model, P(substitute | original), as a table of entries.
//
//   auto channel = channel::Channel::view(section_bytes);
//   if (auto w = channel->find(std::span(&id, 1))) {
//     for (std::uint32_t e = channel->first_entry(*w); e < channel->last_entry(*w); ++e)
//       use(channel->meant(e), channel->weight_nats(e));
//   }
//
// A *written form* is a phrase of 1 to 6 words that spinners use as a substitute; each of its
// *entries* is a possible original of 1 to 3 words. weight_nats is ln q(original | form, swapped),
// without context. swap_ratio_nats is ln of how much more likely spinners write the form than
// authors do, minus the mean gain of its entries on genuine text. keep_nats is the log-odds that
// the form was not swapped, in a text known to be spun.
//
// Units    Nats, stored in 1/1024; an entry's weight, at most 0, in 1/16.
// Threads  Immutable.
// Memory   Views mapped bytes; in bounds on any bytes.
// Layout   models/FORMAT.md, section CHAN. Written by models/build/channel.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "despin/result.h"
#include "lib/base/word_id.h"

namespace despin::channel {

inline constexpr std::size_t kMaxWrittenWords = 6;  // "keeping in mind the end goal"
inline constexpr std::size_t kMaxMeantWords = 3;
inline constexpr float kUnitsPerNat = 1024;

// An entry in the file is one number: where its meaning is, its words less one, its weight.
inline constexpr std::uint32_t kPlaceBits = 22;
inline constexpr std::uint32_t kPlaceMask = (1U << kPlaceBits) - 1;
inline constexpr std::uint32_t kSizeMask = 3;
inline constexpr std::uint32_t kWeightShift = 24;
inline constexpr float kWeightUnitsPerNat = 16;

// How the language model's score of a word enters a path:
// lm_scale * (ln P(word | history) - discount * ln P(word)).
struct ContextWeights {
  float lm_scale = 1;
  float discount = 0.5F;
};

struct Meant {
  std::array<WordId, kMaxMeantWords> words{};
  std::uint8_t size = 0;
  std::span<const WordId> view() const& noexcept { return {words.data(), size}; }
  std::span<const WordId> view() const&& = delete;  // would view a temporary
};

using WrittenIndex = std::uint32_t;

// The key of a written form in the sections of a model (models/FORMAT.md). REQUIRES: at least one
// word.
std::uint64_t hash_form(std::span<const WordId> words) noexcept;

class Channel {
 public:
  Channel() = default;
  // Errors: kBadModel.
  static Result<Channel> view(std::span<const std::byte> section);

  // Length in words of the longest written form that starts with `word`, at most kMaxWrittenWords;
  // 0 if there is none.
  std::uint32_t longest_from(WordId word) const noexcept;
  std::optional<WrittenIndex> find(std::span<const WordId> words) const noexcept;

  float swap_ratio_nats(WrittenIndex written) const noexcept;
  float keep_nats(WrittenIndex written) const noexcept;
  // The key of the form's words (models/FORMAT.md).
  std::uint64_t written_hash(WrittenIndex written) const noexcept;
  // Entries of a form are [first_entry, last_entry), in the order in which they were written.
  std::uint32_t first_entry(WrittenIndex written) const noexcept;
  std::uint32_t last_entry(WrittenIndex written) const noexcept;
  Meant meant(std::uint32_t entry) const noexcept;
  // Appends the first word of each original in [first, last): enough to reject most of them.
  void list_first_meant(std::uint32_t first, std::uint32_t last, std::vector<WordId>& out) const;
  float weight_nats(std::uint32_t entry) const noexcept;

  ContextWeights context() const noexcept { return context_; }
  std::uint32_t written_forms() const noexcept { return written_count_; }
  std::uint32_t entries() const noexcept { return entry_count_; }

 private:
  std::uint32_t entry_bound(std::uint64_t written) const noexcept;

  ContextWeights context_;
  std::uint32_t written_count_ = 0;
  std::uint32_t entry_count_ = 0;
  std::uint32_t pool_count_ = 0;
  std::uint32_t slot_mask_ = 0;
  std::uint32_t word_count_ = 0;
  const std::byte* slots_ = nullptr;
  const std::byte* hashes_ = nullptr;
  const std::byte* first_ = nullptr;
  const std::byte* swap_ratios_ = nullptr;
  const std::byte* keep_ = nullptr;
  const std::byte* entries_ = nullptr;
  const std::byte* pool_ = nullptr;
  const std::byte* longest_ = nullptr;
};

}  // namespace despin::channel
