#include "models/build/simulate/spin.h"

#include <algorithm>
#include <span>
#include <utility>

#include "lib/text/tokens.h"
#include "models/build/simulate/arrange.h"
#include "models/build/simulate/random.h"
#include "models/build/simulate/swap.h"

namespace despin::simulate {
namespace {

std::uint32_t shifted(std::uint32_t at, std::uint32_t from, std::uint32_t to) {
  return to + (at - from);
}

// Where an offset outside (or at the border of) all changes is on their other side.
template <ByteSpan Change::*kFrom, ByteSpan Change::*kTo>
std::uint32_t mapped(std::span<const Change> changes, std::uint32_t at, bool is_begin) {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  for (const Change& c : changes) {
    const ByteSpan here = c.*kFrom;
    if (is_begin ? at < here.end_byte : at <= here.begin_byte) {
      if (at == here.begin_byte && is_begin) return (c.*kTo).begin_byte;
      break;
    }
    from = here.end_byte;
    to = (c.*kTo).end_byte;
  }
  return shifted(at, from, to);
}

// Two passes as one: what overlaps in the text between them becomes one change.
std::vector<Change> composed(std::span<const Change> first, std::span<const Change> second) {
  std::vector<ByteSpan> between;
  for (const Change& c : first) between.push_back(c.suspect);
  for (const Change& c : second) between.push_back(c.original);
  std::sort(between.begin(), between.end(),
            [](ByteSpan a, ByteSpan b) { return a.begin_byte < b.begin_byte; });
  std::vector<Change> out;
  for (std::size_t i = 0; i < between.size();) {
    ByteSpan all = between[i];
    for (++i; i < between.size() && between[i].begin_byte < all.end_byte; ++i) {
      all.end_byte = std::max(all.end_byte, between[i].end_byte);
    }
    const auto back = [&](std::uint32_t at, bool is_begin) {
      return mapped<&Change::suspect, &Change::original>(first, at, is_begin);
    };
    const auto on = [&](std::uint32_t at, bool is_begin) {
      return mapped<&Change::original, &Change::suspect>(second, at, is_begin);
    };
    out.push_back({{back(all.begin_byte, true), back(all.end_byte, false)},
                   {on(all.begin_byte, true), on(all.end_byte, false)}});
  }
  return out;
}

// The number of words that changed, of `tokens`.
std::uint32_t words_in(const text::Tokens& tokens, std::span<const Change> changes) {
  std::uint32_t n = 0;
  auto token = tokens.list.begin();
  for (const Change& c : changes) {
    while (token != tokens.list.end() && token->begin_byte < c.original.begin_byte) ++token;
    for (; token != tokens.list.end() && token->begin_byte < c.original.end_byte; ++token) {
      n += token->kind != text::TokenKind::kBreak;
    }
  }
  return n;
}

}  // namespace

Result<Spun> Spinner::spin(std::string_view text, const SpinOptions& options) const {
  text::Tokens tokens;
  if (auto ok = text::tokenize(text, tokens); !ok) return ok.error();
  Arrangement arrangement;
  const bool arranged = options.shuffle_sentences || options.drop_sentences > 0;
  if (arranged) {
    arrangement = arrange(text, tokens, options);
    if (auto ok = text::tokenize(arrangement.text, tokens); !ok) return ok.error();
  } else {
    arrangement.text = text;
  }
  const std::span<const Change> pieces = arrangement.pieces;
  Swapped swapped = swap_words(arrangement.text, tokens, pieces, vocabulary_, choices_, options);
  Spun out;
  out.words = swapped.words;
  if (options.twice) {
    text::Tokens again;
    if (auto ok = text::tokenize(swapped.text, again); !ok) return ok.error();
    SpinOptions other = options;
    other.seed = key(options.seed, 3);
    std::vector<Change> moved;  // the pieces in the text between the passes
    for (const Change& p : pieces) {
      const auto on = [&](std::uint32_t at, bool is_begin) {
        return mapped<&Change::original, &Change::suspect>(swapped.changes, at, is_begin);
      };
      moved.push_back(
          {p.original, {on(p.suspect.begin_byte, true), on(p.suspect.end_byte, false)}});
    }
    Swapped last = swap_words(swapped.text, again, moved, vocabulary_, choices_, other);
    last.changes = composed(swapped.changes, last.changes);
    // A swap back to the original word is not a change.
    std::erase_if(last.changes, [&](const Change& c) {
      return arrangement.text.substr(c.original.begin_byte,
                                     c.original.end_byte - c.original.begin_byte) ==
             last.text.substr(c.suspect.begin_byte, c.suspect.end_byte - c.suspect.begin_byte);
    });
    swapped = std::move(last);
  }
  const std::uint32_t replaced = words_in(tokens, swapped.changes);
  out.rate = out.words == 0 ? 0 : static_cast<double>(replaced) / static_cast<double>(out.words);
  if (arranged) {
    for (const Change& p : pieces) {
      const auto on = [&](std::uint32_t at, bool is_begin) {
        return mapped<&Change::original, &Change::suspect>(swapped.changes, at, is_begin);
      };
      out.sentences.push_back(
          {p.original, {on(p.suspect.begin_byte, true), on(p.suspect.end_byte, false)}});
    }
    auto piece = pieces.begin();
    for (Change& c : swapped.changes) {
      while (c.original.begin_byte >= piece->suspect.end_byte) ++piece;
      const std::uint32_t from = piece->suspect.begin_byte;
      const std::uint32_t to = piece->original.begin_byte;
      c.original = {shifted(c.original.begin_byte, from, to),
                    shifted(c.original.end_byte, from, to)};
    }
  }
  out.text = std::move(swapped.text);
  out.substitutions = std::move(swapped.changes);
  return out;
}

}  // namespace despin::simulate
