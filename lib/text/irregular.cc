#include "lib/text/irregular.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

namespace despin::text {
namespace {

using I = Inflection;

constexpr auto kWritten = std::to_array<Irregular>({
#include "lib/text/irregular_table.inc"
});
constexpr auto kVariants = std::to_array<Irregular>({
#include "lib/text/irregular_variant_table.inc"
});

bool by_lemma(const Irregular& a, const Irregular& b) {
  return std::tie(a.lemma, a.inflection) < std::tie(b.lemma, b.inflection);
}

// The same rows sorted by form; for each form, generated rows come first.
constexpr auto kByForm = [] {
  std::array<Irregular, kWritten.size() + kVariants.size()> rows{};
  std::array<std::size_t, rows.size()> order{};
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto row = [](std::size_t i) -> const Irregular& {
    return i < kWritten.size() ? kWritten[i] : kVariants[i - kWritten.size()];
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return row(a).form != row(b).form ? row(a).form < row(b).form : a < b;
  });
  for (std::size_t i = 0; i < order.size(); ++i) rows[i] = row(order[i]);
  return rows;
}();

}  // namespace

std::string_view irregular_form(std::string_view lemma, Inflection inflection) {
  const Irregular key{lemma, inflection, {}};
  const auto found = std::lower_bound(kWritten.begin(), kWritten.end(), key, by_lemma);
  const bool hit =
      found != kWritten.end() && found->lemma == lemma && found->inflection == inflection;
  return hit ? found->form : std::string_view();
}

std::span<const Irregular> irregular_readings(std::string_view form) {
  const auto begin =
      std::lower_bound(kByForm.begin(), kByForm.end(), form,
                       [](const Irregular& row, std::string_view f) { return row.form < f; });
  auto end = begin;
  while (end != kByForm.end() && end->form == form) ++end;
  return {begin, end};
}

}  // namespace despin::text
