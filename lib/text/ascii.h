// lib/text/ascii.h - ASCII letters, spaces and case-insensitive comparison, for names that are
// ASCII by rule. Independent of the locale; bytes outside ASCII are unchanged.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace despin::text {

constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_letter(char c) { return is_ascii_upper(c) || is_ascii_lower(c); }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char ascii_lower(char c) {
  return is_ascii_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char ascii_upper(char c) {
  return is_ascii_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c;
}

inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_lower(c);
  return out;
}
inline std::string ascii_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_upper(c);
  return out;
}

constexpr bool is_ascii_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

inline bool same_ascii(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

// The first occurrence of `needle` in `text` at or after `from`; npos if there is none.
inline std::size_t find_ascii(std::string_view text, std::string_view needle,
                              std::size_t from = 0) {
  if (from > text.size()) return std::string_view::npos;
  const auto at =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), needle.begin(),
                  needle.end(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
  return at == text.end() ? (needle.empty() ? from : std::string_view::npos)
                          : static_cast<std::size_t>(at - text.begin());
}

inline bool ends_with_ascii(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && same_ascii(text.substr(text.size() - end.size()), end);
}

// Each byte for which keeps(c) is false as %XX (RFC 3986, section 2.1).
template <class F>
std::string percent_encoded(std::string_view text, F&& keeps) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (keeps(c)) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

// White space inside a line or between lines; excludes the form feed.
constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

inline std::string_view trim_ascii(std::string_view text) {
  while (!text.empty() && is_ascii_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
  return text;
}

// `text` with each run of white space, as defined by `is_space`, collapsed to one blank.
template <typename IsSpace>
std::string collapse(std::string_view text, IsSpace is_space) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out.push_back(c);
    } else if (out.empty() || out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

}  // namespace despin::text
