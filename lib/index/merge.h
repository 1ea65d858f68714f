// lib/index/merge.h
// Rewrites several segments as one, in the order they have.
//
//   auto entry = merge_segments(segments, folder, file, progress);
//   if (!entry) return entry.error();
//
// Threads  Serves one call.
// Errors   kBadIndex, naming the segment that cannot be read; kNotWritten; kTooLarge.
// Memory   Some 12 bytes a document and 50 a distinct term, and 4 a term of each segment;
//          what is read is mapped, and pages once read may be dropped.
// Method   Terms are merged by the alphabet, which renumbers them; documents are decoded
//          and encoded again; postings are joined, but for those that a small segment left
//          out as too frequent: they are gathered from its documents on the way.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/index/segment.h"

namespace despin::index {

// REQUIRES: at least one segment.
Result<SegmentEntry> merge_segments(std::span<const std::shared_ptr<const Segment>> segments,
                                    const std::string& folder, const std::string& file,
                                    const IndexProgress& progress);

}  // namespace despin::index
