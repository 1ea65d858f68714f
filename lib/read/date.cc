#include "lib/read/date.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/text/ascii.h"

namespace despin::read {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

std::optional<int> number_of(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  int value = 0;
  for (const char c : digits) {
    if (!text::is_ascii_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// From 1 on; 0 if the word is no month. Three letters are enough, as are four of "Sept".
int month_of(std::string_view word) {
  const std::string lower = text::ascii_lower(word);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (lower.size() >= 3 && kMonths[i].starts_with(lower)) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::string padded(int value, std::size_t digits) {
  std::string out = std::to_string(value);
  return std::string(digits - std::min(digits, out.size()), '0') + out;
}

std::string calendar_day(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (year < 1000 || year > 9999 || !date.ok()) return {};
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
}

// Words and numbers: "Tue, 05 Jan 2021 10:00:00 GMT" is Tue 05 Jan 2021 10 ...
std::vector<std::string_view> words_of(std::string_view date) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < date.size() && words.size() < 8;) {
    const bool digit = text::is_ascii_digit(date[at]);
    if (!digit && !text::is_ascii_letter(date[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < date.size() &&
           (digit ? text::is_ascii_digit(date[end]) : text::is_ascii_letter(date[end]))) {
      ++end;
    }
    words.push_back(date.substr(at, end - at));
    at = end;
  }
  return words;
}

// "Jan 5, 2021", "January 5th 2021", "Tue, 05 Jan 2021 ...", "5-Jan-2021".
std::string with_month_name(std::string_view date) {
  const std::vector<std::string_view> words = words_of(date);
  for (std::size_t i = 0; i < words.size() && i < 3; ++i) {
    const int month = month_of(words[i]);
    if (month == 0) continue;
    std::size_t next = i + 1;
    std::optional<int> day = i > 0 ? number_of(words[i - 1]) : std::nullopt;
    const bool ordinal = i > 1 && !day && words[i - 1].size() == 2;  // 5th January
    if (ordinal) day = number_of(words[i - 2]);
    if (!day && next < words.size() && words[next].size() <= 2) {
      day = number_of(words[next++]);
      if (next < words.size() && !number_of(words[next])) ++next;  // 5th
    }
    const auto year = next < words.size() && words[next].size() == 4 ? number_of(words[next])
                                                                     : std::optional<int>();
    if (day && year) return calendar_day(*year, month, *day);
  }
  return {};
}

std::string of_epoch(std::string_view digits) {
  std::int64_t seconds = 0;
  for (const char c : digits.substr(0, 10)) seconds = seconds * 10 + (c - '0');
  if (seconds >= 4102444800) return {};  // 2100
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds{std::chrono::seconds{seconds}})};
  return calendar_day(static_cast<int>(day.year()),
                      static_cast<int>(static_cast<unsigned>(day.month())),
                      static_cast<int>(static_cast<unsigned>(day.day())));
}

// "2021-01-05..." and its beginnings; "/" and "." divide as "-" does.
std::string with_year_first(std::string_view date) {
  const auto year = number_of(date.substr(0, 4));
  if (!year || *year < 1000) return {};
  if (date.size() == 4) return std::string(date);
  const char divider = date[4];
  if (divider != '-' && divider != '/' && divider != '.') return {};
  const auto month = number_of(date.substr(5, 2));
  if (date.size() < 7 || !month || *month < 1 || *month > 12) return {};
  if (date.size() == 7) return divider == '-' ? std::string(date) : std::string();
  const auto day = number_of(date.substr(8, 2));
  const bool more_digits = date.size() > 10 && text::is_ascii_digit(date[10]);
  if (date[7] != divider || date.size() < 10 || !day || more_digits) return {};
  std::string out = calendar_day(*year, *month, *day);
  return out.empty() ? out : out.append(date.substr(10));
}

}  // namespace

std::string read_date(std::string_view date) {
  date = text::trim_ascii(date);
  if (date.size() < 4 || date.size() > 100) return {};
  const std::size_t digits = std::min(date.find_first_not_of("0123456789"), date.size());
  if (digits == date.size() && digits != 4) {
    if (digits == 8) {
      return calendar_day(*number_of(date.substr(0, 4)), *number_of(date.substr(4, 2)),
                          *number_of(date.substr(6, 2)));
    }
    return (digits == 10 || digits == 13) && date[0] != '0' ? of_epoch(date) : std::string();
  }
  if (digits == 4) return with_year_first(date);
  return with_month_name(date);
}

}  // namespace despin::read
