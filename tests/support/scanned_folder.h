// tests/support/scanned_folder.h - a folder of documents of all sorts, whole and broken,
// and the command that scans it.
//
//   ScannedFolder folder("resume", 2000);
//   Child child = folder.start({"--threads", "2", "-o", out});
//   EXPECT_EQ(child.wait(), 2);   // some of them are broken
#pragma once

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace despin::scan {

inline std::string bytes_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::multiset<std::string> lines_of(const std::string& bytes) {
  std::multiset<std::string> lines;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    lines.insert(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// A process; ends as shells say: the exit code, or 128 and the signal.
class Child {
 public:
  explicit Child(pid_t process) : process_(process) {}
  void signal(int number) const { EXPECT_EQ(::kill(process_, number), 0); }
  // Whether it is through, without waiting for it.
  bool ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == process_;
  }
  int wait() const {
    int status = 0;
    EXPECT_EQ(::waitpid(process_, &status, 0), process_);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

 private:
  pid_t process_;
};

class ScannedFolder {
 public:
  // Half of the documents are files, half are lines of one JSONL file; every hundredth of
  // either is broken.
  ScannedFolder(const std::string& name, int documents) {
    folder_ = std::filesystem::temp_directory_path() /
              ("despin_scan_" + name + "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "in" / "pages");
    std::ofstream lines(folder_ / "in" / "news.jsonl", std::ios::binary);
    for (int i = 0; i < documents; ++i) {
      const bool broken = i % 100 == 37 || i % 100 == 38;
      if (i % 2 == 0) {
        lines << (broken ? "{\"text\": \n"
                         : "{\"id\": \"line-" + std::to_string(i) + "\", \"text\": \"" + text(i) +
                               "\"}\n");
      } else {
        const std::string file = "pages/" + std::to_string(1'000'000 + i) + ".txt";
        std::ofstream(folder_ / "in" / file, std::ios::binary)
            << (broken ? std::string("\0\1\2\3", 4) : text(i));
        if (broken) broken_files_.push_back(file);
      }
    }
  }
  ~ScannedFolder() { std::filesystem::remove_all(folder_); }
  ScannedFolder(const ScannedFolder&) = delete;
  ScannedFolder& operator=(const ScannedFolder&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  const std::vector<std::string>& broken_files() const { return broken_files_; }

  // Starts a scan of it; no file may grow beyond `room` bytes if that is not 0.
  Child start(std::vector<std::string> arguments, rlim_t room = 0) const {
    std::vector<std::string> all = {DESPIN_BINARY_DIR "/despin",
                                    "scan",
                                    path("in"),
                                    "--model",
                                    DESPIN_SOURCE_DIR "/models/tiny.despin",
                                    "--save-every",
                                    "3"};
    std::move(arguments.begin(), arguments.end(), std::back_inserter(all));
    std::vector<char*> pointers;
    for (std::string& argument : all) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const std::string errors = path("errors");
    const pid_t process = ::fork();
    EXPECT_GE(process, 0);
    if (process == 0) {
      if (::setenv("XDG_CACHE_HOME", path("cache").c_str(), 1) != 0) ::_exit(98);
      if (std::freopen(errors.c_str(), "w", stderr) == nullptr) ::_exit(98);
      if (room > 0) {
        const rlimit limit{room, room};
        ::signal(SIGXFSZ, SIG_IGN);
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(98);
      }
      ::execv(pointers[0], pointers.data());
      ::_exit(99);
    }
    return Child(process);
  }

  // What it said on standard error.
  std::string said() const { return bytes_of_file(path("errors")); }

  // A scan in one go. What it writes is what all others are measured by.
  std::string scan(const std::vector<std::string>& options, const std::string& name) const {
    std::vector<std::string> arguments = options;
    arguments.insert(arguments.end(), {"-o", path(name)});
    const int code = start(arguments).wait();
    EXPECT_EQ(code, 2) << said();
    return bytes_of_file(path(name));
  }

 private:
  static std::string text(int seed) {
    constexpr std::array<std::string_view, 24> kWords = {
        "the",    "mayor", "of",     "town",  "said", "on",    "Monday", "that",
        "a",      "new",   "bridge", "would", "be",   "built", "over",   "river",
        "before", "next",  "winter", "and",   "cost", "less",  "than",   "expected"};
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    std::string out;
    for (std::uint64_t n = 100 + random() % 200; n > 0; --n) {
      out.append(kWords[random() % kWords.size()]);
      out.append(random() % 12 == 0 ? ". " : " ");
    }
    return out;
  }

  std::filesystem::path folder_;
  std::vector<std::string> broken_files_;
};

// Kills a scan `kills` times, each time going on with it, and lets it come to its end.
// Returns what it wrote.
inline std::string scan_with_kills(const ScannedFolder& folder, std::uint64_t seed, int kills,
                                   const std::vector<std::string>& options) {
  const std::string out = folder.path("killed.jsonl");
  std::filesystem::remove(out);
  std::filesystem::remove(out + ".progress");
  std::mt19937_64 random(seed);
  std::vector<std::string> arguments = options;
  arguments.insert(arguments.end(), {"--resume", "-o", out});
  int grown = 0;
  for (int kill = 0; kill < kills; ++kill) {
    const std::string before = bytes_of_file(out + ".progress");
    const auto went_on = [&] { return bytes_of_file(out + ".progress") != before; };
    const Child child = folder.start(arguments);
    // One in four is killed early, perhaps before it comes to write; the others soon after.
    if (random() % 4 != 0) {
      for (int i = 0; i < 20'000 && !went_on() && !child.ended(); ++i) ::usleep(1000);
    }
    ::usleep(static_cast<useconds_t>(random() % 30'000));
    child.signal(SIGKILL);
    const int code = child.wait();
    if (code != 128 + SIGKILL) {
      // It was through before it was killed: the rest is for the next seed.
      EXPECT_EQ(code, 2) << folder.said();
      break;
    }
    grown += went_on();
  }
  // A test of scans that never come to write proves nothing.
  EXPECT_GT(grown, 0);
  const int code = folder.start(arguments).wait();
  EXPECT_EQ(code, 2) << folder.said();
  EXPECT_FALSE(std::filesystem::exists(out + ".progress"));
  return bytes_of_file(out);
}

}  // namespace despin::scan
