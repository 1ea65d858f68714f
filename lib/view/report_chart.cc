#include "lib/view/report_chart.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lib/view/numbers.h"

namespace despin::view {
namespace {

struct ChartRow {
  std::string name;
  std::string kind;  // class of its bars
  std::vector<std::uint64_t> counts;
};

struct Chart {
  std::string name;
  std::string note;               // a sentence that says the gist
  std::string axis;               // what the bins are of
  std::vector<ChartRow> rows;     // all of one length
  std::vector<std::string> bins;  // "3 to 4", as many as counts
  // What stands below the left edges of bins, and one more below the last right edge; empty
  // ones do not.
  std::vector<std::string> ticks;
  bool ticks_name_bars = false;  // they stand below the middle of a bar instead
};

// Pixels: a row is its label, then its bars.
constexpr int kLabel = 20;
constexpr int kBars = 52;
constexpr int kGap = 12;
constexpr int kAxis = 22;
// Of the width of a bin, and half of "2019-01" in that of a chart as narrow as a phone's.
constexpr double kBarWidth = 0.86;
constexpr double kHalfDate = 0.09;
constexpr std::size_t kMaxChartBins = 60;
constexpr std::size_t kMaxTicks = 7;
constexpr std::size_t kMaxDateTicks = 4;
constexpr std::size_t kMaxMonths = 36;

std::string percent_of(double part, double all) { return formatted("%.2f", 100 * part / all); }

PageData row_data(const ChartRow& row, const std::vector<std::string>& bins, int top) {
  const auto most = *std::max_element(row.counts.begin(), row.counts.end());
  std::uint64_t total = 0;
  for (const std::uint64_t count : row.counts) total += count;
  const int base = top + kLabel + kBars;
  const auto all = static_cast<double>(row.counts.size());
  std::vector<PageData> bars;
  for (std::size_t i = 0; i < row.counts.size(); ++i) {
    if (row.counts[i] == 0) continue;
    const double height =
        std::max(1.5, kBars * static_cast<double>(row.counts[i]) / static_cast<double>(most));
    PageData bar;
    bar.set("x", percent_of(static_cast<double>(i), all))
        .set("width", percent_of(kBarWidth, all))
        .set("y", formatted("%.1f", base - height))
        .set("height", formatted("%.1f", height))
        .set("bin", bins[i])
        .set("count", grouped(row.counts[i]));
    bars.push_back(std::move(bar));
  }
  PageData out;
  out.set("name", row.name)
      .set("kind", row.kind)
      .set("total", grouped(total))
      .set("highest", most > 0 ? counted(most, "document", "documents") : "")
      .set("text_y", std::to_string(top + 13))
      .set("base_y", std::to_string(base))
      .set("bars", std::move(bars));
  return out;
}

std::vector<PageData> ticks_data(const Chart& chart) {
  const auto bins = static_cast<double>(chart.bins.size());
  std::vector<PageData> out;
  for (std::size_t i = 0; i < chart.ticks.size(); ++i) {
    if (chart.ticks[i].empty()) continue;
    const double middle = chart.ticks_name_bars ? kBarWidth / 2 : 0;
    double at = (static_cast<double>(i) + middle) / bins;
    // Nothing may stick out of the image.
    const double edge = chart.ticks_name_bars ? kHalfDate : 0.05;
    const char* anchor = at > 1 - edge ? "end" : at >= edge ? "middle" : "";
    if (chart.ticks_name_bars && at < edge) at = 0;
    if (chart.ticks_name_bars && at > 1 - edge) at = 1;
    PageData tick;
    tick.set("anchor", anchor).set("x", percent_of(at, 1)).set("words", chart.ticks[i]);
    out.push_back(std::move(tick));
  }
  return out;
}

// The figures as a table: of each bin that has any, its count in each row.
std::vector<PageData> bins_data(const Chart& chart) {
  std::vector<PageData> out;
  for (std::size_t i = 0; i < chart.bins.size(); ++i) {
    const bool any = std::any_of(chart.rows.begin(), chart.rows.end(),
                                 [i](const ChartRow& row) { return row.counts[i] > 0; });
    if (!any) continue;
    std::vector<PageData> cells;
    for (const ChartRow& row : chart.rows) {
      PageData cell;
      cell.set("count", grouped(row.counts[i]));
      cells.push_back(std::move(cell));
    }
    PageData bin;
    bin.set("name", chart.bins[i]).set("cells", std::move(cells));
    out.push_back(std::move(bin));
  }
  return out;
}

PageData chart_data(const Chart& chart) {
  std::vector<PageData> rows;
  int top = 0;
  for (const ChartRow& row : chart.rows) {
    rows.push_back(row_data(row, chart.bins, top));
    top += kLabel + kBars + kGap;
  }
  const int height = top - kGap + kAxis;
  PageData out;
  out.set("name", chart.name)
      .set("note", chart.note)
      .set("axis", chart.axis)
      .set("height", std::to_string(height))
      .set("ticks_y", std::to_string(height - 6))
      .set("rows", std::move(rows))
      .set("ticks", ticks_data(chart))
      .set("bins", bins_data(chart));
  return out;
}

// The first used bin of any row, and one past the last.
std::pair<std::size_t, std::size_t> used_range(const std::vector<ChartRow>& rows) {
  std::size_t first = rows.front().counts.size();
  std::size_t last = 0;
  for (const ChartRow& row : rows) {
    for (std::size_t i = 0; i < row.counts.size(); ++i) {
      if (row.counts[i] == 0) continue;
      first = std::min(first, i);
      last = std::max(last, i + 1);
    }
  }
  return {first, last};
}

// Rows from the bins of histograms, cut to those in use; bins are joined if there are many. `name`
// names the edges.
template <class Name>
void set_bins(const scan::Histogram& histogram, const Name& name, Chart& chart) {
  const auto used = used_range(chart.rows);
  std::size_t first = used.first;
  std::size_t last = used.second;
  if (first >= last) {
    chart.rows.clear();
    return;
  }
  const std::size_t factor = (last - first + kMaxChartBins - 1) / kMaxChartBins;
  first -= first % factor;
  last = std::min(histogram.bins().size(), last + (factor - (last - first) % factor) % factor);
  for (ChartRow& row : chart.rows) {
    std::vector<std::uint64_t> counts((last - first + factor - 1) / factor);
    for (std::size_t i = first; i < last; ++i) counts[(i - first) / factor] += row.counts[i];
    row.counts = std::move(counts);
  }
  const std::size_t bins = chart.rows.front().counts.size();
  const auto edge = [&](std::size_t bin) {
    return histogram.low() + histogram.step() * static_cast<double>(first + bin * factor);
  };
  const double step = histogram.step() * static_cast<double>(factor);
  // Ticks at multiples of a round number of bins.
  std::size_t every = 1;
  for (std::size_t i = 0; bins / every > kMaxTicks; ++i)
    every = every * (i % 3 == 1 ? 25 : 20) / 10;
  for (std::size_t i = 0; i <= bins; ++i) {
    const auto in_steps = static_cast<long long>(std::llround(edge(i) / step));
    const bool tick = in_steps % static_cast<long long>(every) == 0;
    chart.ticks.push_back(tick ? name(edge(i)) : "");
    if (i < bins) chart.bins.push_back(name(edge(i)) + " to " + name(edge(i + 1)));
  }
}

std::string score_name(double score) {
  // A minus sign as wide as a plus.
  return (score < -0.5 ? "\u2212" : "") + formatted("%.0f", std::abs(score));
}

Chart scores(const scan::ScanFigures& figures) {
  Chart chart{.name = "Scores", .note = {}, .axis = "Score", .rows = {}, .bins = {}, .ticks = {}};
  for (const auto& [name, kind, verdict] :
       {std::tuple{"Spun", "spun", Verdict::kSpun},
        std::tuple{"Not spun", "not_spun", Verdict::kNotSpun},
        std::tuple{"No verdict", "abstain", Verdict::kAbstain}}) {
    const scan::Histogram& histogram = figures.scores.of(verdict);
    if (histogram.total() > 0) chart.rows.push_back({name, kind, histogram.bins()});
  }
  if (chart.rows.empty()) return chart;
  const scan::Histogram& spun = figures.scores.of(Verdict::kSpun);
  chart.note = "The higher the score, the more a text reads as if words were swapped.";
  if (spun.total() > 0) {
    chart.note += " Half of the spun documents score " +
                  score_name(spun.quantile(0.5) - spun.step()) + " or more.";
  }
  set_bins(spun, score_name, chart);
  return chart;
}

Chart swap_rates(const scan::ScanFigures& figures) {
  Chart chart{
      .name = "Swapped words", .note = {}, .axis = "Share", .rows = {}, .bins = {}, .ticks = {}};
  const scan::Histogram& rates = figures.swap_rates;
  if (rates.total() == 0) return chart;
  chart.note = "Share of the words of a spun document that look swapped. " +
               formatted("In half of them it is %.0f %% or more.",
                         100 * (rates.quantile(0.5) - rates.step()));
  chart.rows.push_back({"Spun", "spun", rates.bins()});
  set_bins(
      rates, [](double rate) { return formatted("%.0f %%", 100 * rate); }, chart);
  return chart;
}

int month_number(const std::string& month) {
  return std::stoi(month.substr(0, 4)) * 12 + std::stoi(month.substr(5, 2)) - 1;
}

Chart dates(const scan::ScanFigures& figures) {
  Chart chart{.name = "Dates", .note = {}, .axis = "Date", .rows = {}, .bins = {}, .ticks = {}};
  if (figures.months.size() < 2) return chart;
  const int first = month_number(figures.months.begin()->first);
  const int last = month_number(figures.months.rbegin()->first);
  const bool by_year = static_cast<std::size_t>(last - first) >= kMaxMonths;
  const int unit = by_year ? 12 : 1;
  const auto bins = static_cast<std::size_t>(last / unit - first / unit) + 1;
  ChartRow spun{"Spun", "spun", std::vector<std::uint64_t>(bins)};
  ChartRow others{"Others", "not_spun", std::vector<std::uint64_t>(bins)};
  std::uint64_t dated = 0;
  for (const auto& [month, counts] : figures.months) {
    const auto bin = static_cast<std::size_t>(month_number(month) / unit - first / unit);
    spun.counts[bin] += counts.spun;
    others.counts[bin] += counts.not_spun + counts.abstained;
    dated += counts.read();
  }
  chart.note = grouped(dated) + " of " + counted(figures.counts.read(), "document", "documents") +
               (dated == 1 ? " states a date." : " state a date.");
  chart.rows = {std::move(spun), std::move(others)};
  std::size_t every = 1;
  for (const std::size_t each : {2U, 3U, 6U, 12U, 24U, 60U}) {
    if ((bins + every - 1) / every > kMaxDateTicks) every = each;
  }
  for (std::size_t i = 0; i < bins; ++i) {
    const int at = (first / unit + static_cast<int>(i)) * unit;
    chart.bins.push_back(by_year ? std::to_string(at / 12)
                                 : formatted("%04d-%02d", at / 12, at % 12 + 1));
    chart.ticks.push_back(i % every == 0 ? chart.bins.back() : "");
  }
  chart.ticks_name_bars = true;
  return chart;
}

}  // namespace

void set_charts(const scan::ScanFigures& figures, PageData& page) {
  std::vector<PageData> charts;
  for (const Chart& chart : {scores(figures), swap_rates(figures), dates(figures)}) {
    if (!chart.rows.empty() && !chart.bins.empty()) charts.push_back(chart_data(chart));
  }
  page.set("any_charts", !charts.empty());
  page.set("charts", std::move(charts));
}

}  // namespace despin::view
