// lib/index/contents.h - what an opened index holds, document by document.
//
//   auto found = find_document(index, "42");
//   if (!found) return found.error();
//   if (found->has_value()) show(**found);
//
// Errors   kBadIndex, naming the segment; of one that did not open as well, since it may hold what
//          is asked for.
// Cost     A list reads the metadata alone, block by block.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/index/index.h"

namespace despin::index {

Result<void> for_each_document(const Index& index,
                               const std::function<bool(const IndexedDocument&)>& each);
Result<std::optional<IndexedDocument>> find_document(const Index& index, std::string_view id);

}  // namespace despin::index
