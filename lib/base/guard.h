// lib/base/guard.h - turns what the standard library throws for want of memory into an Error.
//
//   Result<Report> analyze(..) {
//     return base::guarded([&]() -> Result<Report> { .. }, [&] { scratch.shrink(); });
//   }
//
// Each function of the API that returns a Result is guarded once. Nothing else throws.
// Threads  Stateless.
#pragma once

#include <new>
#include <stdexcept>
#include <type_traits>

#include "despin/result.h"

namespace despin::base {

// Allocates nothing if nothing can be had.
Error out_of_memory() noexcept;

// The Result of f(); or an Error, after on_failure(), which must not throw.
template <class F, class OnFailure>
std::invoke_result_t<F> guarded(F&& f, OnFailure&& on_failure) {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    on_failure();
  } catch (const std::length_error&) {  // more than any memory holds
    on_failure();
  }
  return out_of_memory();
}

template <class F>
std::invoke_result_t<F> guarded(F&& f) {
  return guarded(f, [] {});
}

}  // namespace despin::base
