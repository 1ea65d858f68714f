// tests/support/index_life_crash.h - kills writers that add, replace, remove and merge, and looks
// at what they left: the state of a commit that they told of, or of the one they were in.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/contents.h"
#include "lib/index/index.h"
#include "tests/support/small_index.h"

namespace despin::small_index {

// Which version of each document there is; 0: none. Small enough for one write to a pipe.
struct LivingState {
  static constexpr std::size_t kDocuments = 40;
  std::array<std::uint32_t, kDocuments> versions{};
  std::uint32_t committed = 0;  // 1 once it is known to be

  std::size_t documents() const {
    return kDocuments - static_cast<std::size_t>(std::count(versions.begin(), versions.end(), 0U));
  }
  bool same(const LivingState& other) const { return versions == other.versions; }
};

// What an index holds; an id that is there twice is a failure.
inline LivingState living_state(const index::Index& index) {
  LivingState state;
  const auto listed = index::for_each_document(index, [&](const IndexedDocument& document) {
    std::uint32_t& version = state.versions.at(std::stoul(document.id.substr(4)));
    EXPECT_EQ(version, 0U) << document.id << " is there twice";
    version = static_cast<std::uint32_t>(std::stoul(document.title));
    return true;
  });
  EXPECT_TRUE(listed) << listed.error().message;
  return state;
}

// Changes the index until it is killed. Tells the state before each commit and after it.
[[noreturn]] inline void live_until_killed(const std::string& folder, std::uint64_t seed, int fd) {
  std::mt19937_64 random(seed);
  const auto tell = [fd](const LivingState& state) {
    if (::write(fd, &state, sizeof state) != sizeof state) ::_exit(3);
  };
  auto writer = IndexWriter::open(folder, {.automatic_merge = seed % 2 == 0});
  if (!writer) ::_exit(4);
  LivingState state = living_state(*index::open_index(folder));
  const std::uint32_t first = *std::max_element(state.versions.begin(), state.versions.end());
  for (std::uint32_t version = first + 1;; ++version) {
    for (std::uint64_t n = 1 + random() % 8; n > 0; --n) {
      const std::uint64_t number = random() % LivingState::kDocuments;
      std::uint32_t& there = state.versions[number];
      Made made = make_document(number, 20);
      made.title = std::to_string(version);
      if (random() % 3 == 0) {
        const auto removed = writer->remove(made.id);
        if (!removed || *removed != (there != 0)) ::_exit(5);
        there = 0;
      } else {
        const auto replaced = writer->replace(made.view());
        if (!replaced || *replaced != (there != 0)) ::_exit(6);
        there = version;
      }
    }
    state.committed = 0;
    tell(state);
    if (!(random() % 5 == 0 ? writer->merge() : writer->commit())) ::_exit(7);
    if (writer->documents() != state.documents()) ::_exit(8);
    state.committed = 1;
    tell(state);
  }
}

// Kills `kills` writers, one after the other, each in the state the last one left; fewer, but
// `fewest` at least, when `seconds` are over.
inline void kill_living_writers(const std::string& name, int kills, std::uint64_t seed, int fewest,
                                int seconds) {
  std::mt19937_64 random(seed);
  const Folder folder(name);
  ASSERT_TRUE(IndexWriter::open(folder.path()));
  LivingState last;
  index::Index reader = *index::open_index(folder.path());  // is refreshed after each kill
  int changed = 0;
  double longest_us = 10'000;  // as in kill_writers()
  const auto start = std::chrono::steady_clock::now();
  for (int kill = 0; kill < kills; ++kill) {
    if (kill >= fewest &&
        std::chrono::steady_clock::now() - start > std::chrono::seconds(seconds)) {
      break;
    }
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      live_until_killed(folder.path(), seed + static_cast<std::uint64_t>(kill), ends[1]);
    }
    ::close(ends[1]);
    // A pipe holds some hundred states; who tells more than that is read meanwhile.
    const double life = static_cast<double>(random() % 1000) / 1000 * longest_us;
    std::thread killer([child, life] {
      std::this_thread::sleep_for(std::chrono::microseconds(static_cast<long>(life)));
      ::kill(child, SIGKILL);
    });
    LivingState told;
    LivingState begun = last;
    bool grown = false;
    while (::read(ends[0], &told, sizeof told) == sizeof told) {
      begun = told;
      if (told.committed != 0) {
        last = told;
        grown = true;
      }
    }
    killer.join();
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer gave up: " << WEXITSTATUS(status);
    ::close(ends[0]);
    const auto verified = verify_index(folder.path());
    ASSERT_TRUE(verified) << verified.error().message;
    for (const auto& segment : verified->segments) ASSERT_EQ(segment.corruption, "");
    auto now = index::open_index(folder.path(), {}, &reader);
    ASSERT_TRUE(now) << now.error().message;
    reader = *std::move(now);
    const LivingState there = living_state(reader);
    ASSERT_TRUE(there.same(last) || there.same(begun)) << "kill " << kill;
    ASSERT_TRUE(there.same(living_state(*index::open_index(folder.path())))) << "kill " << kill;
    ASSERT_EQ(verified->documents, there.documents()) << "kill " << kill;
    last = there;
    changed += grown ? 1 : 0;
    longest_us =
        grown ? std::max(2'000.0, longest_us * 0.8) : std::min(5'000'000.0, longest_us * 1.25);
  }
  // A test of a writer that never comes to write proves nothing.
  EXPECT_GT(changed, fewest / 8);
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer) << writer.error().message;
  ASSERT_TRUE(writer->merge());
  EXPECT_TRUE(living_state(*index::open_index(folder.path())).same(last));
  // Nothing is left of those that died.
  std::size_t files = 0;
  for (const std::string& file : index::files_in(folder.path())) {
    EXPECT_NE(index::role_of(file), index::FileRole::kUnfinished);
    ++files;
  }
  EXPECT_EQ(files, last.documents() > 0 ? 3U : 2U);  // manifest, lock, segment
}

}  // namespace despin::small_index
