// The statistics and size estimates of an index.
#include <cmath>
#include <filesystem>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

using small_index::Folder;
using small_index::make_document;

IndexStatistics statistics_of(const std::string& folder, std::uint64_t documents) {
  auto writer = IndexWriter::open(folder);
  EXPECT_TRUE(writer);
  for (std::uint64_t i = 0; i < documents; ++i) {
    EXPECT_TRUE(writer->add(make_document(i).view()));
  }
  EXPECT_TRUE(writer->commit());
  auto statistics = index_statistics(folder);
  EXPECT_TRUE(statistics);
  return *statistics;
}

TEST(IndexStatistics, AddUpToTheFilesOfTheFolder) {
  const Folder folder("statistics");
  const IndexStatistics statistics = statistics_of(folder.path(), 500);
  std::uint64_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    files += entry.file_size();
  }
  EXPECT_EQ(statistics.bytes, files);
  EXPECT_EQ(statistics.documents, 500U);
  // 60 words that are made up, five times "the", three times "and".
  EXPECT_EQ(statistics.words, 500U * 68);
  ASSERT_EQ(statistics.parts.size(), 5U);
  std::uint64_t parts = 0;
  for (const auto& part : statistics.parts) {
    EXPECT_GT(part.bytes, 0U) << part.name;
    parts += part.bytes;
  }
  EXPECT_LT(parts, statistics.bytes);
  EXPECT_GT(parts + 2000, statistics.bytes);
  ASSERT_EQ(statistics.segments.size(), 1U);
  EXPECT_EQ(statistics.segments[0].documents, 500U);
}

TEST(IndexEstimate, OfTheSameNumberIsWhatThereIsAndGrowsWithIt) {
  const Folder folder("estimate");
  const Folder larger("estimate_larger");
  const IndexStatistics now = statistics_of(folder.path(), 500);
  const auto bytes = [&](std::uint64_t n) {
    return static_cast<double>(estimate(now, n).disk_bytes);
  };
  EXPECT_NEAR(bytes(500), static_cast<double>(now.bytes), 0.05 * static_cast<double>(now.bytes));
  EXPECT_EQ(bytes(0), 0);
  EXPECT_LT(bytes(1000), 2 * bytes(500));
  EXPECT_GT(bytes(1000), 1.5 * bytes(500));
  // Made-up text has few words; still the estimate is nearer than growing in proportion.
  const auto then = static_cast<double>(statistics_of(larger.path(), 3000).bytes);
  EXPECT_NEAR(bytes(3000), then, 0.2 * then);
  EXPECT_LT(std::abs(bytes(3000) - then), std::abs(6 * bytes(500) - then));
  EXPECT_GT(estimate(now, 1'000'000).search_memory_bytes, estimate(now, 1000).search_memory_bytes);
}

TEST(IndexEstimate, OfAnEmptyIndexSupposesOrdinaryArticles) {
  const IndexStatistics none;
  const double each = static_cast<double>(estimate(none, 1'000'000).disk_bytes) / 1e6;
  EXPECT_GT(each, 500);
  EXPECT_LT(each, 650);
}

}  // namespace
}  // namespace despin
