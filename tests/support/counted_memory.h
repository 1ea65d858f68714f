// tests/support/counted_memory.h - counts what a program has allocated, by whichever library.
//
//   counted_memory::begin();
//   work();
//   EXPECT_LT(counted_memory::peak(), 32 * bytes);
//
// Replaces malloc() of the program that includes it, in one file of it: what its libraries take is
// counted with what operator new does. Counts usable bytes, so that the sum is what the program
// holds, and not what the system has given it. Without glibc and under sanitizers, which replace
// malloc() themselves, available() is false.
// Threads  Any.
#pragma once

#include <atomic>
#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DESPIN_SANITIZED
#endif
#endif
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !defined(DESPIN_SANITIZED)
#define DESPIN_COUNTS_MEMORY
#endif

namespace despin::counted_memory {

inline std::atomic<std::ptrdiff_t> held{0};
inline std::atomic<std::ptrdiff_t> most{0};
inline std::atomic<std::ptrdiff_t> before{0};

inline constexpr bool available() {
#ifdef DESPIN_COUNTS_MEMORY
  return true;
#else
  return false;
#endif
}

inline void begin() {
  before = held.load();
  most = held.load();
}

// The most that was held at once since, beyond what was held then.
inline std::size_t peak() { return static_cast<std::size_t>(most - before); }

inline void add(std::ptrdiff_t bytes) {
  const std::ptrdiff_t now = held += bytes;
  for (std::ptrdiff_t known = most; now > known && !most.compare_exchange_weak(known, now);) {
  }
}

}  // namespace despin::counted_memory

#ifdef DESPIN_COUNTS_MEMORY
#include <malloc.h>
#include <cerrno>

// glibc's own, under the names by which what replaces malloc() reaches them.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);

inline void* despin_counted(void* memory) {
  if (memory != nullptr) {
    despin::counted_memory::add(static_cast<std::ptrdiff_t>(malloc_usable_size(memory)));
  }
  return memory;
}

void* malloc(std::size_t size) { return despin_counted(__libc_malloc(size)); }
void* calloc(std::size_t count, std::size_t size) {
  return despin_counted(__libc_calloc(count, size));
}
void* realloc(void* memory, std::size_t size) {
  const auto old = memory == nullptr ? 0 : static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  void* const moved = __libc_realloc(memory, size);
  if (moved != nullptr || size == 0) despin::counted_memory::add(-old);
  return despin_counted(moved);
}
void* memalign(std::size_t alignment, std::size_t size) {
  return despin_counted(__libc_memalign(alignment, size));
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  *memory = memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
void free(void* memory) {
  if (memory != nullptr) {
    despin::counted_memory::add(-static_cast<std::ptrdiff_t>(malloc_usable_size(memory)));
  }
  __libc_free(memory);
}
}
#endif
