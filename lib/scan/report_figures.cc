#include "lib/scan/report_figures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <tuple>

#include "lib/read/date.h"
#include "lib/scan/articles.h"
#include "lib/text/ascii.h"

namespace despin::scan {
namespace {

// Separates the two phrases of a key; neither can contain it.
constexpr char kBetween = '\n';

// Collapses white space: a swap across a line end is the same swap.
std::string spaced(std::string_view text) {
  std::string out = text::collapse(text, text::is_blank);
  if (out.ends_with(' ')) out.pop_back();
  if (out.starts_with(' ')) out.erase(0, 1);
  return out;
}

// "2019-05" for "2019-05-01T10:00"; empty for other forms and for implausible years.
std::string month_of(const std::string& date) {
  const std::string iso = read::read_date(date);
  if (iso.size() < 7 || iso < "1980" || iso >= "2100") return {};
  const std::string_view month = std::string_view(iso).substr(5, 2);
  return month >= "01" && month <= "12" ? iso.substr(0, 7) : std::string();
}

void keep_strongest(std::vector<ScanFinding>& findings) {
  if (findings.size() <= kMaxFindingsKept) return;
  std::vector<double> evidence;
  evidence.reserve(findings.size());
  for (const ScanFinding& finding : findings) evidence.push_back(finding.evidence_nats);
  const auto nth = evidence.begin() + kMaxFindingsKept - 1;
  std::nth_element(evidence.begin(), nth, evidence.end(), std::greater<>{});
  const double least = *nth;
  auto ties = kMaxFindingsKept -
              static_cast<std::size_t>(std::count_if(
                  findings.begin(), findings.end(),
                  [&](const ScanFinding& finding) { return finding.evidence_nats > least; }));
  std::erase_if(findings, [&](const ScanFinding& finding) {
    if (finding.evidence_nats == least && ties > 0) return --ties, false;
    return finding.evidence_nats <= least;
  });
}

constexpr std::size_t kMaxJudges = 8;

// One name for all that records say of who judged them, and back.
std::string judge_key(const ScanRecord& record) {
  std::string rate;
  if (record.max_false_positive_rate) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6g", *record.max_false_positive_rate);
    rate = buffer;
  }
  return record.model + kBetween + record.version + kBetween + rate;
}

Judge judge_of(const std::string& key, std::uint64_t documents) {
  const std::size_t first = key.find(kBetween);
  const std::size_t last = key.rfind(kBetween);
  return {key.substr(0, first), key.substr(first + 1, last - first - 1), key.substr(last + 1),
          documents};
}

template <class V>
TopList<V> ranking(const BoundedCounts<V>& counts, std::size_t limit) {
  return {counts.heaviest(limit), counts.names(), counts.exact(), counts.rest()};
}

}  // namespace

double DocumentCounts::share_spun() const {
  return read() == 0 ? 0 : static_cast<double>(spun) / static_cast<double>(read());
}

DocumentCounts& DocumentCounts::operator+=(const DocumentCounts& other) {
  spun += other.spun;
  not_spun += other.not_spun;
  abstained += other.abstained;
  errors += other.errors;
  return *this;
}

std::strong_ordering DocumentCounts::operator<=>(const DocumentCounts& other) const {
  return std::tuple(spun, all()) <=> std::tuple(other.spun, other.all());
}

SwapCounts& SwapCounts::operator+=(const SwapCounts& other) {
  documents += other.documents;
  times += other.times;
  return *this;
}

SourceCounts& SourceCounts::operator+=(const SourceCounts& other) {
  documents += other.documents;
  spun += other.spun;
  most_copied = std::max(most_copied, other.most_copied);
  return *this;
}

std::partial_ordering SourceCounts::operator<=>(const SourceCounts& other) const {
  return std::tuple(documents, spun, most_copied) <=>
         std::tuple(other.documents, other.spun, other.most_copied);
}

void Histogram::add(double value) {
  const double last = static_cast<double>(bins_.size() - 1);
  // The small addition puts 0.28 / 0.02 into the bin that begins there.
  const double step = std::floor((value - low_) / step_ + 1e-9);
  ++bins_[static_cast<std::size_t>(std::clamp(step, 0.0, last))];
}

std::uint64_t Histogram::total() const {
  std::uint64_t total = 0;
  for (const std::uint64_t count : bins_) total += count;
  return total;
}

double Histogram::quantile(double share) const {
  const double wanted = share * static_cast<double>(total());
  std::uint64_t below = 0;
  std::size_t bin = 0;
  for (; bin + 1 < bins_.size(); ++bin) {
    below += bins_[bin];
    if (below > 0 && static_cast<double>(below) >= wanted) break;
  }
  return low_ + step_ * static_cast<double>(bin + 1);
}

FigureCounter::FigureCounter(const ListLimits& limits) : limits_(limits) {}

