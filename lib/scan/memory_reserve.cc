#include "lib/scan/memory_reserve.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <new>

namespace despin::scan {
namespace {

// A new handler has no state but that of the process.
std::array<std::atomic<void*>, kReserveBlocks> g_blocks{};
std::atomic<bool> g_kept{false};

bool give_block_back() noexcept {
  for (std::atomic<void*>& block : g_blocks) {
    if (void* const memory = block.exchange(nullptr); memory != nullptr) {
      std::free(memory);
      return true;
    }
  }
  return false;
}

// An exception is under way between its throw and its handler, and in a handler as long as that
// runs: containers destroy their elements in one.
bool is_unwinding() {
  return std::uncaught_exceptions() > 0 || std::current_exception() != nullptr;
}

// Returns to have the allocation tried again.
void help_unwinding() {
  if (!is_unwinding() || !give_block_back()) throw std::bad_alloc();
}

}  // namespace

void keep_memory_reserve() {
  g_kept = true;
  refill_memory_reserve();
  std::set_new_handler(help_unwinding);
}

void refill_memory_reserve() noexcept {
  if (!g_kept) return;
  for (std::atomic<void*>& block : g_blocks) {
    if (block != nullptr) continue;
    void* const memory = std::malloc(kReserveBlockBytes);
    if (memory == nullptr) return;
    std::free(block.exchange(memory));  // of another thread, if that was faster
  }
}

}  // namespace despin::scan
