#include "lib/view/comparison_overview.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "lib/view/comparison_marks.h"

namespace despin::view {
namespace {

constexpr std::size_t kMaxBins = 160;
constexpr std::size_t kBytesPerBin = 24;  // at least: some four words

struct Bin {
  double copied = 0;  // bytes, swapped ones among them
  double swapped = 0;
};

bool is_copied(Edit edit) { return edit != Edit::kAdded && edit != Edit::kDropped; }

std::vector<Bin> bins_of(const std::vector<Mark>& marks, std::size_t bytes) {
  std::vector<Bin> bins(std::clamp<std::size_t>(bytes / kBytesPerBin, 1, kMaxBins));
  const double width = static_cast<double>(bytes) / static_cast<double>(bins.size());
  for (const Mark& mark : marks) {
    if (!is_copied(mark.edit)) continue;
    auto bin = static_cast<std::size_t>(mark.span.begin_byte / width);
    for (; bin < bins.size() && static_cast<double>(bin) * width < mark.span.end_byte; ++bin) {
      const double begin = std::max<double>(mark.span.begin_byte, static_cast<double>(bin) * width);
      const double end = std::min<double>(mark.span.end_byte, static_cast<double>(bin + 1) * width);
      const double share = std::max(0.0, end - begin) / width;
      bins[bin].copied += share;
      if (mark.swap != kNoSwap) bins[bin].swapped += share;
    }
  }
  return bins;
}

void add_bar(std::string_view kind, std::size_t x, double y, double height, std::string& out) {
  if (height < 0.01) return;
  char buffer[128];
  std::snprintf(buffer, sizeof buffer,
                "<rect class=\"%.*s\" x=\"%zu\" y=\"%.2f\" width=\"1.02\" height=\"%.2f\"/>",
                static_cast<int>(kind.size()), kind.data(), x, y, height);
  out += buffer;
}

void add_chart(std::string_view name, const std::vector<Mark>& marks, std::size_t bytes,
               std::string& out) {
  const std::vector<Bin> bins = bins_of(marks, bytes);
  out +=
      "<span>" + std::string(name) + "</span><svg viewBox=\"0 0 " + std::to_string(bins.size()) +
      " 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Copied and swapped words along "
      "the " +
      std::string(name) + "\">";
  for (std::size_t i = 0; i < bins.size(); ++i) {
    // Gaps between words belong to neither, so a bin that was copied whole is full.
    const double copied = std::min(1.0, bins[i].copied * 1.2);
    const double swapped = std::min(copied, bins[i].swapped);
    add_bar("k", i, 1 - copied, copied - swapped, out);
    add_bar("w", i, 1 - swapped, swapped, out);
  }
  out += "</svg>\n";
}

}  // namespace

std::string overview_html(const Comparison& comparison, std::string_view original,
                          std::string_view suspect) {
  if (comparison.passages.empty() || original.empty() || suspect.empty()) return {};
  std::string out = "<div class=\"overview\">\n";
  add_chart("original", original_marks(comparison), original.size(), out);
  add_chart("suspect", suspect_marks(comparison), suspect.size(), out);
  out +=
      "<p><span class=\"key k\"></span>copied <span class=\"key w\"></span>swapped "
      "<span class=\"key n\"></span>in one text alone, from the first word to the last</p>\n";
  return out + "</div>\n";
}

}  // namespace despin::view
