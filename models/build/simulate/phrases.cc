#include "models/build/simulate/phrases.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"

namespace despin::simulate {
namespace {

// Of an odd number, modulo 2^64 (Newton: each step doubles the bits that are right).
constexpr std::uint64_t inverse(std::uint64_t a) {
  std::uint64_t x = a;
  for (int i = 0; i < 6; ++i) x *= 2 - a * x;
  return x;
}

constexpr std::uint64_t undo_shift(std::uint64_t y, int shift) {
  std::uint64_t x = y;
  for (int known = shift; known < 64; known += shift) x = y ^ (x >> shift);
  return x;
}

// base::mix64() backwards.
constexpr std::uint64_t unmix64(std::uint64_t x) {
  x = undo_shift(x, 31) * inverse(0x94D049BB133111EBULL);
  x = undo_shift(x, 27) * inverse(0xBF58476D1CE4E5B9ULL);
  return undo_shift(x, 30);
}
static_assert(unmix64(base::mix64(123456789)) == 123456789);

// base::extend_hash(hash, older) less its multiplication: folded(hash) + older + 1.
constexpr std::uint64_t before_product(std::uint64_t extended) {
  return extended * inverse(0xD6E8FEB86659FD93ULL);
}
constexpr std::uint64_t folded(std::uint64_t hash) { return hash ^ (hash >> 32); }
static_assert(before_product(base::extend_hash(5, 7)) == folded(5) + 7 + 1);

// Inverts extend_hash() for this word.
constexpr std::uint64_t take_off(std::uint64_t extended, WordId older) {
  return undo_shift(before_product(extended) - older - 1, 32);
}

// The two words that a hash was made of.
class Pairs {
 public:
  explicit Pairs(WordId words) : words_(words), seen_(std::size_t{1} << kFilterBits) {
    last_.reserve(words);
    for (WordId word = 0; word < words; ++word) {
      const std::uint32_t top = upper(base::start_hash(word));
      last_[top] = word;
      seen_[top >> (32 - kFilterBits)] = true;
    }
  }

  std::optional<std::pair<WordId, WordId>> find(std::uint64_t hash) const {
    const std::uint64_t sum = before_product(hash);
    for (std::uint32_t carry = 0; carry < 2; ++carry) {
      const std::uint32_t top = upper(sum) - carry;
      if (!seen_[top >> (32 - kFilterBits)]) continue;
      const auto found = last_.find(top);
      if (found == last_.end()) continue;
      const std::uint64_t first = sum - folded(base::start_hash(found->second)) - 1;
      if (first < words_) return std::pair{static_cast<WordId>(first), found->second};
    }
    return std::nullopt;
  }

 private:
  static constexpr int kFilterBits = 24;
  static std::uint32_t upper(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

  WordId words_;
  std::unordered_map<std::uint32_t, WordId> last_;  // by the upper half of its hash
  std::vector<bool> seen_;
};

// A form's words, all of them in a form of its length, or none.
std::vector<WordId> words_of(std::uint64_t hash, const Pairs& pairs,
                             std::span<const std::vector<WordId>> starts, bool high_ratio) {
  if (const auto two = pairs.find(hash - 2)) return {two->first, two->second};
  for (const WordId first : starts[3]) {
    if (const auto two = pairs.find(take_off(hash - 3, first))) {
      return {first, two->first, two->second};
    }
  }
  if (!high_ratio) return {};
  for (const WordId first : starts[4]) {
    const std::uint64_t rest = take_off(hash - 4, first);
    for (WordId second = kFirstPlainWord; second < kSecondWords; ++second) {
      if (const auto two = pairs.find(take_off(rest, second))) {
        return {first, second, two->first, two->second};
      }
    }
  }
  return {};
}

}  // namespace

std::vector<WrittenWords> written_forms(const detect::Model& model) {
  const channel::Channel& channel = model.channel;
  const WordId words = model.vocabulary.size();
  std::array<std::vector<WordId>, channel::kMaxWrittenWords + 1> starts;  // by least length
  std::vector<std::vector<WordId>> forms(channel.written_forms());
  for (WordId word = 0; word < words; ++word) {
    for (std::uint32_t n = 2; n <= channel.longest_from(word); ++n) starts[n].push_back(word);
    if (const auto form = channel.find(std::span(&word, 1))) forms[*form] = {word};
  }
  const Pairs pairs(words);
  for (channel::WrittenIndex form = 0; form < forms.size(); ++form) {
    if (!forms[form].empty()) continue;
    const std::uint64_t hash = unmix64(channel.written_hash(form));
    auto found = words_of(hash, pairs, starts, channel.swap_ratio_nats(form) >= kMinSwapRatioNats);
    // Not by chance, nor from a corrupt table.
    if (!found.empty() && channel.find(found) == form) forms[form] = std::move(found);
  }
  std::vector<WrittenWords> out;
  for (channel::WrittenIndex form = 0; form < forms.size(); ++form) {
    if (!forms[form].empty()) out.push_back({form, std::move(forms[form])});
  }
  return out;
}

}  // namespace despin::simulate
