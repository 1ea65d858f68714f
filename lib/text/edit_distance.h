// lib/text/edit_distance.h - finds the word that a mistyped one was meant to be.
// Threads  Stateless.
// Cost     O(a b) for words of these lengths, in bytes.
// Method   Levenshtein 1966, by rows.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace despin::text {

// How many bytes are replaced, added or dropped between the two.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The first of the names nearest to the word; empty if none has most of its letters.
std::string nearest(std::string_view word, std::span<const std::string> names);

}  // namespace despin::text
