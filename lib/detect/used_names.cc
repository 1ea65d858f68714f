#include "lib/detect/used_names.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace despin::detect {
namespace {

bool is_capitalized(const text::Token& token) {
  return token.kind == text::TokenKind::kWord && token.shape == text::Shape::kTitle;
}

bool is_determiner(std::string_view form) {
  static constexpr std::array<std::string_view, 14> kDeterminers = {
      "a",   "an",   "her",   "his",   "its",  "my",    "our",
      "the", "that", "their", "these", "this", "those", "your"};
  return std::find(kDeterminers.begin(), kDeterminers.end(), form) != kDeterminers.end();
}

}  // namespace

UsedNames::UsedNames(const text::Tokens& tokens) {
  std::unordered_set<std::string_view> behind_a_name;
  std::unordered_set<std::string_view> alone;
  std::unordered_set<std::string_view> other;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const text::Token& token = tokens.list[i];
    if (token.kind != text::TokenKind::kWord) continue;
    const std::string_view form = tokens.form(token);
    const bool begins = i == 0 || (token.flags & text::kSentenceStart) != 0;
    const text::Token* before = begins ? nullptr : &tokens.list[i - 1];
    if (!is_capitalized(token) || (before != nullptr && is_determiner(tokens.form(*before)))) {
      other.insert(form);
    } else if (before != nullptr && is_capitalized(*before)) {
      behind_a_name.insert(form);
    } else {
      alone.insert(form);
    }
  }
  for (const std::string_view form : behind_a_name) {
    if (alone.contains(form) && !other.contains(form)) names_.insert(form);
  }
}

}  // namespace despin::detect
