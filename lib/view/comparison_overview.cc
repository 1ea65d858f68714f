#include "lib/view/comparison_overview.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lib/view/comparison_marks.h"
#include "lib/view/numbers.h"

namespace despin::view {
namespace {

constexpr std::size_t kMaxOverviewBins = 160;
constexpr std::size_t kBytesPerBin = 24;  // at least: about four words

struct Bin {
  double copied = 0;  // bytes, including swapped ones
  double swapped = 0;
};

bool is_copied(Edit edit) { return edit != Edit::kAdded && edit != Edit::kDropped; }

std::vector<Bin> bins_of(const std::vector<Mark>& marks, std::size_t bytes) {
  std::vector<Bin> bins(std::clamp<std::size_t>(bytes / kBytesPerBin, 1, kMaxOverviewBins));
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

void add_bar(std::string_view kind, std::size_t x, double y, double height,
             std::vector<PageData>& bars) {
  if (height < 0.01) return;
  PageData bar;
  bar.set("kind", kind)
      .set("x", std::to_string(x))
      .set("y", formatted("%.2f", y))
      .set("height", formatted("%.2f", height));
  bars.push_back(std::move(bar));
}

PageData chart_data(std::string_view name, const std::vector<Mark>& marks, std::size_t bytes) {
  const std::vector<Bin> bins = bins_of(marks, bytes);
  std::vector<PageData> bars;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    // Gaps between words belong to neither, so a completely copied bin is scaled to full.
    const double copied = std::min(1.0, bins[i].copied * 1.2);
    const double swapped = std::min(copied, bins[i].swapped);
    add_bar("k", i, 1 - copied, copied - swapped, bars);
    add_bar("w", i, 1 - swapped, swapped, bars);
  }
  PageData out;
  out.set("name", name).set("bins", std::to_string(bins.size())).set("bars", std::move(bars));
  return out;
}

}  // namespace

void set_overview(const Comparison& comparison, std::string_view original, std::string_view suspect,
                  PageData& page) {
  if (comparison.passages.empty() || original.empty() || suspect.empty()) return;
  std::vector<PageData> charts;
  charts.push_back(chart_data("original", original_marks(comparison), original.size()));
  charts.push_back(chart_data("suspect", suspect_marks(comparison), suspect.size()));
  PageData overview;
  overview.set("charts", std::move(charts));
  page.set("overview", std::move(overview));
}

}  // namespace despin::view
