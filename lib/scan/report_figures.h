// lib/scan/report_figures.h - aggregates a scan: counts, sites, score distributions, swaps, and the
// worst documents.
//
//   FigureCounter counter({.documents = 200});
//   for (each line) counter.add(*read_scan_record(line));
//   const ScanFigures figures = counter.figures();
//
// Threads  Single.
// Memory   Independent of the size of the scan: the worst documents, the first errors, and counts
//          of as many sites, swaps and sources as the limits below allow.
// Exact    All counts, distributions, the worst documents. Counts of single sites, swaps and
//          sources are exact up to kMaxSites, kMaxSwaps and kMaxSources of them; beyond that they
//          are lower bounds, and the ranking says so (bounded_counts.h).
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/scan/bounded_counts.h"
#include "lib/scan/scan_record.h"

namespace despin::scan {

// About 10 MB each, for names of the usual length.
inline constexpr std::size_t kMaxSites = 100000;
inline constexpr std::size_t kMaxSwaps = 100000;
inline constexpr std::size_t kMaxSources = 20000;
// Of each worst document only the strongest findings are kept.
inline constexpr std::size_t kMaxFindingsKept = 40;

struct DocumentCounts {
  std::uint64_t spun = 0;
  std::uint64_t not_spun = 0;
  std::uint64_t abstained = 0;
  std::uint64_t errors = 0;

  std::uint64_t read() const { return spun + not_spun + abstained; }
  std::uint64_t all() const { return read() + errors; }
  double share_spun() const;  // as a share of the documents read
  DocumentCounts& operator+=(const DocumentCounts& other);
  bool operator==(const DocumentCounts&) const = default;
  std::strong_ordering operator<=>(const DocumentCounts& other) const;  // by spun, then by all
};

struct SwapCounts {
  std::uint64_t documents = 0;
  std::uint64_t times = 0;

  SwapCounts& operator+=(const SwapCounts& other);
  auto operator<=>(const SwapCounts&) const = default;
};

// Counts of one source that documents were copied from.
struct SourceCounts {
  std::uint64_t documents = 0;
  std::uint64_t spun = 0;        // of these, the spun copies; the others are verbatim
  double most_copied = 0;        // highest share of a copy's words
  std::string title, url, date;  // of the first match

  SourceCounts& operator+=(const SourceCounts& other);
  std::partial_ordering operator<=>(const SourceCounts& other) const;
  bool operator==(const SourceCounts&) const = default;
};

// Counts in bins of equal width; values outside the range count in the first or last bin.
class Histogram {
 public:
  Histogram(double low, double step, std::size_t steps) : low_(low), step_(step), bins_(steps) {}
  void add(double value);
  double low() const { return low_; }
  double step() const { return step_; }
  const std::vector<std::uint64_t>& bins() const { return bins_; }
  std::uint64_t total() const;
  // Upper edge of the bin that holds this quantile. REQUIRES: total() > 0.
  double quantile(double share) const;

 private:
  double low_;
  double step_;
  std::vector<std::uint64_t> bins_;
};

// One histogram per verdict.
struct ScoreHistograms {
  std::array<Histogram, 3> by_verdict{make(), make(), make()};

  Histogram& of(Verdict verdict) { return by_verdict[static_cast<std::size_t>(verdict)]; }
  const Histogram& of(Verdict verdict) const {
    return by_verdict[static_cast<std::size_t>(verdict)];
  }

 private:
  static Histogram make() { return {-50, 1, 100}; }
};

template <class V>
struct TopList {
  std::vector<std::pair<std::string, V>> entries;  // heaviest first
  std::size_t names = 0;                           // their number, or a lower bound
  bool exact = true;                               // else counts are lower bounds
  V rest{};                                        // sum over evicted names
};

struct NamedSwap {
  std::string written;
  std::string original;
  SwapCounts counts;
};

// By what records were judged.
struct Judge {
  std::string model;                    // fingerprint; empty where the records do not say
  std::string version;                  // of the library
  std::string max_false_positive_rate;  // "0.001"
  std::uint64_t documents = 0;
};

struct ScanFigures {
  DocumentCounts counts;
  std::vector<std::pair<std::string, std::uint64_t>> abstain_reasons;  // most frequent first
  std::vector<std::pair<std::string, std::uint64_t>> error_codes;
  std::vector<std::pair<std::string, std::uint64_t>> languages;
  ScoreHistograms scores;
  Histogram swap_rates{0, 0.02, 50};             // of spun documents
  std::map<std::string, DocumentCounts> months;  // "2019-05"; only documents with a date
  std::uint64_t copies = 0;                      // documents with a source
  bool sources_known = false;                    // whether any record states its sources
  TopList<DocumentCounts> sites;
  TopList<SourceCounts> sources;
  std::vector<NamedSwap> swaps;
  std::size_t swap_names = 0;
  bool swaps_exact = true;
  std::uint64_t swap_times = 0;
  std::vector<ScanRecord> worst;   // spun ones first, then copies; by score
  std::vector<ScanRecord> errors;  // the first ones
  std::vector<Judge> judges;       // of most documents first, at most eight
};

// Maximum lengths of the lists.
struct ListLimits {
  std::size_t documents = 200;
  std::size_t lists = 200;  // sites, sources, swaps, errors
};

class FigureCounter {
 public:
  explicit FigureCounter(const ListLimits& limits);
  void add(ScanRecord record);
  ScanFigures figures() const;

 private:
  struct Kept {
    ScanRecord record;
    std::uint64_t order = 0;
  };
  static bool worse(const Kept& a, const Kept& b);

  void count_swaps(const ScanRecord& record);
  void count_sources(const ScanRecord& record);
  void keep(ScanRecord record);

  ListLimits limits_;
  ScanFigures figures_;
  BoundedCounts<DocumentCounts> sites_{kMaxSites};
  BoundedCounts<SwapCounts> swaps_{kMaxSwaps};
  BoundedCounts<SourceCounts> sources_{kMaxSources};
  BoundedCounts<std::uint64_t> reasons_{100};
  BoundedCounts<std::uint64_t> codes_{100};
  BoundedCounts<std::uint64_t> languages_{1000};
  BoundedCounts<std::uint64_t> judges_{100};
  std::vector<Kept> worst_;  // a heap with the least bad first
  std::uint64_t added_ = 0;
};

}  // namespace despin::scan
