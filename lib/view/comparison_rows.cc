#include "lib/view/comparison_rows.h"

#include <algorithm>
#include <limits>
#include <span>

#include "lib/text/ascii.h"

namespace despin::view {
namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();
// Paragraphs longer than two rows of this many bytes are split at sentences: at about forty
// characters a line, a screen shows such a row on both sides.
constexpr std::size_t kLongRowBytes = 600;

// Half-open range of words.
struct TokenRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin == end; }
};

// The words of one text and its units: paragraphs, or the sentences of long ones.
struct RowSide {
  std::string_view text;
  std::span<const ComparedWord> words;
  std::vector<std::size_t> units;  // first word of each, then the number of words
  std::vector<std::uint32_t> unit_of;
  std::vector<bool> opens_paragraph;  // by unit

  RowSide(std::string_view whole, std::span<const ComparedWord> of) : text(whole), words(of) {
    cut_units();
  }

  std::size_t word_at(std::uint32_t byte) const {
    const auto found = std::lower_bound(
        words.begin(), words.end(), byte,
        [](const ComparedWord& word, std::uint32_t at) { return word.span.begin_byte < at; });
    return static_cast<std::size_t>(found - words.begin());
  }
  TokenRange words_of(ByteSpan span) const {
    const TokenRange range{word_at(span.begin_byte), word_at(span.end_byte)};
    return {range.begin, std::max(range.begin, range.end)};
  }

  // Where the gap before a word ends and its own text begins, including quotation marks.
  std::uint32_t bound(std::size_t word) const {
    if (word == 0) return 0;
    if (word >= words.size()) return static_cast<std::uint32_t>(text.size());
    std::uint32_t at = words[word].span.begin_byte;
    while (at > words[word - 1].span.end_byte && !text::is_blank(text[at - 1])) --at;
    return at;
  }
  ByteSpan bytes_of(TokenRange range) const {
    ByteSpan span{bound(range.begin), range.empty() ? bound(range.begin) : bound(range.end)};
    while (span.end_byte > span.begin_byte && text::is_blank(text[span.end_byte - 1]))
      --span.end_byte;
    while (span.begin_byte < span.end_byte && text::is_blank(text[span.begin_byte]))
      ++span.begin_byte;
    return span;
  }

  bool starts_sentence(std::size_t word) const {
    return word == words.size() || words[word].begins_sentence;
  }

 private:
  void cut_units() {
    std::size_t paragraph_end = 0;  // word
    for (std::size_t w = 0; w < words.size(); ++w) {
      const bool opens = w == 0 || words[w].begins_paragraph;
      if (opens) {
        paragraph_end = w + 1;
        while (paragraph_end < words.size() && !words[paragraph_end].begins_paragraph) {
          ++paragraph_end;
        }
      }
      const auto is_long = [this](std::size_t from, std::uint32_t to) {
        return to - words[from].span.begin_byte >= kLongRowBytes;
      };
      const bool cut =
          opens || (starts_sentence(w) && is_long(units.back(), words[w].span.begin_byte) &&
                    is_long(w, words[paragraph_end - 1].span.end_byte));
      if (cut) {
        units.push_back(w);
        opens_paragraph.push_back(opens);
      }
      unit_of.push_back(static_cast<std::uint32_t>(units.size() - 1));
    }
    units.push_back(words.size());
  }
};

class Rows {
 public:
  Rows(const Comparison& comparison, std::string_view original, std::string_view suspect)
      : comparison_(comparison),
        original_(original, comparison.words_of_original),
        suspect_(suspect, comparison.words_of_suspect) {
    link_words();
  }

  std::vector<ComparisonRow> in_order() {
    forget_links_out_of_order();
    pair({0, original_.words.size()}, {0, suspect_.words.size()}, {});
    return std::move(rows_);
  }

