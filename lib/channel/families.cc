#include "lib/channel/families.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string_view>

#include "lib/base/bytes.h"
#include "lib/format/section_reader.h"

namespace despin::channel {
namespace {

using base::load_le;

// Far beyond any real weight, yet sums over a text of products stay numbers.
constexpr float kMaxScale = 100;
constexpr float kMaxUnknownNats = 1000;
constexpr float kMaxSwaps = 1e6F;
constexpr std::uint32_t kMaxTextBytes = 1 << 16;

// Whether terminals and JSON can show it unescaped.
bool is_printable(std::string_view text, std::size_t limit) {
  return !text.empty() && text.size() <= limit &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Parses "name<TAB>phrase<TAB>phrase"; false for anything else.
bool parse(std::string_view line, Family& family) {
  const auto next = [&line] {
    const std::string_view field = line.substr(0, line.find('\t'));
    line.remove_prefix(std::min(field.size() + 1, line.size()));
    return field;
  };
  family.name = next();
  if (!is_printable(family.name, kMaxFamilyNameBytes)) return false;
  if (family.name == kUnknownFamily) return false;
  while (!line.empty()) {
    const std::string_view phrase = next();
    if (!is_printable(phrase, kMaxFamilyPhraseBytes)) return false;
    if (family.phrases.size() == kMaxFamilyPhrases) return false;
    family.phrases.emplace_back(phrase);
  }
  return true;
}

}  // namespace

Result<Families> Families::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kFamiliesSection, section);
  Families f;
  const auto family_count = in.number<std::uint32_t>();
  f.form_count_ = in.number<std::uint32_t>();
  const auto text_bytes = in.number<std::uint32_t>();
  in.skip(4);
  f.weights_.scale = in.number<float>();
  f.weights_.unknown_nats = in.number<float>();
  f.weights_.most_swaps = in.number<float>();
  f.weights_.unlisted_nats = in.number<float>();
  if (!in.ok()) return in.bad("is shorter than its header");
  if (family_count == 0 || family_count > kMaxFamilies || text_bytes > kMaxTextBytes) {
    return in.bad("has more families than can be, or none");
  }
  // Written so that NaN fails as well.
  if (!(f.weights_.scale >= 0 && f.weights_.scale <= kMaxScale) ||
      !(std::abs(f.weights_.unknown_nats) <= kMaxUnknownNats) ||
      !(std::abs(f.weights_.unlisted_nats) <= kMaxUnknownNats) ||
      !(f.weights_.most_swaps > 0 && f.weights_.most_swaps <= kMaxSwaps)) {
    return in.bad("has weights out of range");
  }
  f.hashes_ = in.span(f.form_count_, 8).data();
  f.ratios_ = in.span(f.form_count_, family_count).data();
  const auto chars = in.span(text_bytes);
  if (!in.at_end()) return in.bad("does not hold the tables its header announces");
  std::string_view text(reinterpret_cast<const char*>(chars.data()), chars.size());
  for (std::uint32_t i = 0; i < family_count; ++i) {
    const std::size_t end = text.find('\n');
    Family family;
    if (end == text.npos || !parse(text.substr(0, end), family)) {
      return in.bad("has families without a proper name");
    }
    f.families_.push_back(std::move(family));
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) return in.bad("has more names than families");
  return f;
}

std::uint64_t Families::hash_at(std::uint32_t row) const noexcept {
  return load_le<std::uint64_t>(hashes_ + std::size_t{row} * 8);
}

std::optional<std::uint32_t> Families::find(std::uint64_t form_hash) const noexcept {
  std::uint32_t first = 0;
  std::uint32_t last = form_count_;
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    if (hash_at(middle) < form_hash) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  if (first == form_count_ || hash_at(first) != form_hash) return std::nullopt;
  return first;
}

float Families::ratio_nats(std::uint32_t row, std::size_t family) const noexcept {
  assert(row < form_count_ && family < families_.size());
  const auto code = load_le<std::int8_t>(ratios_ + std::size_t{row} * families_.size() + family);
  return static_cast<float>(code) / kRatioUnitsPerNat;
}

bool Families::in_order() const noexcept {
  for (std::uint32_t row = 1; row < form_count_; ++row) {
    if (hash_at(row - 1) >= hash_at(row)) return false;
  }
  return true;
}

}  // namespace despin::channel
