// lib/index/verify.h
// Reads every byte of a segment and compares its parts with each other.
//
//   auto whole = verify_segment(*segment, [](std::uint32_t documents) { .. });
//   if (!whole) report(whole.error().message);
//
// Errors   kBadIndex, naming the segment and the part.
// Memory   28 bytes a distinct term.
// Method   Checksums; then each term's documents, read from the postings and from the
//          documents themselves, must have the same number and the same sum of hashes.
#pragma once

#include <cstdint>
#include <functional>

#include "despin/result.h"
#include "lib/index/segment.h"

namespace despin::index {

// `progress` is called now and then with the documents that are done.
Result<void> verify_segment(const Segment& segment,
                            const std::function<void(std::uint32_t)>& progress);

}  // namespace despin::index
