// lib/index/merge.h - merges several segments into one, in their order.
//
//   auto entry = merge_segments(segments, folder, file, progress);
//   if (!entry) return entry.error();
//
// Threads  Serves one call.
// Errors   kBadIndex, naming the segment that cannot be read; kNotWritten; kTooLarge.
// Memory   About 12 bytes per document, 50 per distinct term, and 4 per term of each segment. The
//          inputs are mapped; the kernel may drop pages that have been read.
// Method   Terms are merged in alphabetical order and renumbered; documents are decoded and encoded
//          again; postings are concatenated. Lists that a small segment omits because the term is
//          frequent there are rebuilt from its documents.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/base/budget.h"
#include "lib/index/segment.h"

namespace despin::index {

// Of documents that have been removed nothing is left: no term, id or figure.
// REQUIRES: at least one segment, with a document that has not been removed.
Result<SegmentEntry> merge_segments(std::span<const std::shared_ptr<const Segment>> segments,
                                    const std::string& folder, const std::string& file,
                                    const IndexProgress& progress, base::Budget* budget = nullptr);

}  // namespace despin::index
