#include "lib/channel/known_phrases.h"

#include <cassert>
#include <string>

#include "lib/base/bytes.h"

namespace despin::channel {
namespace {

using base::append_le;
using base::load_le;

constexpr std::size_t kHeaderBytes = 8;

}  // namespace

Result<KnownPhrases> KnownPhrases::view(std::span<const std::byte> section, std::size_t words) {
  const auto bad = [](const char* what) {
    return Error{ErrorCode::kBadModel,
                 std::string("section TERM ") + what + "; rebuild or download the model again"};
  };
  if (section.size() < kHeaderBytes) return bad("is shorter than its header");
  const std::uint64_t known_phrases = load_le<std::uint32_t>(section.data());
  const std::uint64_t all = load_le<std::uint32_t>(section.data() + 4);
  if (section.size() != kHeaderBytes + known_phrases + 4 * all)
    return bad("has another size than it says");
  const std::span<const std::byte> sizes = section.subspan(kHeaderBytes, known_phrases);
  const std::byte* ids = sizes.data() + known_phrases;
  KnownPhrases out;
  std::uint32_t end = 0;
  for (const std::byte byte : sizes) {
    const auto size = std::to_integer<std::uint32_t>(byte);
    if (size == 0 || size > kMaxKnownPhraseWords) return bad("has a term of no words or too many");
    end += size;
    out.ends_.push_back(end);
  }
  if (end != all) return bad("counts its words wrongly");
  for (std::uint32_t i = 0; i < all; ++i) {
    const auto word = load_le<WordId>(ids + std::size_t{4} * i);
    if (word >= words) return bad("names a word that section VOCB lacks");
    out.words_.push_back(word);
  }
  return out;
}

std::vector<std::byte> encode_known_phrases(std::span<const std::vector<WordId>> known_phrases) {
  std::size_t words = 0;
  for (const std::vector<WordId>& term : known_phrases) {
    assert(!term.empty() && term.size() <= kMaxKnownPhraseWords);
    words += term.size();
  }
  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(known_phrases.size()));
  append_le(out, static_cast<std::uint32_t>(words));
  for (const std::vector<WordId>& term : known_phrases) {
    out.push_back(static_cast<std::byte>(term.size()));
  }
  for (const std::vector<WordId>& term : known_phrases) {
    for (const WordId word : term) append_le(out, word);
  }
  return out;
}

}  // namespace despin::channel
