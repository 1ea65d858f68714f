#include "lib/align/seeds.h"

#include <algorithm>

#include "lib/align/costs.h"
#include "lib/base/hash.h"

namespace despin::align {
namespace {

// Places of a gram in one text times places in the other: two words that are twice in
// each text still pair up every way.
constexpr std::uint64_t kMaxPairs = 4;
constexpr std::uint32_t kMaxGram = 3;
// Places of a longest gram in the text that the other one repeats, however often it does.
constexpr std::size_t kMaxPlaces = 4;
// Words that a seed grows by on either side; the band finds the rest.
constexpr std::uint32_t kMaxGrowth = 8;

using Words = std::span<const Word>;

void list_grams(Words words, std::span<const std::uint32_t> taken, std::uint32_t size,
                std::vector<std::uint64_t>& out) {
  out.clear();
  for (std::uint32_t i = 0; i + size <= words.size(); ++i) {
    std::uint64_t hash = 0;
    bool wanted = true;
    bool content = size > 2;
    for (std::uint32_t k = 0; k < size; ++k) {
      hash = base::mix64(hash + words[i + k].key);
      content = content || (words[i + k].flags & kFunctionWord) == 0;
      wanted = wanted && taken[i + k] == 0;
    }
    if (wanted && content) out.push_back((hash & 0xFFFFFFFF00000000ULL) | i);
  }
  std::sort(out.begin(), out.end());
}

bool equal(Words original, std::uint32_t i, Words suspect, std::uint32_t j, std::uint32_t size) {
  for (std::uint32_t k = 0; k < size; ++k) {
    if (original[i + k].key != suspect[j + k].key) return false;
  }
  return true;
}

std::size_t same_hash(const std::vector<std::uint64_t>& grams, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < grams.size() && grams[end] >> 32 == grams[begin] >> 32) ++end;
  return end;
}

void add_seed(Words original, std::uint32_t i, Words suspect, std::uint32_t j, std::uint32_t size,
              std::vector<std::uint64_t>& seeds) {
  if (!equal(original, i, suspect, j, size)) return;
  const std::uint64_t diagonal = i + suspect.size() - j;
  seeds.push_back(diagonal << 32 | std::uint64_t{j} << 2 | size);
}

void add_seeds(Words original, Words suspect, const UsedWords& taken, std::uint32_t size,
               SeedScratch& scratch) {
  list_grams(original, taken.original, size, scratch.original_grams);
  list_grams(suspect, taken.suspect, size, scratch.suspect_grams);
  const auto& a = scratch.original_grams;
  const auto& b = scratch.suspect_grams;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] >> 32 != b[j] >> 32) {
      ++(a[i] >> 32 < b[j] >> 32 ? i : j);
      continue;
    }
    const std::size_t i_end = same_hash(a, i);
    const std::size_t j_end = same_hash(b, j);
    const auto place = [](std::uint64_t gram) { return static_cast<std::uint32_t>(gram); };
    if ((i_end - i) * (j_end - j) <= kMaxPairs) {
      for (std::size_t x = i; x < i_end; ++x) {
        for (std::size_t y = j; y < j_end; ++y) {
          add_seed(original, place(a[x]), suspect, place(b[y]), size, scratch.seeds);
        }
      }
    } else if (const auto [fewer, most] = std::minmax({i_end - i, j_end - j});
               fewer == most || (size == kMaxGram && fewer <= kMaxPlaces)) {
      // In order; where one text repeats the other, over and over.
      for (std::size_t k = 0; k < most; ++k) {
        add_seed(original, place(a[i + k % (i_end - i)]), suspect, place(b[j + k % (j_end - j)]),
                 size, scratch.seeds);
      }
    }
    i = i_end;
    j = j_end;
  }
}

// Seeds of one diagonal, by place, become anchors that share no word.
void join_seeds(Words original, Words suspect, const UsedWords& taken, const Parameters& parameters,
                const std::vector<std::uint64_t>& seeds, std::vector<Anchor>& out) {
  std::uint64_t diagonal = ~std::uint64_t{0};
  std::uint32_t free_from = 0;  // first place on the diagonal that no anchor covers
  for (std::size_t k = 0; k < seeds.size(); ++k) {
    if (seeds[k] >> 32 != diagonal) {
      diagonal = seeds[k] >> 32;
      free_from = 0;
    }
    const auto low = static_cast<std::uint32_t>(seeds[k]);
    std::uint32_t begin = low >> 2;
    std::uint32_t end = begin + (low & 3U);
    const auto original_of = [&](std::uint32_t j) {
      return static_cast<std::uint32_t>(diagonal + j - suspect.size());
    };
    for (; k + 1 < seeds.size() && seeds[k + 1] >> 32 == diagonal; ++k) {
      const auto next = static_cast<std::uint32_t>(seeds[k + 1]);
      if (next >> 2 > end) break;
      end = std::max(end, (next >> 2) + (next & 3U));
    }
    if (end <= free_from) continue;
    begin = std::max(begin, free_from);
    const auto grows = [&](std::uint32_t j) {
      const std::uint32_t i = original_of(j);
      return original[i].key == suspect[j].key && taken.original[i] == 0 && taken.suspect[j] == 0;
    };
    for (std::uint32_t n = 0; n < kMaxGrowth; ++n) {
      if (begin == free_from || original_of(begin) == 0 || !grows(begin - 1)) break;
      --begin;
    }
    for (std::uint32_t n = 0; n < kMaxGrowth; ++n) {
      if (end == suspect.size() || original_of(end) == original.size() || !grows(end)) break;
      ++end;
    }
    free_from = end;
    Anchor anchor{original_of(begin), begin, end - begin, 0};
    for (std::uint32_t j = begin; j < end; ++j) {
      anchor.nats += keep_nats(suspect[j], parameters.all_words, parameters.costs);
    }
    out.push_back(anchor);
  }
}

}  // namespace

void find_anchors(std::span<const Word> original, std::span<const Word> suspect,
                  const UsedWords& taken, const Parameters& parameters, SeedScratch& scratch,
                  std::vector<Anchor>& out, base::Budget* budget) {
  out.clear();
  scratch.seeds.clear();
  const std::size_t words = original.size() + suspect.size();
  for (std::uint32_t size = 1; size <= kMaxGram; ++size) {
    if (!base::may_go_on(budget, words / 8)) return;
    add_seeds(original, suspect, taken, size, scratch);
  }
  if (!base::may_go_on(budget, scratch.seeds.size() / 8)) return;
  std::sort(scratch.seeds.begin(), scratch.seeds.end());
  join_seeds(original, suspect, taken, parameters, scratch.seeds, out);
  std::sort(out.begin(), out.end(), [](const Anchor& a, const Anchor& b) {
    return a.suspect != b.suspect ? a.suspect < b.suspect : a.original < b.original;
  });
}

}  // namespace despin::align
