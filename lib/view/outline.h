// lib/view/outline.h - shows JSON as an indented outline, whatever members it has.
// Threads  Stateless.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace despin::view {

// Deeper levels, which are for programs, stay JSON.
std::string outline(const nlohmann::ordered_json& value, std::size_t indent);

}  // namespace despin::view
