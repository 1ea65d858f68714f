// lib/read/containers.h - names files that are not read, by their first bytes, and what converts
// them.
//
//   if (auto error = refused_container(first_bytes)) return *error;
//
// What is not read must not be judged as the text that its bytes happen to spell.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "despin/result.h"

namespace despin::read {

// Bytes that tell all kinds; fewer tell most.
inline constexpr std::size_t kContainerSignBytes = 512;

// kUnsupported if the bytes begin a kind of file that is known and not read.
std::optional<Error> refused_container(std::string_view first);

}  // namespace despin::read
