#include "lib/api/workspace.h"

namespace despin {
inline namespace v1 {

Workspace::Workspace() noexcept = default;
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Workspace::Impl& Workspace::impl() {
  if (!impl_) impl_ = std::make_unique<Impl>();  // new, moved from or shrunk
  return *impl_;
}

void Workspace::shrink() noexcept { impl_.reset(); }

Reading::Reading() noexcept = default;
Reading::~Reading() = default;
Reading::Reading(Reading&&) noexcept = default;
Reading& Reading::operator=(Reading&&) noexcept = default;

std::string_view Reading::text() const noexcept {
  return impl_ ? impl_->reading.text : std::string_view();
}

Truncation Reading::truncated() const noexcept {
  return impl_ ? impl_->reading.tokens.truncated : Truncation();
}

}  // namespace v1
}  // namespace despin
