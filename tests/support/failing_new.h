// tests/support/failing_new.h - a program whose operator new fails when told to. Includes its
// definition: for one file of a program.
//
//   allocations.fail(from, until);     // counts from 0; those of [from, until) throw
//   f();
//   const std::size_t all = allocations.stop();   // how many there were
//
// Threads  Any number allocate; one fails and stops.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace despin::failing_new {

inline constexpr std::size_t kForever = ~std::size_t{0};

// Allocations of this program, all of them by operator new.
class Allocations {
 public:
  void fail(std::size_t from, std::size_t until) {
    from_ = from;
    until_ = until;
    number_ = 0;
    counted_ = true;
  }
  std::size_t stop() {
    counted_ = false;
    return number_;
  }
  // That have not been freed.
  std::size_t live() const { return live_; }

  void* allocate(std::size_t size, std::size_t alignment) {
    if (counted_) {
      const std::size_t number = number_++;
      if (number >= from_ && number < until_) throw std::bad_alloc();
    }
    void* memory = alignment == 0 ? std::malloc(size == 0 ? 1 : size)
                                  : std::aligned_alloc(
                                        alignment, (size + alignment - 1) / alignment * alignment);
    if (memory == nullptr) throw std::bad_alloc();
    ++live_;
    return memory;
  }
  void free(void* memory) {
    if (memory != nullptr) --live_;
    std::free(memory);
  }

 private:
  std::atomic<bool> counted_ = false;
  std::atomic<std::size_t> number_ = 0;
  std::atomic<std::size_t> from_ = 0;
  std::atomic<std::size_t> until_ = 0;
  std::atomic<std::size_t> live_ = 0;
};
inline Allocations allocations;

}  // namespace despin::failing_new

// GCC sees one half of a pair inlined and takes the other for a stranger's.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

void* operator new(std::size_t size) { return despin::failing_new::allocations.allocate(size, 0); }
void* operator new[](std::size_t size) {
  return despin::failing_new::allocations.allocate(size, 0);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return despin::failing_new::allocations.allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return despin::failing_new::allocations.allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { despin::failing_new::allocations.free(memory); }
void operator delete[](void* memory) noexcept { despin::failing_new::allocations.free(memory); }
void operator delete(void* memory, std::size_t) noexcept {
  despin::failing_new::allocations.free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  despin::failing_new::allocations.free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  despin::failing_new::allocations.free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  despin::failing_new::allocations.free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  despin::failing_new::allocations.free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  despin::failing_new::allocations.free(memory);
}
