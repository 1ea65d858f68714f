// lib/index/verify.h - checks every byte of a segment and the consistency of its parts.
//
//   auto whole = verify_segment(*segment, [](std::uint32_t documents) { .. });
//   if (!whole) report(whole.error().message);
//
// Errors   kBadIndex, naming the segment and the part.
// Memory   28 bytes per distinct term.
// Method   Checksums; then the documents of each term, once from the postings and once from the
//          documents, must agree in number and in the sum of their hashes.
#pragma once

#include <cstdint>
#include <functional>

#include "despin/result.h"
#include "lib/base/budget.h"
#include "lib/index/segment.h"

namespace despin::index {

// `progress` is called from time to time with the number of documents done. Errors: those of the
// budget, too.
Result<void> verify_segment(const Segment& segment,
                            const std::function<void(std::uint32_t)>& progress,
                            base::Budget* budget = nullptr);

}  // namespace despin::index
