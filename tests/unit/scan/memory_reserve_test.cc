#include "lib/scan/memory_reserve.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <new>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/api/json.h"

#if defined(__has_feature)
#define DESPIN_HAS_FEATURE(x) __has_feature(x)
#else
#define DESPIN_HAS_FEATURE(x) 0
#endif

namespace despin::scan {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    DESPIN_HAS_FEATURE(address_sanitizer) || DESPIN_HAS_FEATURE(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

std::size_t address_space_bytes() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// Makes JSON until memory ends, in a process of its own, and undoes it; its exit status.
int undo_json_without_memory(bool reserve) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(3);
    if (reserve) keep_memory_reserve();
    const rlim_t limit = address_space_bytes() + (rlim_t{16} << 20);
    const rlimit most{limit, limit};
    setrlimit(RLIMIT_AS, &most);
    for (int round = 0; round < 3; ++round) {
      try {
        api::Json json = api::Json::array();
        for (;;) json.push_back({{"written", std::string(40, 'x')}, {"originals", {"a", "b"}}});
      } catch (const std::bad_alloc&) {
        refill_memory_reserve();
      }
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(MemoryReserve, LetsJsonBeUndoneWhereMemoryEnds) {
  if (kSanitized) GTEST_SKIP() << "the allocator of a sanitizer takes no limit";
  EXPECT_EQ(undo_json_without_memory(true), 0);
  EXPECT_TRUE(WIFSIGNALED(undo_json_without_memory(false))) << "the reserve is not needed";
}

}  // namespace
}  // namespace despin::scan
