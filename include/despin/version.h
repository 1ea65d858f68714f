// despin/version.h - the version of these headers and of the library that is linked.
//
//   static_assert(DESPIN_VERSION_MAJOR == 0);   // of the headers, also for #if
//   std::puts(despin::version());               // of the library: "0.1.0"
//   if (std::strcmp(despin::version(), despin::kVersion) != 0) warn();  // another was loaded
//
// Threads  Stateless.
// The build reads the version from here and from nowhere else.
#pragma once

#include "despin/export.h"

#define DESPIN_VERSION_MAJOR 0
#define DESPIN_VERSION_MINOR 1
#define DESPIN_VERSION_PATCH 0

#define DESPIN_VERSION_STRINGIFY_(x) #x
#define DESPIN_VERSION_JOIN_(a, b, c) \
  DESPIN_VERSION_STRINGIFY_(a)        \
  "." DESPIN_VERSION_STRINGIFY_(b) "." DESPIN_VERSION_STRINGIFY_(c)

namespace despin {
inline namespace v1 {

// Of these headers.
inline constexpr const char* kVersion =
    DESPIN_VERSION_JOIN_(DESPIN_VERSION_MAJOR, DESPIN_VERSION_MINOR, DESPIN_VERSION_PATCH);

// Of the library that is linked: kVersion of the headers it was built with.
DESPIN_EXPORT const char* version() noexcept;

}  // namespace v1
}  // namespace despin
