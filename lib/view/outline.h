// lib/view/outline.h - shows JSON as an indented outline, whatever members it has.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <string>

#include "lib/base/json_tree.h"

namespace despin::view {

// Deeper levels, which are for programs, stay JSON.
std::string outline(const base::JsonValue& value, std::size_t indent);

}  // namespace despin::view
