#include "despin/version.h"

namespace despin {
inline namespace v1 {

const char* version() noexcept { return kVersion; }

}  // namespace v1
}  // namespace despin