bool FigureCounter::worse(const Kept& a, const Kept& b) {
  const auto key = [](const Kept& kept) {
    const ScanRecord& record = kept.record;
    const int rank = record.verdict == Verdict::kSpun      ? 3
                     : !record.sources.empty()             ? 2
                     : record.verdict == Verdict::kNotSpun ? 1
                                                           : 0;
    return std::tuple(rank, record.score.value_or(-1e9));
  };
  return key(a) != key(b) ? key(a) > key(b) : a.order < b.order;
}

void FigureCounter::add(ScanRecord record) {
  ++added_;
  DocumentCounts one;
  if (!record.error_code.empty()) {
    one.errors = record.repeated;
  } else if (record.verdict == Verdict::kSpun) {
    one.spun = 1;
  } else if (record.verdict == Verdict::kNotSpun) {
    one.not_spun = 1;
  } else {
    one.abstained = record.repeated;
  }
  figures_.counts += one;
  sites_.at(site_of(record)) += one;
  if (one.errors > 0) {
    codes_.at(record.error_code) += one.errors;
    if (figures_.errors.size() < limits_.lists) figures_.errors.push_back(std::move(record));
    return;
  }
  judges_.at(judge_key(record)) += record.repeated;
  if (one.abstained > 0) {
    reasons_.at(record.abstain_reason.empty() ? "unknown" : record.abstain_reason) += one.abstained;
  }
  if (!record.language.empty()) {
    ++languages_.at(
        text::ascii_lower(record.language.substr(0, record.language.find_first_of("-_"))));
  }
  if (const std::string month = month_of(record.date); !month.empty()) {
    figures_.months[month] += one;
  }
  if (record.score) figures_.scores.of(record.verdict).add(*record.score);
  if (one.spun > 0) {
    figures_.swap_rates.add(record.swap_rate);
    count_swaps(record);
  }
  count_sources(record);
  keep(std::move(record));
}

void FigureCounter::count_swaps(const ScanRecord& record) {
  std::set<std::string> seen;
  for (const ScanFinding& finding : record.findings) {
    if (finding.original.empty() || finding.written.empty()) continue;
    std::string key = text::ascii_lower(spaced(finding.written)) + kBetween +
                      text::ascii_lower(spaced(finding.original));
    SwapCounts& counts = swaps_.at(key);
    ++counts.times;
    ++figures_.swap_times;
    if (seen.insert(std::move(key)).second) ++counts.documents;
  }
}

void FigureCounter::count_sources(const ScanRecord& record) {
  figures_.sources_known = figures_.sources_known || record.sources_searched;
  if (!record.sources.empty()) ++figures_.copies;
  std::set<std::string_view> seen;
  for (const ScanSource& source : record.sources) {
    const std::string& name = source.id.empty() ? source.url : source.id;
    if (name.empty() || !seen.insert(name).second) continue;
    SourceCounts& counts = sources_.at(name);
    if (counts.documents == 0) {
      counts.title = source.title;
      counts.url = source.url;
      counts.date = source.date;
    }
    ++counts.documents;
    counts.spun += source.spun ? 1 : 0;
    counts.most_copied = std::max(counts.most_copied, source.copied);
  }
}

void FigureCounter::keep(ScanRecord record) {
  if (limits_.documents == 0) return;
  Kept kept{std::move(record), added_};
  if (worst_.size() == limits_.documents) {
    if (!worse(kept, worst_.front())) return;
    std::pop_heap(worst_.begin(), worst_.end(), worse);
    worst_.pop_back();
  }
  keep_strongest(kept.record.findings);
  worst_.push_back(std::move(kept));
  std::push_heap(worst_.begin(), worst_.end(), worse);
}

ScanFigures FigureCounter::figures() const {
  ScanFigures figures = figures_;
  constexpr std::size_t kAll = 1000;
  figures.abstain_reasons = reasons_.heaviest(kAll);
  figures.error_codes = codes_.heaviest(kAll);
  figures.languages = languages_.heaviest(kAll);
  for (const auto& [key, documents] : judges_.heaviest(kMaxJudges)) {
    figures.judges.push_back(judge_of(key, documents));
  }
  figures.sites = ranking(sites_, limits_.lists);
  figures.sources = ranking(sources_, limits_.lists);
  figures.swap_names = swaps_.names();
  figures.swaps_exact = swaps_.exact();
  for (auto& [key, counts] : swaps_.heaviest(limits_.lists)) {
    const std::size_t between = key.find(kBetween);
    figures.swaps.push_back({key.substr(0, between), key.substr(between + 1), counts});
  }
  std::vector<Kept> worst = worst_;
  std::sort(worst.begin(), worst.end(), worse);
  for (Kept& kept : worst) figures.worst.push_back(std::move(kept.record));
  return figures;
}

}  // namespace despin::scan
