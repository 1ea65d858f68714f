// tests/support/index_crash.h - kills writers at random points and looks at what they left.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/index.h"
#include "tests/support/small_index.h"

namespace despin::small_index {

// Adds, commits and merges until it is killed; documents are numbered on from those that
// are there. Says how many are committed, each time that they are said to be.
[[noreturn]] inline void write_until_killed(const std::string& folder, std::uint64_t seed, int fd) {
  std::mt19937_64 random(seed);
  const auto tell = [fd](std::uint64_t documents) {
    if (::write(fd, &documents, sizeof documents) != sizeof documents) ::_exit(3);
  };
  auto writer = IndexWriter::open(folder, {.memory_bytes = std::uint64_t{1} << 20});
  if (!writer) ::_exit(4);
  for (std::uint64_t next = writer->documents();;) {
    for (std::uint64_t n = 1 + random() % 12; n > 0; --n) {
      auto added = writer->add(make_document(next++).view());
      if (!added || !*added) ::_exit(5);
    }
    const bool merging = random() % 4 == 0;
    auto done = merging ? writer->merge() : writer->commit();
    if (!done || writer->documents() != next) ::_exit(6);
    tell(next);
  }
}

// The documents of an index must be the first so many, in order; returns how many.
inline std::uint64_t expect_first_documents(const std::string& folder) {
  auto verified = verify_index(folder);
  EXPECT_TRUE(verified) << verified.error().message;
  if (!verified) return 0;
  for (const auto& segment : verified->segments) EXPECT_EQ(segment.corruption, "");
  auto index = index::open_index(folder);
  EXPECT_TRUE(index) << index.error().message;
  if (!index) return 0;
  std::uint64_t next = 0;
  index::MetadataScratch scratch;
  for (const auto& segment : index->segments) {
    for (std::uint32_t i = 0; i < segment->documents(); ++i) {
      auto metadata = segment->metadata(i, scratch);
      EXPECT_TRUE(metadata && metadata->id == make_document(next).id);
      ++next;
    }
  }
  return next;
}

// Kills `kills` writers, one after the other, each in the state the last one left; fewer,
// but `fewest` at least, when `seconds` are over.
inline void kill_writers(const std::string& name, int kills, std::uint64_t seed, int fewest,
                         int seconds) {
  constexpr std::uint64_t kMaxDocuments = 400;  // then anew, to keep the checks short
  std::mt19937_64 random(seed);
  const Folder folder(name);
  std::uint64_t committed = 0;
  int grown = 0;
  int kill = 0;
  // How long a writer may live. It follows the machine: half of them come to commit.
  double longest_us = 10'000;
  const auto start = std::chrono::steady_clock::now();
  const auto time_is_up = [&] {
    return std::chrono::steady_clock::now() - start > std::chrono::seconds(seconds);
  };
  for (; kill < kills && (kill < fewest || !time_is_up()); ++kill) {
    if (committed > kMaxDocuments) {
      std::filesystem::remove_all(folder.path());
      committed = 0;
    }
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      write_until_killed(folder.path(), seed + static_cast<std::uint64_t>(kill), ends[1]);
    }
    ::close(ends[1]);
    const double life = static_cast<double>(random() % 1000) / 1000 * longest_us;
    std::this_thread::sleep_for(std::chrono::microseconds(static_cast<long>(life)));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer gave up: " << WEXITSTATUS(status);
    const std::uint64_t before = committed;
    std::uint64_t told = 0;
    while (::read(ends[0], &told, sizeof told) == sizeof told) committed = told;
    ::close(ends[0]);
    // Killed so early that there is no index yet.
    if (index_statistics(folder.path()).has_value() || committed > 0) {
      const std::uint64_t there = expect_first_documents(folder.path());
      ASSERT_GE(there, committed) << "kill " << kill;
      ASSERT_LE(there, committed + 12) << "kill " << kill;  // one commit that was not told of
      committed = there;
    }
    const bool has_grown = committed > before;
    if (has_grown) ++grown;
    longest_us =
        has_grown ? std::max(2'000.0, longest_us * 0.8) : std::min(5'000'000.0, longest_us * 1.25);
  }
  // A test of a writer that never comes to write proves nothing.
  EXPECT_GT(grown, kill / 8);
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer) << writer.error().message;
  EXPECT_EQ(writer->documents(), committed);
  ASSERT_TRUE(writer->add(make_document(committed).view()));
  ASSERT_TRUE(writer->merge());
  EXPECT_EQ(expect_first_documents(folder.path()), committed + 1);
  // Nothing is left of those that died.
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_NE(index::role_of(entry.path().filename().string()), index::FileRole::kUnfinished);
    ++files;
  }
  EXPECT_EQ(files, 3);  // manifest, lock, segment
}

}  // namespace despin::small_index
