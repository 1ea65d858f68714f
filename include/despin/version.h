// despin/version.h - the version of these headers, for #if and for messages.
//
//   static_assert(DESPIN_VERSION_MAJOR == 0);
//   std::puts(despin::kVersion);   // "0.1.0"
//
// The build reads the version from here and from nowhere else.
#pragma once

#define DESPIN_VERSION_MAJOR 0
#define DESPIN_VERSION_MINOR 1
#define DESPIN_VERSION_PATCH 0

#define DESPIN_VERSION_STRINGIFY_(x) #x
#define DESPIN_VERSION_JOIN_(a, b, c) \
  DESPIN_VERSION_STRINGIFY_(a)        \
  "." DESPIN_VERSION_STRINGIFY_(b) "." DESPIN_VERSION_STRINGIFY_(c)

namespace despin {
inline namespace v1 {

inline constexpr const char* kVersion =
    DESPIN_VERSION_JOIN_(DESPIN_VERSION_MAJOR, DESPIN_VERSION_MINOR, DESPIN_VERSION_PATCH);

}  // namespace v1
}  // namespace despin
