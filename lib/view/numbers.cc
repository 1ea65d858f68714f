#include "lib/view/numbers.h"

#include <algorithm>

namespace despin::view {

std::string grouped(unsigned long long value) {
  const std::string digits = std::to_string(value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

std::string counted(unsigned long long count, std::string_view one, std::string_view many) {
  return grouped(count) + " " + std::string(count == 1 ? one : many);
}

std::string short_percent(double share) {
  if (share > 0 && share < 0.01) return "<1 %";
  const double shown = share < 1 ? std::min(share, 0.99) : share;
  return formatted("%.0f %%", 100 * shown);
}

}  // namespace despin::view