  std::vector<ComparisonRow> by_passage() {
    const auto& passages = comparison_.passages;
    std::vector<TokenRange> from(passages.size());
    std::vector<TokenRange> to(passages.size());
    std::vector<std::size_t> order(passages.size());  // in the original's order
    for (std::size_t p = 0; p < passages.size(); ++p) {
      from[p] = original_.words_of(passages[p].original);
      to[p] = suspect_.words_of(passages[p].suspect);
      order[p] = p;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return from[a].begin < from[b].begin; });
    std::vector<std::size_t> place(passages.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    // Of the original, before the i-th passage.
    std::vector<TokenRange> missed(passages.size() + 1);
    std::size_t done = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t next =
          i + 1 < order.size() ? from[order[i + 1]].begin : original_.words.size();
      grow(original_, done, next, from[order[i]]);
      missed[i] = {std::min(done, from[order[i]].begin), from[order[i]].begin};
      done = std::max(done, from[order[i]].end);
    }
    missed.back() = {done, original_.words.size()};
    done = 0;
    for (std::size_t p = 0; p < passages.size(); ++p) {
      grow(suspect_, done, p + 1 < passages.size() ? to[p + 1].begin : suspect_.words.size(),
           to[p]);
      add(missed[place[p]], {done, to[p].begin}, {.copied = false, .passage = p});
      pair(from[p], to[p], {.moved = passages[p].moved, .passage = p});
      done = to[p].end;
    }
    add(missed.back(), {done, suspect_.words.size()},
        {.copied = false, .passage = passages.size()});
    return std::move(rows_);
  }

 private:
  void link_words() {
    links_.assign(suspect_.words.size(), {0, 0});
    for (const AlignedRun& run : comparison_.runs) {
      const TokenRange from = original_.words_of(run.original);
      const TokenRange to = suspect_.words_of(run.suspect);
      if (from.empty() || to.empty()) continue;
      const bool word_by_word =
          from.end - from.begin == to.end - to.begin && run.edit != Edit::kSwapped;
      for (std::size_t w = to.begin; w < to.end; ++w) {
        const std::size_t same = from.begin + (w - to.begin);
        links_[w] = word_by_word ? TokenRange{same, same + 1} : from;
      }
      if (run.edit == Edit::kMoved) out_of_order_.push_back(to);
    }
  }

  void forget_links_out_of_order() {
    for (const Passage& passage : comparison_.passages) {
      if (passage.moved) out_of_order_.push_back(suspect_.words_of(passage.suspect));
    }
    for (const TokenRange range : out_of_order_) {
      std::fill(links_.begin() + static_cast<std::ptrdiff_t>(range.begin),
                links_.begin() + static_cast<std::ptrdiff_t>(range.end), TokenRange{});
    }
    std::size_t reached = 0;
    for (TokenRange& link : links_) {
      if (link.empty()) continue;
      if (link.begin < reached) link = {};
      reached = std::max(reached, link.begin);
    }
  }

  // Extends the range to the rest of its first and last sentence, as far as they are free.
  static void grow(const RowSide& side, std::size_t from, std::size_t to, TokenRange& range) {
    std::size_t begin = range.begin;
    while (begin > from && !side.starts_sentence(begin)) --begin;
    if (begin < range.begin && (begin == from || side.starts_sentence(begin))) range.begin = begin;
    while (range.end < to && !side.starts_sentence(range.end)) ++range.end;
  }

  bool goes_on(TokenRange from, TokenRange to, const ComparisonRow& row) const {
    return !rows_.empty() && rows_.back().copied && rows_.back().moved == row.moved &&
           from.begin == last_from_.end && to.begin == last_to_.end &&
           !original_.starts_sentence(from.begin) && !suspect_.starts_sentence(to.begin);
  }

  void add(TokenRange from, TokenRange to, ComparisonRow row) {
    if (from.empty() && to.empty()) return;
    if (row.copied && goes_on(from, to, row)) {  // passages that meet inside a sentence
      last_from_.end = from.end;
      last_to_.end = to.end;
      rows_.back().original = original_.bytes_of(last_from_);
      rows_.back().suspect = suspect_.bytes_of(last_to_);
      return;
    }
    last_from_ = from;
    last_to_ = to;
    row.original = original_.bytes_of(from);
    row.suspect = suspect_.bytes_of(to);
    const auto opens = [](const RowSide& side, TokenRange range) {
      return !range.empty() && side.units[side.unit_of[range.begin]] == range.begin &&
             side.opens_paragraph[side.unit_of[range.begin]];
    };
    row.opens_paragraph =
        rows_.empty() || !row.copied || opens(original_, from) || opens(suspect_, to);
    rows_.push_back(row);
  }

  // Makes rows from two ranges whose links are in order: units of the suspect linked to the same
  // unit of the original share a row.
  void pair(TokenRange from, TokenRange to, const ComparisonRow& row) {
    TokenRange a{from.begin, from.begin};  // the group not yet in a row
    TokenRange b{to.begin, to.begin};
    for (std::size_t w = to.begin; w < to.end;) {
      const TokenRange unit{w, unit_end(suspect_, w, to.end)};
      TokenRange linked{kNowhere, 0};
      for (; w < unit.end; ++w) {
        const TokenRange link = links_[w];
        if (link.empty() || link.begin < a.begin || link.end > from.end) continue;
        linked.begin = std::min(linked.begin, link.begin);
        linked.end = std::max(linked.end, unit_end(original_, link.end - 1, from.end));
      }
      if (linked.end == 0) {
        pending_.push_back(unit);
        continue;
      }
      linked.begin = std::max(from.begin, original_.units[original_.unit_of[linked.begin]]);
      if (linked.begin < a.end) {  // includes the pending units
        a.end = std::max(a.end, linked.end);
        b.end = unit.end;
        pending_.clear();
        continue;
      }
      add(a, b, row);
      add_apart({a.end, linked.begin}, row);
      a = linked;
      b = unit;
    }
    add(a, b, row);
    add_apart({a.end, from.end}, row);
  }

  static std::size_t unit_end(const RowSide& side, std::size_t word, std::size_t limit) {
    return std::min(limit, side.units[side.unit_of[word] + 1]);
  }

  // Rows for text that is not linked, unit by unit.
  void add_apart(TokenRange from, const ComparisonRow& row) {
    ComparisonRow apart = row;
    apart.copied = false;
    std::size_t next = 0;
    std::size_t a = from.begin;
    while (a < from.end || next < pending_.size()) {
      TokenRange left{a, a};
      if (a < from.end) left.end = unit_end(original_, a, from.end);
      const TokenRange right = next < pending_.size() ? pending_[next] : TokenRange{};
      ++next;
      add(left, right, apart);
      a = left.end;
    }
    pending_.clear();
  }

  const Comparison& comparison_;
  RowSide original_;
  RowSide suspect_;
  std::vector<TokenRange> links_;  // by word of the suspect: the linked words of the original
  std::vector<TokenRange> out_of_order_;
  std::vector<TokenRange> pending_;  // units of the suspect without a link
  std::vector<ComparisonRow> rows_;
  TokenRange last_from_;  // words of the last row
  TokenRange last_to_;
};

}  // namespace

std::vector<ComparisonRow> rows_in_order(const Comparison& comparison, std::string_view original,
                                         std::string_view suspect) {
  return Rows(comparison, original, suspect).in_order();
}

std::vector<ComparisonRow> rows_by_passage(const Comparison& comparison, std::string_view original,
                                           std::string_view suspect) {
  return Rows(comparison, original, suspect).by_passage();
}

}  // namespace despin::view
