#include "lib/base/guard.h"

#include <string>

namespace despin::base {

Error out_of_memory() noexcept {
  // Short enough to need no memory of its own.
  Error error{ErrorCode::kOutOfMemory, "out of memory"};
  try {
    error.message = "memory ran out; expected more of it, or less text; lower Limits::max_words";
  } catch (const std::bad_alloc&) {
  }
  return error;
}

}  // namespace despin::base
