#include "lib/view/report_text.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "lib/view/numbers.h"
#include "lib/view/terminal.h"
#include "lib/view/wrap.h"

namespace despin::view {
namespace {

constexpr std::size_t kMaxCodesOfText = 6;

class ReportWriter {
 public:
  explicit ReportWriter(const ReportTextOptions& options) : options_(options) {}

  void line(std::string_view text) { out_.append(text).append("\n"); }
  void blank() { out_ += "\n"; }
  std::string take() { return std::move(out_); }

  // Wrapped, each line indented.
  void wrapped(std::string_view text, Style style, std::size_t indent) {
    for (const WrappedLine& wrapped_line :
         wrap(text, style, options_.color, options_.columns - indent)) {
      line(std::string(indent, ' ') + wrapped_line.text);
    }
  }

  std::size_t columns() const { return table_columns(options_.columns); }

  // A name as wide as the line allows, followed by figures.
  void row(std::string_view name, const std::string& figures, Style style = Style::kPlain) {
    const std::size_t width = columns() - 2 - std::min(figures.size(), columns() - 12);
    out_ += "  " + painted(fitted(name, width), style) + figures + "\n";
  }

  void heading(std::string_view name, const std::string& figures) {
    blank();
    if (figures.empty()) {
      line("  " + painted(printable(name), Style::kFaint));
      return;
    }
    const std::size_t width = columns() - 2 - std::min(figures.size(), columns() - 12);
    out_ += "  " + painted(fitted(name, width) + figures, Style::kFaint) + "\n";
  }

  void more(std::size_t shown, std::size_t all, std::string_view what, bool exact) {
    if (exact && all <= shown) return;
    std::string text = all <= shown ? ""
                                    : (exact ? "and " : "and at least ") + grouped(all - shown) +
                                          " more " + std::string(what);
    if (!exact) {
      text += std::string(text.empty() ? "" : "; ") + "counts of single " + std::string(what) +
              " are lower bounds, there were too many to count each";
    }
    wrapped(text, Style::kFaint, 2);
  }

 private:
  // Brackets around swapped words are only for running text.
  std::string painted(std::string text, Style style) const {
    return options_.color ? styled({std::move(text), style}, true) : text;
  }

