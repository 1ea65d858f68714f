// despin::index_statistics() and estimate().
#include <cmath>

#include "despin/source_index.h"
#include "lib/index/index.h"

namespace despin {
inline namespace v1 {

Result<IndexStatistics> index_statistics(const std::string& folder) {
  auto index = index::open_index(folder);
  if (!index) return index.error();
  return index::statistics_of(*index);
}

}  // namespace v1
}  // namespace despin
