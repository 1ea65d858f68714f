#include "lib/eval/evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace despin::eval {
namespace {

constexpr std::size_t kMaxCurvePoints = 1000;
constexpr std::size_t kReliabilityBins = 10;

Figure drawn_figure(const ScoreHistogram& h, const HistogramFigure& figure) {
  return {figure(h), bootstrap_interval(h, figure)};
}

Figure clustered_figure(std::span<const Share> documents) {
  return {share(documents), clustered_interval(documents)};
}

Figure share_figure(std::size_t part, std::size_t whole) {
  if (whole == 0) return {};
  const auto hits = static_cast<double>(part);
  const auto trials = static_cast<double>(whole);
  return {hits / trials, clopper_pearson(hits, trials)};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void add_findings(std::span<const ScoredText> texts, Evaluation& out) {
  std::vector<Share> precision;
  std::vector<Share> recall;
  std::vector<Share> top1;
  std::vector<Share> top5;
  for (const ScoredText& text : texts) {
    if (!text.spun || !text.lists_substitutions) continue;
    const MatchCounts& m = text.matches;
    precision.push_back({static_cast<double>(m.findings_listed), static_cast<double>(m.findings)});
    recall.push_back({static_cast<double>(m.found), static_cast<double>(m.listed)});
    top1.push_back({static_cast<double>(m.top1), static_cast<double>(m.listed)});
    top5.push_back({static_cast<double>(m.top5), static_cast<double>(m.listed)});
    ++out.texts_with_substitutions;
    out.listed += static_cast<std::size_t>(m.listed);
    out.findings += static_cast<std::size_t>(m.findings);
  }
  out.precision = clustered_figure(precision);
  out.recall = clustered_figure(recall);
  out.top1 = clustered_figure(top1);
  out.top5 = clustered_figure(top5);
}

double called(const ScoredText& text) { return text.verdict == Verdict::kSpun ? 1 : 0; }

// The scores of the texts of each label, by `score_of`.
template <class ScoreOf>
ScoreHistogram histogram_of(std::span<const ScoredText> texts, const ScoreOf& score_of) {
  std::vector<double> scores[2];  // clean, spun
  for (const ScoredText& text : texts) scores[text.spun].push_back(score_of(text));
  return histogram(scores[0], scores[1]);
}

ThresholdFigures at_threshold(std::span<const ScoredText> texts) {
  ThresholdFigures out;
  for (const ScoredText& text : texts) {
    VerdictCounts& counts = text.spun ? out.spun : out.clean;
    counts.called_spun += text.verdict == Verdict::kSpun;
    counts.called_not_spun += text.verdict == Verdict::kNotSpun;
    counts.abstained += text.verdict == Verdict::kAbstain;
  }
  const auto all = [](const VerdictCounts& counts) {
    return counts.called_spun + counts.called_not_spun + counts.abstained;
  };
  out.recall = share_figure(out.spun.called_spun, all(out.spun));
  out.false_positive_rate = share_figure(out.clean.called_spun, all(out.clean));
  if (all(out.spun) == 0 || all(out.clean) == 0) return out;
  out.precision = share_figure(out.spun.called_spun, out.spun.called_spun + out.clean.called_spun);
  const ScoreHistogram calls = histogram_of(texts, called);
  out.f1 = drawn_figure(calls, f1);
  out.mcc = drawn_figure(calls, mcc);
  return out;
}

// Figures of the probability that the score stands for, and of the bound.
void add_calibration(std::span<const ScoredText> texts, Evaluation& out) {
  for (const double rate : kRates) {
    BoundFigures bound;
    bound.rate = rate;
    for (const ScoredText& text : texts) {
      bound.texts += !text.spun && text.false_positive_rate_upper <= rate;
    }
    bound.share = share_figure(bound.texts, out.clean);
    out.bounds.push_back(bound);
  }
  if (out.spun == 0 || out.clean == 0) return;
  std::vector<double> squares;
  std::size_t spun[kReliabilityBins] = {};
  ReliabilityBin bins[kReliabilityBins];
  for (const ScoredText& text : texts) {
    const double probability = probability_of(text);
    const double error = probability - (text.spun ? 1 : 0);
    squares.push_back(error * error);
    const auto bin =
        std::min(static_cast<std::size_t>(probability * kReliabilityBins), kReliabilityBins - 1);
    ++bins[bin].texts;
    bins[bin].mean_probability += probability;
    spun[bin] += text.spun;
  }
  double sum = 0;
  for (const double square : squares) sum += square;
  out.brier = {sum / static_cast<double>(squares.size()), mean_interval(squares)};
  for (std::size_t i = 0; i < kReliabilityBins; ++i) {
    if (bins[i].texts == 0) continue;
    bins[i].mean_probability /= static_cast<double>(bins[i].texts);
    bins[i].spun = share_figure(spun[i], bins[i].texts);
    out.reliability.push_back(bins[i]);
  }
}

KindFigures kind_figures(const std::vector<const ScoredText*>& members, const ScoreHistogram& all,
                         std::span<const double> others) {
  KindFigures kind;
  kind.spun = members.front()->spun;
  kind.kind = members.front()->kind;
  kind.texts = members.size();
  std::vector<double> own;
  for (const ScoredText* text : members) {
    own.push_back(text->score);
    kind.called_spun += text->verdict == Verdict::kSpun;
    kind.abstained += text->verdict == Verdict::kAbstain;
  }
  const ScoreHistogram h = kind.spun ? histogram(others, own) : histogram(own, others);
  kind.auroc = {auroc(h), auroc_interval(h)};
  for (const double rate : kRates) {
    const auto threshold = threshold_at_fpr(all, rate);
    if (!threshold) {
      kind.above.push_back(std::nullopt);
      continue;
    }
    const auto above =
        std::count_if(own.begin(), own.end(), [&](double score) { return score > *threshold; });
    kind.above.push_back(static_cast<double>(above) / static_cast<double>(own.size()));
  }
  kind.median_score = median(std::move(own));
  return kind;
}

// The place of each score among the histogram's.
std::vector<std::uint32_t> bins_among(const ScoreHistogram& h, std::span<const double> scores) {
  std::vector<std::uint32_t> bins;
  for (const double score : scores) {
    bins.push_back(static_cast<std::uint32_t>(
        std::lower_bound(h.scores.begin(), h.scores.end(), score) - h.scores.begin()));
  }
  return bins;
}

// Two ways to score the same texts.
class PairedScores {
 public:
  template <class ScoreOf>
  PairedScores(std::span<const ScoredText> first, std::span<const ScoredText> second,
               const ScoreOf& score_of) {
    for (std::size_t model = 0; model < 2; ++model) {
      const auto texts = model == 0 ? first : second;
      histograms_[model] = histogram_of(texts, score_of);
      std::vector<double> scores[2];
      for (const ScoredText& text : texts) scores[text.spun].push_back(score_of(text));
      for (std::size_t label = 0; label < 2; ++label) {
        bins_[label][model] = bins_among(histograms_[model], scores[label]);
      }
    }
  }

  Figure difference(const HistogramFigure& figure) const {
    const auto first = figure(histograms_[0]);
    const auto second = figure(histograms_[1]);
    if (!first || !second) return {};
    return {*second - *first,
            paired_interval(histograms_[0], histograms_[1], {bins_[0][0], bins_[0][1]},
                            {bins_[1][0], bins_[1][1]}, figure)};
  }

 private:
  ScoreHistogram histograms_[2];           // by model
  std::vector<std::uint32_t> bins_[2][2];  // by label and model
};

}  // namespace

double probability_of(const ScoredText& text) { return 1 / (1 + std::exp(-text.score)); }

Evaluation evaluate(std::span<const ScoredText> texts) {
  Evaluation out;
  std::vector<double> scores[2];  // clean, spun
  std::map<std::pair<bool, std::string>, std::vector<const ScoredText*>> by_kind;
  for (const ScoredText& text : texts) {
    scores[text.spun].push_back(text.score);
    by_kind[{!text.spun, text.kind}].push_back(&text);  // spun kinds first
  }
  out.clean = scores[0].size();
  out.spun = scores[1].size();
  const ScoreHistogram all = histogram(scores[0], scores[1]);
  out.auroc = {auroc(all), auroc_interval(all)};
  out.average_precision = drawn_figure(all, average_precision);
  for (const double rate : kRates)
    out.tpr.push_back({tpr_at_fpr(all, rate), tpr_interval(all, rate)});
  out.at_threshold = at_threshold(texts);
  add_calibration(texts, out);
  if (out.spun > 0 && out.clean > 0) out.curve = curve(all, kMaxCurvePoints);
  for (const auto& [key, members] : by_kind) {
    out.kinds.push_back(kind_figures(members, all, scores[key.first ? 1 : 0]));
  }
  add_findings(texts, out);
  return out;
}

SearchFigures evaluate_search(std::span<const SearchedText> texts) {
  SearchFigures out;
  std::vector<double> reciprocals;
  std::size_t first = 0;
  std::size_t within = 0;
  std::size_t false_matches = 0;
  for (const SearchedText& text : texts) {
    if (!text.has_source) {
      ++out.without_source;
      false_matches += text.found_any;
      continue;
    }
    ++out.with_source;
    first += text.rank == std::size_t{0};
    within += text.rank && *text.rank < kSearchDepth;
    reciprocals.push_back(text.rank ? 1 / static_cast<double>(*text.rank + 1) : 0);
  }
  out.recall_at_1 = share_figure(first, out.with_source);
  out.recall_at_10 = share_figure(within, out.with_source);
  out.false_matches = share_figure(false_matches, out.without_source);
  if (reciprocals.empty()) return out;
  const double sum = std::accumulate(reciprocals.begin(), reciprocals.end(), 0.0);
  out.mrr = {sum / static_cast<double>(reciprocals.size()), mean_interval(reciprocals)};
  return out;
}

void evaluate_pairs(std::span<const int> ranks, Evaluation& evaluation) {
  std::size_t top1 = 0;
  std::size_t top5 = 0;
  for (const int rank : ranks) {
    top1 += rank == 0;
    top5 += rank >= 0 && rank < 5;
  }
  evaluation.pairs = ranks.size();
  evaluation.pairs_top1 = share_figure(top1, ranks.size());
  evaluation.pairs_top5 = share_figure(top5, ranks.size());
}

Difference compare(std::span<const ScoredText> first, std::span<const ScoredText> second) {
  const PairedScores scores(first, second, [](const ScoredText& text) { return text.score; });
  const PairedScores calls(first, second, called);
  Difference out;
  out.auroc = scores.difference(auroc);
  out.average_precision = scores.difference(average_precision);
  for (const double rate : kRates) {
    out.tpr.push_back(
        scores.difference([rate](const ScoreHistogram& h) { return tpr_at_fpr(h, rate); }));
  }
  out.f1 = calls.difference(f1);
  out.mcc = calls.difference(mcc);
  return out;
}

}  // namespace despin::eval
