#include "lib/eval/evaluation.h"

#include <algorithm>
#include <map>
#include <utility>

namespace despin::eval {
namespace {

Figure roc_figure(const ScoreHistogram& h,
                  const std::function<std::optional<double>(const ScoreHistogram&)>& figure) {
  return {figure(h), roc_interval(h, figure)};
}

Figure share_figure(std::span<const Share> documents) {
  return {share(documents), share_interval(documents)};
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
  out.precision = share_figure(precision);
  out.recall = share_figure(recall);
  out.top1 = share_figure(top1);
  out.top5 = share_figure(top5);
}

}  // namespace

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
  out.auroc = roc_figure(all, auroc);
  for (const double rate : kRates) {
    out.tpr.push_back(
        roc_figure(all, [rate](const ScoreHistogram& h) { return tpr_at_fpr(h, rate); }));
  }
  for (const auto& [key, members] : by_kind) {
    KindFigures kind;
    kind.spun = !key.first;
    kind.kind = key.second;
    kind.texts = members.size();
    std::vector<double> own;
    for (const ScoredText* text : members) {
      own.push_back(text->score);
      kind.called_spun += text->verdict == Verdict::kSpun;
      kind.abstained += text->verdict == Verdict::kAbstain;
    }
    kind.auroc =
        roc_figure(kind.spun ? histogram(scores[0], own) : histogram(own, scores[1]), auroc);
    if (out.clean > 0) {
      for (const double rate : kRates) {
        const double threshold = threshold_at_fpr(all, rate);
        const auto above =
            std::count_if(own.begin(), own.end(), [&](double score) { return score > threshold; });
        kind.above.push_back(static_cast<double>(above) / static_cast<double>(own.size()));
      }
    }
    kind.median_score = median(std::move(own));
    out.kinds.push_back(std::move(kind));
  }
  add_findings(texts, out);
  return out;
}

void evaluate_pairs(std::span<const int> ranks, Evaluation& evaluation) {
  std::vector<Share> top1;
  std::vector<Share> top5;
  for (const int rank : ranks) {
    top1.push_back({rank == 0 ? 1.0 : 0.0, 1});
    top5.push_back({rank >= 0 && rank < 5 ? 1.0 : 0.0, 1});
  }
  evaluation.pairs = ranks.size();
  evaluation.pairs_top1 = share_figure(top1);
  evaluation.pairs_top5 = share_figure(top5);
}

}  // namespace despin::eval
