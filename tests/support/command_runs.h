// tests/support/command_runs.h - runs the built command in a folder of its own, with operations on
// files that fail or a signal that comes, and copies of that folder to compare with.
//
//   CommandFolder folder("report");
//   const Ran ran = folder.run({"report", "--html", "page.html", "a.jsonl"}, {.fault_at = 7});
//   EXPECT_EQ(ran.code, 2) << ran.said;
#pragma once

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace despin::command {

namespace fs = std::filesystem;

inline std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Relative names and bytes of all files in a folder.
inline std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[entry.path().lexically_relative(folder).string()] = bytes_of(entry.path());
    }
  }
  return files;
}

// What happens to a run.
struct Trouble {
  long fault_at = 0;  // number of the operation that fails (tests/support/faults.cc); 0: none
  int fault_errno = 0;
  bool fault_lasts = false;
  rlim_t room = 0;              // no file may grow beyond; 0: any size
  useconds_t killed_after = 0;  // microseconds; 0: never
};

struct Ran {
  int code = 0;      // as shells say: 128 and the signal
  long calls = 0;    // operations that were counted
  std::string said;  // on standard error
};

class CommandFolder {
 public:
  explicit CommandFolder(const std::string& name)
      : path_(fs::path(testing::TempDir()) /
              ("despin_command_" + name + "." + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "work");
  }
  ~CommandFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  CommandFolder(const CommandFolder&) = delete;
  CommandFolder& operator=(const CommandFolder&) = delete;

  // Where the command runs.
  fs::path path() const { return path_ / "work"; }
  fs::path path(const std::string& name) const { return path() / name; }

  void write(const std::string& name, const std::string& bytes) const {
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
  }

  // Keeps what is there now, and brings it back.
  void keep() const { copy(path(), path_ / "kept"); }
  void bring_back() const { copy(path_ / "kept", path()); }

  Ran run(const std::vector<std::string>& arguments, const Trouble& trouble = {}) const {
    std::vector<std::string> all = {DESPIN_BINARY_DIR "/despin"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& argument : all) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const pid_t process = ::fork();
    EXPECT_GE(process, 0);
    if (process == 0) start(pointers.data(), trouble);
    if (trouble.killed_after > 0) {
      ::usleep(trouble.killed_after);
      EXPECT_EQ(::kill(process, SIGKILL), 0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(process, &status, 0), process);
    return {.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
            .calls = std::atol(bytes_of(path_ / "calls").c_str()),
            .said = bytes_of(path_ / "said")};
  }

 private:
  static void copy(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }

  // In the child alone.
  [[noreturn]] void start(char** arguments, const Trouble& trouble) const {
    const auto set = [](const char* name, const std::string& value) {
      if (::setenv(name, value.c_str(), 1) != 0) ::_exit(98);
    };
    set("DESPIN_MODEL", DESPIN_SOURCE_DIR "/models/tiny.despin");
    set("SOURCE_DATE_EPOCH", "1730851200");  // two runs write one page
    set("XDG_CACHE_HOME", (path_ / "cache").string());
    set("DESPIN_FAULT_AT", std::to_string(trouble.fault_at));
    set("DESPIN_FAULT_ERRNO", std::to_string(trouble.fault_errno));
    set("DESPIN_FAULT_LASTS", trouble.fault_lasts ? "1" : "0");
    set("DESPIN_FAULT_COUNT", (path_ / "calls").string());
    set("LD_PRELOAD", DESPIN_BINARY_DIR "/tests/conformance/libdespin_faults.so");
    set("ASAN_OPTIONS", "verify_asan_link_order=0");
    if (::chdir(path().c_str()) != 0) ::_exit(98);
    if (std::freopen((path_ / "said").c_str(), "w", stderr) == nullptr ||
        std::freopen("/dev/null", "w", stdout) == nullptr ||
        std::freopen("/dev/null", "r", stdin) == nullptr) {
      ::_exit(98);
    }
    if (trouble.room > 0) {
      const rlimit limit{trouble.room, trouble.room};
      ::signal(SIGXFSZ, SIG_IGN);
      if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(98);
    }
    ::execv(arguments[0], arguments);
    ::_exit(99);
  }

  fs::path path_;
};

}  // namespace despin::command
