// Evaluations as a table.
#include <algorithm>
#include <cstdio>
#include <tuple>

#include "lib/view/evaluation_view.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

constexpr const char* kRateTexts[] = {"5", "1", "0.1"};
constexpr std::size_t kKindColumns = 22;

std::string decimal(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", value);
  return buffer;
}

std::string line(const std::string& name, const eval::Figure& figure) {
  char buffer[120];
  std::snprintf(buffer, sizeof buffer, "  %-44s %8s", name.c_str(),
                figure.value ? decimal(*figure.value).c_str() : "-");
  std::string out = buffer;
  if (figure.interval) {
    out += "    " + decimal(figure.interval->low) + " - " + decimal(figure.interval->high);
  }
  return out + "\n";
}

std::string threshold_lines(const eval::Evaluation& evaluation) {
  const eval::ThresholdFigures& figures = evaluation.at_threshold;
  std::string out =
      "\nat the default threshold\n  " + grouped(figures.spun.called_spun) + " of " +
      grouped(evaluation.spun) + " spun found, " + grouped(figures.clean.called_spun) + " of " +
      grouped(evaluation.clean) + " clean called spun, " +
      grouped(figures.spun.abstained + figures.clean.abstained) + " without verdict\n";
  out += line("share of spun texts found", figures.recall);
  out += line("share of clean texts called spun", figures.false_positive_rate);
  out += line("precision, at this mixture", figures.precision);
  out += line("F1, at this mixture", figures.f1);
  return out + line("Matthews correlation, at this mixture", figures.mcc);
}

std::string bound_lines(const eval::Evaluation& evaluation) {
  std::string out = "\nshare of clean texts with a bound of at most\n";
  for (std::size_t i = 0; i < evaluation.bounds.size(); ++i) {
    out += line(std::string(kRateTexts[i]) + " %", evaluation.bounds[i].share);
  }
  return out;
}

std::string search_lines(const eval::SearchFigures& figures) {
  std::string out = "\nsearch, " + grouped(figures.with_source) + " texts with a source, " +
                    grouped(figures.without_source) + " without\n";
  out += line("source found first", figures.recall_at_1);
  out += line("source among the first ten", figures.recall_at_10);
  out += line("mean reciprocal rank", figures.mrr);
  return out + line("texts without one for which one was found", figures.false_matches);
}

std::string kind_table(const eval::Evaluation& evaluation) {
  char buffer[120];
  std::string out;
  for (const auto& [name, a, b, c, d, rates] :
       {std::tuple{"by kind", "texts", "called", "no", "median", "  above threshold at"},
        std::tuple{"", "", "spun", "verd.", "score", "    5 %    1 %  0.1 %"}}) {
    std::snprintf(buffer, sizeof buffer, "%-26s%5s %6s %5s %8s %s\n", name, a, b, c, d, rates);
    out += buffer;
  }
  bool label = false;
  bool first = true;
  for (const eval::KindFigures& kind : evaluation.kinds) {
    if (first || kind.spun != label) out += kind.spun ? "  spun\n" : "  clean\n";
    first = false;
    label = kind.spun;
    std::snprintf(buffer, sizeof buffer, "%5zu %6zu %5zu %8.2f ", kind.texts, kind.called_spun,
                  kind.abstained, kind.median_score);
    out += "    " + fitted(kind.kind.empty() ? "-" : kind.kind, kKindColumns) + buffer;
    for (const auto& share : kind.above) {
      std::snprintf(buffer, sizeof buffer, "  %5s", share ? decimal(*share).c_str() : "-");
      out += buffer;
    }
    out += "\n";
  }
  return out;
}

}  // namespace

std::string to_text(const eval::Evaluation& evaluation) {
  std::string out;
  const std::size_t texts = evaluation.spun + evaluation.clean;
  if (texts > 0) {
    out += grouped(texts) + " texts: " + grouped(evaluation.spun) + " spun, " +
           grouped(evaluation.clean) + " clean";
    if (evaluation.masked > 0) out += "; " + grouped(evaluation.masked) + " changed by the mask";
    if (evaluation.skipped > 0) out += "; " + grouped(evaluation.skipped) + " lines skipped";
    out += "\n\n" + std::string(50, ' ') + "figure    95 % interval\n";
    out += line("AUROC", evaluation.auroc);
    out += line("average precision", evaluation.average_precision);
    for (std::size_t i = 0; i < evaluation.tpr.size(); ++i) {
      out += line("true positives at " + std::string(kRateTexts[i]) + " % false positives",
                  evaluation.tpr[i]);
    }
    out += line("Brier score of the score as probability", evaluation.brier);
    out += threshold_lines(evaluation);
    out += bound_lines(evaluation);
    out += "\n";
    out += kind_table(evaluation);
  }
  if (evaluation.listed > 0) {
    out += "\nfindings, " + grouped(evaluation.listed) + " listed swaps in " +
           grouped(evaluation.texts_with_substitutions) + " spun texts\n";
    out += line("precision (a lower bound, lists have gaps)", evaluation.precision);
    out += line("recall", evaluation.recall);
    out += line("restored by the first candidates", evaluation.top1);
    out += line("restored by any of five", evaluation.top5);
  }
  if (evaluation.search) out += search_lines(*evaluation.search);
  if (evaluation.pairs > 0) {
    if (texts > 0) out += "\n";
    out += grouped(evaluation.pairs) + " phrase pairs\n";
    out += line("restored by the first candidate", evaluation.pairs_top1);
    out += line("restored by any of five", evaluation.pairs_top5);
  }
  return out;
}

std::string to_text(const eval::Difference& difference) {
  std::string out = "second model less first" + std::string(27, ' ') + "figure    95 % interval\n";
  out += line("AUROC", difference.auroc);
  out += line("average precision", difference.average_precision);
  for (std::size_t i = 0; i < difference.tpr.size(); ++i) {
    out += line("true positives at " + std::string(kRateTexts[i]) + " % false positives",
                difference.tpr[i]);
  }
  out += line("F1 at the default threshold", difference.f1);
  return out + line("Matthews correlation there", difference.mcc);
}

}  // namespace despin::view
