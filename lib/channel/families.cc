#include "lib/channel/families.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string_view>

#include "lib/base/bytes.h"

namespace despin::channel {
namespace {

using base::append_le;
using base::load_le;

constexpr std::size_t kHeaderBytes = 32;
constexpr float kRatioUnitsPerNat = 32;
// Far beyond any real weight, yet sums over a text of products stay numbers.
constexpr float kMaxScale = 100;
constexpr float kMaxUnknownNats = 1000;
constexpr float kMaxSwaps = 1e6F;
constexpr std::uint32_t kMaxTextBytes = 1 << 16;

// What a terminal and JSON take as it is.
bool is_printable(std::string_view text, std::size_t limit) {
  return !text.empty() && text.size() <= limit &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// "name<TAB>phrase<TAB>phrase"; false if it is anything else.
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
  const auto bad = [](const char* what) {
    return Error{ErrorCode::kBadModel,
                 std::string("section FAML ") + what + "; rebuild or download the model again"};
  };
  if (section.size() < kHeaderBytes) return bad("is shorter than its header");
  Families f;
  const std::byte* head = section.data();
  const auto family_count = load_le<std::uint32_t>(head);
  f.form_count_ = load_le<std::uint32_t>(head + 4);
  const auto text_bytes = load_le<std::uint32_t>(head + 8);
  f.weights_.scale = load_le<float>(head + 16);
  f.weights_.unknown_nats = load_le<float>(head + 20);
  f.weights_.most_swaps = load_le<float>(head + 24);
  f.weights_.unlisted_nats = load_le<float>(head + 28);
  if (family_count == 0 || family_count > kMaxFamilies || text_bytes > kMaxTextBytes) {
    return bad("has more families than can be, or none");
  }
  // Written so that NaN fails too.
  if (!(f.weights_.scale >= 0 && f.weights_.scale <= kMaxScale) ||
      !(std::abs(f.weights_.unknown_nats) <= kMaxUnknownNats) ||
      !(std::abs(f.weights_.unlisted_nats) <= kMaxUnknownNats) ||
      !(f.weights_.most_swaps > 0 && f.weights_.most_swaps <= kMaxSwaps)) {
    return bad("has weights out of range");
  }
  const std::uint64_t forms = f.form_count_;
  if (section.size() != kHeaderBytes + forms * (8 + family_count) + text_bytes) {
    return bad("does not hold the tables its header announces");
  }
  f.hashes_ = head + kHeaderBytes;
  f.ratios_ = f.hashes_ + forms * 8;
  std::string_view text(reinterpret_cast<const char*>(f.ratios_ + forms * family_count),
                        text_bytes);
  for (std::uint32_t i = 0; i < family_count; ++i) {
    const std::size_t end = text.find('\n');
    Family family;
    if (end == text.npos || !parse(text.substr(0, end), family)) {
      return bad("has families without a proper name");
    }
    f.families_.push_back(std::move(family));
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) return bad("has more names than families");
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

std::vector<std::byte> encode_families(std::span<const Family> families,
                                       std::span<const FamilyForm> forms, FamilyWeights weights) {
  assert(!families.empty() && families.size() <= kMaxFamilies);
  std::vector<const FamilyForm*> sorted;
  for (const FamilyForm& form : forms) sorted.push_back(&form);
  std::sort(sorted.begin(), sorted.end(),
            [](const FamilyForm* a, const FamilyForm* b) { return a->hash < b->hash; });
  std::string text;
  for (const Family& family : families) {
    text += family.name;
    for (const std::string& phrase : family.phrases) text.append("\t").append(phrase);
    text += '\n';
  }
  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(families.size()));
  append_le(out, static_cast<std::uint32_t>(forms.size()));
  append_le(out, static_cast<std::uint32_t>(text.size()));
  append_le(out, std::uint32_t{0});
  append_le(out, weights.scale);
  append_le(out, weights.unknown_nats);
  append_le(out, weights.most_swaps);
  append_le(out, weights.unlisted_nats);
  for (const FamilyForm* form : sorted) append_le(out, form->hash);
  for (const FamilyForm* form : sorted) {
    assert(form->ratio_nats.size() == families.size());
    for (const float nats : form->ratio_nats) {
      const float units = std::clamp(nats * kRatioUnitsPerNat, -127.0F, 127.0F);
      append_le(out, static_cast<std::int8_t>(std::lround(units)));
    }
  }
  const auto bytes = std::as_bytes(std::span(text));
  out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}

}  // namespace despin::channel
