#include "lib/view/report_chart.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "lib/view/html.h"
#include "lib/view/numbers.h"

namespace despin::view {
namespace {

// Pixels: a row is its label, then its bars.
constexpr int kLabel = 20;
constexpr int kBars = 52;
constexpr int kGap = 12;
constexpr int kAxis = 22;
constexpr std::size_t kMaxBins = 60;
constexpr std::size_t kMaxTicks = 7;
constexpr std::size_t kMaxDateTicks = 4;
constexpr std::size_t kMaxMonths = 36;

std::string percent_of(double part, double all) { return formatted("%.2f%%", 100 * part / all); }

void add_row(const ChartRow& row, const std::vector<std::string>& bins, int top, std::string& out) {
  const auto most = *std::max_element(row.counts.begin(), row.counts.end());
  std::uint64_t total = 0;
  for (const std::uint64_t count : row.counts) total += count;
  out += formatted("<text x=\"0\" y=\"%d\" class=\"name\">", top + 13) + html_escaped(row.name) +
         " <tspan class=\"quiet\">" + grouped(total) + "</tspan></text>";
  if (most > 0) {
    out += formatted("<text x=\"100%%\" y=\"%d\" class=\"quiet end\">highest bar ", top + 13) +
           grouped(most) + "</text>";
  }
  const int base = top + kLabel + kBars;
  const auto all = static_cast<double>(row.counts.size());
  for (std::size_t i = 0; i < row.counts.size(); ++i) {
    if (row.counts[i] == 0) continue;
    const double height =
        std::max(1.5, kBars * static_cast<double>(row.counts[i]) / static_cast<double>(most));
    out += "<rect class=\"" + row.kind + "\" x=\"" + percent_of(static_cast<double>(i), all) +
           "\" width=\"" + percent_of(0.86, all) +
           formatted("\" y=\"%.1f\" height=\"%.1f\"><title>", base - height, height) +
           html_escaped(bins[i]) + ": " + grouped(row.counts[i]) + "</title></rect>";
  }
  out += formatted("<line x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n", base, base);
}

std::string table_html(const Chart& chart) {
  std::string out =
      "<details class=\"data\"><summary>As a table</summary><table><thead><tr><th scope=\"col\">" +
      html_escaped(chart.axis) + "</th>";
  for (const ChartRow& row : chart.rows) {
    out += "<th scope=\"col\" class=\"number\">" + html_escaped(row.name) + "</th>";
  }
  out += "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < chart.bins.size(); ++i) {
    const bool any = std::any_of(chart.rows.begin(), chart.rows.end(),
                                 [i](const ChartRow& row) { return row.counts[i] > 0; });
    if (!any) continue;
    out += "<tr><th scope=\"row\">" + html_escaped(chart.bins[i]) + "</th>";
    for (const ChartRow& row : chart.rows) {
      out += "<td class=\"number\">" + grouped(row.counts[i]) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></details>\n";
}

// The first and one past the last step that any row has something in.
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

// Rows of steps of a histogram's width, cut to what is used; wider steps if they are many.
// Edges are named by `name`.
template <class Name>
void set_bins(const scan::Histogram& histogram, const Name& name, Chart& chart) {
  auto [first, last] = used_range(chart.rows);
  if (first >= last) {
    chart.rows.clear();
    return;
  }
  const std::size_t factor = (last - first + kMaxBins - 1) / kMaxBins;
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
  // Ticks at multiples of a round number of steps.
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
  // A minus as long as a plus is wide.
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
  chart.note = "Log-odds in nats: above 0 a text looks spun rather than not.";
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
  const auto bins = static_cast<std::size_t>(last / unit - first / unit + 1);
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
  for (const std::size_t each : {2, 3, 6, 12, 24, 60}) {
    if (bins / every > kMaxDateTicks) every = each;
  }
  for (std::size_t i = 0; i < bins; ++i) {
    const int at = (first / unit + static_cast<int>(i)) * unit;
    chart.bins.push_back(by_year ? std::to_string(at / 12)
                                 : formatted("%04d-%02d", at / 12, at % 12 + 1));
    chart.ticks.push_back(i % every == 0 ? chart.bins.back() : "");
  }
  chart.ticks.emplace_back();
  return chart;
}

}  // namespace

std::string chart_html(const Chart& chart) {
  if (chart.rows.empty() || chart.bins.empty()) return {};
  const int rows = static_cast<int>(chart.rows.size());
  const int height = rows * (kLabel + kBars + kGap) - kGap + kAxis;
  std::string out = "<figure class=\"chart\">\n<figcaption><h3>" + html_escaped(chart.name) +
                    "</h3><p>" + html_escaped(chart.note) + "</p></figcaption>\n";
  out += formatted("<svg width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"", height) +
         html_escaped(chart.name + ". " + chart.note + " The figures are in the table below.") +
         "\">\n";
  for (int i = 0; i < rows; ++i) {
    add_row(chart.rows[static_cast<std::size_t>(i)], chart.bins, i * (kLabel + kBars + kGap), out);
  }
  const auto bins = static_cast<double>(chart.bins.size());
  for (std::size_t i = 0; i < chart.ticks.size(); ++i) {
    if (chart.ticks[i].empty()) continue;
    const double at = static_cast<double>(i) / bins;
    out += "<text class=\"quiet";
    // Nothing may stick out of the image.
    if (at > 0.95) out += " end";
    if (at >= 0.05 && at <= 0.95) out += " middle";
    out += "\" x=\"" + percent_of(static_cast<double>(i), bins) +
           formatted("\" y=\"%d\">", height - 6) + html_escaped(chart.ticks[i]) + "</text>";
  }
  return out + "</svg>\n" + table_html(chart) + "</figure>\n";
}

std::string charts_html(const scan::ScanFigures& figures) {
  const std::string all =
      chart_html(scores(figures)) + chart_html(swap_rates(figures)) + chart_html(dates(figures));
  if (all.empty()) return {};
  return "<section class=\"charts\" aria-label=\"Distributions\">\n" + all + "</section>\n";
}

}  // namespace despin::view
