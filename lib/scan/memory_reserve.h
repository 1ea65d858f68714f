// lib/scan/memory_reserve.h - memory kept back for what has to be undone when memory runs out.
//
//   keep_memory_reserve();     // once, in main()
//   try { work(); } catch (const std::bad_alloc&) { give_up(); refill_memory_reserve(); }
//
// Unwinding may allocate: a tree of JSON is flattened before it is destroyed, and a destructor that
// finds no memory for that aborts the process. An allocation that fails while an exception is under
// way gets a block of the reserve; every other one throws std::bad_alloc, as ever.
// Threads  Any; the reserve belongs to the process, as its new handler does.
// Memory   kReserveBlocks times kReserveBlockBytes, which are never touched.
#pragma once

#include <cstddef>

namespace despin::scan {

// A block is large enough for any one step, and small enough to lie where all threads find it: the
// allocator of glibc maps requests of 128 KiB and more by themselves.
inline constexpr std::size_t kReserveBlockBytes = std::size_t{64} << 10;
inline constexpr std::size_t kReserveBlocks = 64;

void keep_memory_reserve();

// Takes again what was given back, as far as there is memory; does nothing in a process that keeps
// no reserve.
void refill_memory_reserve() noexcept;

}  // namespace despin::scan