  ReportTextOptions options_;
  std::string out_;
};

void add_counts(const scan::ScanFigures& figures, const ReportTextOptions& options,
                ReportWriter& writer) {
  const scan::DocumentCounts& counts = figures.counts;
  const auto add = [&](std::string_view name, std::uint64_t count, const std::string& detail,
                       Style style = Style::kPlain) {
    const std::string text = "  " + fitted(name, 14) + formatted("%12s", grouped(count).c_str());
    const bool paint = options.color && style != Style::kPlain && count > 0;
    const std::string line = paint ? styled({text, style}, true) : text;
    const bool fits = display_width(text) + 3 + display_width(detail) <= options.columns;
    writer.line(detail.empty() || !fits ? line : line + "   " + detail);
    if (!fits) writer.wrapped(detail, Style::kPlain, 4);
  };
  add("spun", counts.spun,
      counts.read() == 0 ? "" : short_percent(counts.share_spun()) + " of those read",
      Style::kSpun);
  add("not spun", counts.not_spun, "");
  add("no verdict", counts.abstained, listed_counts(figures.abstain_reasons, kMaxCodesOfText));
  add("not readable", counts.errors, listed_counts(figures.error_codes, kMaxCodesOfText));
  if (figures.sources_known) {
    add("copies", figures.copies, "of " + names_words(figures.sources, "source", "sources"));
  }
}

std::string scores_words(const scan::ScanFigures& figures) {
  const scan::Histogram& spun = figures.scores.of(Verdict::kSpun);
  if (spun.total() == 0) return {};
  std::string out =
      formatted("Half of the spun documents score %.0f or more.", spun.quantile(0.5) - spun.step());
  if (figures.swap_rates.total() > 0) {
    out += formatted(" In half of them at least %.0f %% of the words look swapped.",
                     100 * (figures.swap_rates.quantile(0.5) - figures.swap_rates.step()));
  }
  return out;
}

void add_worst(const scan::ScanFigures& figures, ReportWriter& writer) {
  const bool any_spun = !figures.worst.empty() && figures.worst.front().verdict == Verdict::kSpun;
  if (!any_spun) return;
  writer.heading("worst documents", formatted("%9s%10s", "score", "swapped"));
  for (const scan::ScanRecord& record : figures.worst) {
    if (record.verdict != Verdict::kSpun) break;
    writer.row(scan::name_of(record),
               (record.score ? formatted("%9.1f", *record.score) : formatted("%9s", "-")) +
                   formatted("%10s", short_percent(record.swap_rate).c_str()),
               Style::kSpun);
    const std::string& place = record.url.empty() ? scan::place_of(record) : record.url;
    if (place != scan::name_of(record)) writer.wrapped(place, Style::kFaint, 4);
  }
}

void add_sites(const scan::ScanFigures& figures, ReportWriter& writer) {
  if (figures.sites.names < 2) return;
  writer.heading("sites", formatted("%10s%8s%8s", "documents", "spun", "share"));
  for (const auto& [name, counts] : figures.sites.entries) {
    writer.row(name,
               formatted("%10s%8s%8s", grouped(counts.all()).c_str(), grouped(counts.spun).c_str(),
                         short_percent(counts.share_spun()).c_str()));
  }
  writer.more(figures.sites.entries.size(), figures.sites.names, "sites", figures.sites.exact);
}

void add_swaps(const scan::ScanFigures& figures, ReportWriter& writer) {
  if (figures.swaps.empty()) return;
  writer.heading("substitute <- likely original", formatted("%10s%8s", "documents", "times"));
  for (const scan::NamedSwap& swap : figures.swaps) {
    writer.row(swap.written + " <- " + swap.original,
               formatted("%10s%8s", grouped(swap.counts.documents).c_str(),
                         grouped(swap.counts.times).c_str()));
  }
  writer.more(figures.swaps.size(), figures.swap_names, "swaps", figures.swaps_exact);
}

void add_sources(const scan::ScanFigures& figures, ReportWriter& writer) {
  if (figures.sources.entries.empty()) return;
  writer.heading("sources", formatted("%8s%8s", "copies", "spun"));
  for (const auto& [id, counts] : figures.sources.entries) {
    writer.row(
        counts.title.empty() ? id : counts.title,
        formatted("%8s%8s", grouped(counts.documents).c_str(), grouped(counts.spun).c_str()));
    if (!counts.url.empty() && counts.url != id) writer.wrapped(counts.url, Style::kFaint, 4);
  }
  writer.more(figures.sources.entries.size(), figures.sources.names, "sources",
              figures.sources.exact);
}

void add_errors(const scan::ScanFigures& figures, ReportWriter& writer) {
  if (figures.errors.empty()) return;
  writer.heading("not readable", "");
  for (const scan::ScanRecord& record : figures.errors) {
    writer.wrapped(scan::place_of(record) + ": " +
                       (record.error_message.empty() ? scan::spelled(record.error_code)
                                                     : record.error_message),
                   Style::kPlain, 2);
  }
  writer.more(figures.errors.size(), figures.counts.errors, "documents", true);
}

}  // namespace

std::string inputs_words(const ReportedInputs& inputs) {
  if (inputs.names.size() != 1) return counted(inputs.names.size(), "file", "files");
  return inputs.names.front() == "-" ? "standard input" : inputs.names.front();
}

std::string listed_counts(const std::vector<std::pair<std::string, std::uint64_t>>& counts,
                          std::size_t limit) {
  std::string out;
  std::uint64_t others = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i >= limit) {
      others += counts[i].second;
      continue;
    }
    out += (out.empty() ? "" : ", ") + printable(scan::spelled(counts[i].first)) + " " +
           grouped(counts[i].second);
  }
  return others == 0 ? out : out + ", others " + grouped(others);
}

std::string judge_words(const scan::Judge& judge) {
  if (judge.model.empty()) return "a model that the records do not name";
  std::string out = "model " + printable(judge.model) + ", despin " + printable(judge.version);
  if (!judge.max_false_positive_rate.empty()) {
    out += formatted(", at most %.4g %% false positives",
                     100 * std::strtod(judge.max_false_positive_rate.c_str(), nullptr));
  }
  return out;
}

std::string render(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                   const ReportTextOptions& options) {
  ReportWriter writer(options);
  std::string title = inputs_words(inputs) + ": " +
                      counted(figures.counts.all(), "document", "documents") + " of " +
                      names_words(figures.sites, "site", "sites");
  if (!figures.months.empty()) {
    const std::string& first = figures.months.begin()->first;
    const std::string& last = figures.months.rbegin()->first;
    title += ", of " + (first == last ? first : first + " to " + last);
  }
  writer.wrapped(title, Style::kPlain, 0);
  writer.blank();
  add_counts(figures, options, writer);
  if (const std::string words = scores_words(figures); !words.empty()) {
    writer.blank();
    writer.wrapped(words, Style::kPlain, 2);
  }
  add_worst(figures, writer);
  add_sites(figures, writer);
  add_swaps(figures, writer);
  add_sources(figures, writer);
  add_errors(figures, writer);
  if (!figures.judges.empty()) {
    writer.blank();
    std::string judged;
    for (const scan::Judge& judge : figures.judges) {
      judged += (judged.empty() ? "Judged by " : "; by ") + judge_words(judge);
    }
    writer.wrapped(judged + ".", Style::kFaint, 2);
  }
  if (inputs.broken_lines > 0) {
    writer.blank();
    writer.wrapped(counted(inputs.broken_lines, "line", "lines") + " could not be read.",
                   Style::kPlain, 2);
  }
  return writer.take();
}

}  // namespace despin::view
