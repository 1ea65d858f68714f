// A scan gives the same records on any number of threads, after any stop.
#include <chrono>
#include <random>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/scan/scan_state.h"
#include "tests/support/scanned_folder.h"

namespace despin::scan {
namespace {

using ::testing::HasSubstr;

constexpr int kDocuments = 2000;

class ScanResume : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new ScannedFolder("resume", kDocuments);
    whole_ = new std::string(folder_->scan({"--threads", "1"}, "whole.jsonl"));
  }
  static void TearDownTestSuite() {
    delete whole_;
    delete folder_;
  }
  void SetUp() override { ASSERT_FALSE(whole_->empty()); }

  static ScannedFolder* folder_;
  static std::string* whole_;
};

ScannedFolder* ScanResume::folder_ = nullptr;
std::string* ScanResume::whole_ = nullptr;

TEST_F(ScanResume, HasARecordForEachDocumentAndNamesWhatIsBroken) {
  const auto lines = lines_of(*whole_);
  EXPECT_EQ(lines.size(), std::size_t{kDocuments});
  std::size_t errors = 0;
  for (const std::string& line : lines) errors += line.find("\"error\":{") != line.npos;
  EXPECT_EQ(errors, std::size_t{kDocuments} / 50);
  for (const std::string& file : folder_->broken_files()) {
    EXPECT_THAT(*whole_, HasSubstr(file)) << "no record names it";
  }
}

TEST_F(ScanResume, IsTheSameOnAnyNumberOfThreads) {
  for (const char* threads : {"2", "8"}) {
    EXPECT_TRUE(folder_->scan({"--threads", threads}, std::string(threads) + ".jsonl") == *whole_)
        << threads << " threads";
  }
}

TEST_F(ScanResume, WithoutOrderHasTheSameRecords) {
  EXPECT_TRUE(lines_of(folder_->scan({"--threads", "8", "--unordered"}, "unordered.jsonl")) ==
              lines_of(*whole_));
}

TEST_F(ScanResume, IsTheSameAfterTenKills) {
  const std::uint64_t seed = std::random_device()();
  EXPECT_TRUE(scan_with_kills(*folder_, seed, 10, {"--threads", "2"}) == *whole_)
      << "seed " << seed;
}

TEST_F(ScanResume, WithoutOrderHasTheSameRecordsAfterTenKills) {
  const std::uint64_t seed = std::random_device()();
  EXPECT_TRUE(lines_of(scan_with_kills(*folder_, seed, 10, {"--threads", "4", "--unordered"})) ==
              lines_of(*whole_))
      << "seed " << seed;
}

// A signal that can be handled ends it in order, and by that signal.
TEST_F(ScanResume, GoesOnAfterAnInterruption) {
  for (const int number : {SIGINT, SIGTERM}) {
    const std::string out = folder_->path("interrupted" + std::to_string(number) + ".jsonl");
    const Child child = folder_->start({"--threads", "2", "-o", out});
    while (bytes_of_file(out).empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    child.signal(number);
    EXPECT_EQ(child.wait(), 128 + number) << folder_->said();
    EXPECT_THAT(folder_->said(), HasSubstr("--resume"));
    const std::string stopped = bytes_of_file(out);
    const auto state = read_scan_state(bytes_of_file(out + ".progress"));
    ASSERT_TRUE(state) << state.error().message;
    EXPECT_EQ(state->output_bytes, stopped.size());
    EXPECT_LT(stopped.size(), whole_->size());
    const int code = folder_->start({"--threads", "2", "--resume", "-o", out}).wait();
    EXPECT_EQ(code, 2) << folder_->said();
    EXPECT_TRUE(bytes_of_file(out) == *whole_);
  }
}

TEST_F(ScanResume, GoesOnAfterAFullDisk) {
  const std::string out = folder_->path("full.jsonl");
  // Sizes of files are limited in place of the disk.
  EXPECT_EQ(folder_->start({"-o", out}, 100'000).wait(), 2);
  EXPECT_THAT(folder_->said(), HasSubstr("--resume"));
  const int code = folder_->start({"--resume", "-o", out}).wait();
  EXPECT_EQ(code, 2) << folder_->said();
  EXPECT_TRUE(bytes_of_file(out) == *whole_);
}

TEST_F(ScanResume, StopsAtTheFirstErrorIfAsked) {
  const std::string out = folder_->path("fast.jsonl");
  EXPECT_EQ(folder_->start({"--fail-fast", "--threads", "8", "-o", out}).wait(), 2);
  const std::string written = bytes_of_file(out);
  const std::size_t line = whole_->find("\"error\":{");
  const std::size_t begin = whole_->rfind('\n', line) + 1;
  EXPECT_TRUE(written == whole_->substr(0, begin)) << written.size() << " of " << begin;
}

TEST_F(ScanResume, DoesNotWriteOverAnotherScan) {
  const std::string out = folder_->path("twice.jsonl");
  const std::string whole = folder_->scan({}, "twice.jsonl");
  EXPECT_EQ(folder_->start({"-o", out}).wait(), 2);
  EXPECT_THAT(folder_->said(), HasSubstr("--overwrite"));
  EXPECT_EQ(bytes_of_file(out), whole);
  // One that is through is left as it is.
  EXPECT_EQ(folder_->start({"-o", out, "--resume"}).wait(), 0);
  EXPECT_EQ(bytes_of_file(out), whole);
  EXPECT_EQ(folder_->start({"-o", out, "--overwrite", "--min-words", "100000"}).wait(), 2);
  EXPECT_LT(bytes_of_file(out).size(), whole.size());
}

TEST_F(ScanResume, HasOneWriterAtATimeAndOneCommand) {
  const std::string out = folder_->path("locked.jsonl");
  const Child first = folder_->start({"--threads", "1", "-o", out});
  while (bytes_of_file(out).empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  first.signal(SIGSTOP);
  EXPECT_EQ(folder_->start({"--resume", "-o", out}).wait(), 2);
  EXPECT_THAT(folder_->said(), HasSubstr("another scan"));
  EXPECT_EQ(folder_->start({"--overwrite", "-o", out}).wait(), 2);
  first.signal(SIGKILL);
  first.wait();
  EXPECT_EQ(folder_->start({"--resume", "--min-words", "7", "-o", out}).wait(), 2);
  EXPECT_THAT(folder_->said(), HasSubstr("--min-words"));
  const int code = folder_->start({"--resume", "-o", out}).wait();
  EXPECT_EQ(code, 2) << folder_->said();
  EXPECT_TRUE(bytes_of_file(out) == *whole_);
}

}  // namespace
}  // namespace despin::scan
