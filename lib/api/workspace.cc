#include "lib/api/workspace.h"

namespace despin {
inline namespace v1 {

Workspace::Workspace() : impl_(std::make_unique<Impl>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Workspace::Impl& Workspace::impl() {
  if (!impl_) impl_ = std::make_unique<Impl>();  // moved from
  return *impl_;
}

Reading::Reading() : impl_(std::make_unique<Impl>()) {}
Reading::~Reading() = default;
Reading::Reading(Reading&&) noexcept = default;
Reading& Reading::operator=(Reading&&) noexcept = default;

std::string_view Reading::text() const noexcept {
  return impl_ ? impl_->reading.text : std::string_view();
}

}  // namespace v1
}  // namespace despin
