// Implements despin::index_statistics() and estimate().
#include <algorithm>
#include <string_view>

#include "despin/index.h"
#include "lib/base/exact_math.h"
#include "lib/base/guard.h"
#include "lib/index/index.h"

namespace despin {
inline namespace v1 {
namespace {

// Bytes per document of 400 words in an index of 100,000, used for an empty index
// (models/cards/notes/2026-11-30-index-storage.md).
constexpr std::uint64_t kUsualDocuments = 100'000;
constexpr struct {
  std::string_view part;
  double bytes;  // per document
} kUsual[] = {
    {"terms", 26.8}, {"postings", 119}, {"documents", 381}, {"metadata", 52}, {"ids", 3.5}};

// The number of distinct terms grows as this power of the documents (Heaps' law): 35,449 terms in
// 1,000 documents, 131,384 in 10,000, 486,219 in 100,000.
constexpr double kHeaps = 0.57;

// Twice as many documents take slightly longer document numbers.
constexpr double kIdBytesPerDoubling = 1.0 / 8;

// Memory of a search: the candidates' counts, and the aligner's tables for a long document.
constexpr std::uint64_t kSearchBytes = std::uint64_t{16} << 20;
constexpr std::uint64_t kSearchBytesPerDocument = 4;

double grown(std::string_view part, double bytes, double now, double then) {
  const double log_growth = base::exact_log(then / now);
  if (part == "terms") return bytes * base::exact_exp(kHeaps * log_growth);
  const double linear = bytes * then / now;
  if (part != "ids") return linear;
  return std::max(0.0, linear + then * kIdBytesPerDoubling * log_growth / base::exact_log(2));
}

}  // namespace

Result<IndexStatistics> index_statistics(const std::string& folder) {
  return base::guarded([&]() -> Result<IndexStatistics> {
    auto index = index::open_index(folder);
    if (!index) return index.error();
    return index::statistics_of(*index);
  });
}

IndexEstimate estimate(const IndexStatistics& now, std::uint64_t documents) {
  IndexEstimate estimated;
  if (documents == 0) return estimated;
  const auto then = static_cast<double>(documents);
  double bytes = 0;
  if (now.documents > 0) {
    for (const IndexStatistics::Part& part : now.parts) {
      bytes += grown(part.name, static_cast<double>(part.bytes), static_cast<double>(now.documents),
                     then);
    }
  } else {
    for (const auto& usual : kUsual) {
      constexpr auto kNow = static_cast<double>(kUsualDocuments);
      bytes += grown(usual.part, usual.bytes * kNow, kNow, then);
    }
  }
  estimated.disk_bytes = static_cast<std::uint64_t>(bytes);
  estimated.search_memory_bytes = kSearchBytes + kSearchBytesPerDocument * documents;
  return estimated;
}

}  // namespace v1
}  // namespace despin
