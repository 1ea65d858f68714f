#include "lib/eval/matching.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::eval {
namespace {

// Combinations of candidates tried for one listed span; beyond it only the first ones.
constexpr std::size_t kMaxCombinations = 4096;

bool is_apostrophe(UChar32 c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC; }

// A normalized phrase, with the source byte of each of its bytes.
struct Normal {
  std::string text;
  std::vector<std::size_t> begin;  // of the source character, for each byte of text
  std::vector<std::size_t> end;
};

Normal normal_form(std::string_view source) {
  Normal out;
  bool space = false;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t begin = at;
    const char32_t character = text::next_checked_character(source, at);
    const bool is_text = character != text::kNoCharacter;
    const auto c = static_cast<UChar32>(character);
    if (is_text && is_apostrophe(c)) continue;
    if (!is_text || !(u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK)) {
      space = !out.text.empty();
      continue;
    }
    if (space) {
      out.text.push_back(' ');
      out.begin.push_back(begin);
      out.end.push_back(begin);
      space = false;
    }
    char buffer[4];
    const std::size_t size = text::put_character(static_cast<char32_t>(u_tolower(c)), buffer);
    out.text.append(buffer, size);
    out.begin.insert(out.begin.end(), size, begin);
    out.end.insert(out.end.end(), size, at);
  }
  return out;
}

std::vector<MatchSpan> find_phrase(const Normal& text, const std::string& phrase) {
  std::vector<MatchSpan> spans;
  if (phrase.empty()) return spans;
  for (std::size_t at = text.text.find(phrase); at != std::string::npos;
       at = text.text.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    const bool whole =
        (at == 0 || text.text[at - 1] == ' ') && (end == text.text.size() || text.text[end] == ' ');
    if (whole) spans.push_back({text.begin[at], text.end[end - 1]});
  }
  return spans;
}

bool overlap(const Finding& finding, const MatchSpan& span) {
  return finding.begin_byte < span.end && span.begin < finding.end_byte;
}

bool overlaps_any(const Finding& finding, std::span<const MatchSpan> spans) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](const MatchSpan& span) { return overlap(finding, span); });
}

// `text` between begin and end, with each finding replaced by the candidate chosen for it.
std::string restored(std::string_view text, std::size_t begin, std::size_t end,
                     std::span<const Finding* const> findings,
                     std::span<const std::size_t> choice) {
  std::string out;
  std::size_t at = begin;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    out += text.substr(at, findings[i]->begin_byte - at);
    out += findings[i]->likely_originals[choice[i]];
    at = findings[i]->end_byte;
  }
  out += text.substr(at, end - at);
  return normalize(out);
}

// Rank of the first combination that restores the span: 0 if the best candidates do, 1 if others
// do, nothing if none does.
std::optional<int> restoration_rank(std::string_view text, const MatchSpan& span,
                                    std::span<const Finding> findings, std::string_view meant) {
  std::vector<const Finding*> inside;
  std::size_t begin = span.begin;
  std::size_t end = span.end;
  for (const Finding& finding : findings) {
    if (!overlap(finding, span) || finding.likely_originals.empty()) continue;
    inside.push_back(&finding);
    begin = std::min<std::size_t>(begin, finding.begin_byte);
    end = std::max<std::size_t>(end, finding.end_byte);
  }
  if (inside.empty()) return std::nullopt;
  // A finding may extend beyond the listed span; the rest of it should stay unchanged.
  const std::string alone = normalize(meant);
  const std::string wanted =
      normalize(std::string(text.substr(begin, span.begin - begin)) + std::string(meant) +
                std::string(text.substr(span.end, end - span.end)));
  for (const Finding* finding : inside) {
    if (normalize(finding->likely_originals.front()) == alone) return 0;
  }
  std::vector<std::size_t> choice(inside.size(), 0);
  for (std::size_t tried = 0; tried < kMaxCombinations; ++tried) {
    if (restored(text, begin, end, inside, choice) == wanted) return tried == 0 ? 0 : 1;
    std::size_t digit = 0;
    while (digit < choice.size() && ++choice[digit] == inside[digit]->likely_originals.size()) {
      choice[digit++] = 0;
    }
    if (digit == choice.size()) break;
  }
  for (const Finding* finding : inside) {
    for (const std::string& candidate : finding->likely_originals) {
      if (normalize(candidate) == alone) return 1;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string normalize(std::string_view phrase) { return normal_form(phrase).text; }

std::string mask(std::string_view text, std::span<const std::string> strings) {
  std::string out(text);
  const auto same = [](char a, char b) { return text::ascii_lower(a) == text::ascii_lower(b); };
  for (const std::string& string : strings) {
    if (string.empty()) continue;
    std::string cut;
    auto at = out.cbegin();
    for (;;) {
      const auto found = std::search(at, out.cend(), string.begin(), string.end(), same);
      cut.append(at, found);
      if (found == out.cend()) break;
      cut.push_back(' ');
      at = found + static_cast<std::ptrdiff_t>(string.size());
    }
    out = std::move(cut);
  }
  return out;
}

std::vector<MatchSpan> occurrences(std::string_view text, std::string_view phrase) {
  return find_phrase(normal_form(text), normalize(phrase));
}

MatchCounts match_findings(std::string_view text, std::span<const Finding> findings,
                           std::span<const LabeledSwap> listed) {
  MatchCounts counts;
  const Normal normal = normal_form(text);
  std::vector<MatchSpan> all;
  for (const LabeledSwap& substitution : listed) {
    const std::vector<MatchSpan> spans = find_phrase(normal, normalize(substitution.written));
    if (spans.empty()) continue;
    all.insert(all.end(), spans.begin(), spans.end());
    ++counts.listed;
    counts.found += std::any_of(findings.begin(), findings.end(),
                                [&](const Finding& f) { return overlaps_any(f, spans); });
    std::optional<int> best;
    for (const MatchSpan& span : spans) {
      const auto rank = restoration_rank(text, span, findings, substitution.meant);
      if (rank && (!best || *rank < *best)) best = rank;
    }
    counts.top1 += best == 0;
    counts.top5 += best.has_value();
  }
  counts.findings = static_cast<int>(findings.size());
  for (const Finding& finding : findings) counts.findings_listed += overlaps_any(finding, all);
  return counts;
}

std::string_view without_note(std::string_view phrase) {
  while (!phrase.empty() && phrase.back() == ' ') phrase.remove_suffix(1);
  if (phrase.empty() || (phrase.back() != ')' && phrase.back() != ']')) return phrase;
  const std::size_t open = phrase.rfind(phrase.back() == ')' ? '(' : '[');
  if (open == phrase.npos || open == 0) return phrase;
  std::string_view rest = phrase.substr(0, open);
  while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
  return rest.empty() ? phrase : rest;
}

int rank_of(std::span<const Restoration> restorations, std::string_view meant) {
  std::vector<std::string> accepted{normalize(meant), normalize(without_note(meant))};
  // "[neural network] layer outputs", "distributed denial-of-service (ddos) attack"
  const std::size_t open = meant.find_first_of("[(");
  const std::size_t close = meant.find_first_of("])", open == meant.npos ? 0 : open);
  if (open != meant.npos && close != meant.npos) {
    const std::string rest =
        normalize(std::string(meant.substr(0, open)) + " " + std::string(meant.substr(close + 1)));
    if (!rest.empty()) accepted.push_back(rest);
  }
  for (std::size_t i = 0; i < restorations.size(); ++i) {
    const std::string text = normalize(restorations[i].text);
    if (std::find(accepted.begin(), accepted.end(), text) != accepted.end()) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

}  // namespace despin::eval
