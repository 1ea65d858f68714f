#include "despin/aligner.h"

#include <utility>

#include "lib/align/comparison.h"
#include "lib/api/detector_impl.h"

namespace despin {
inline namespace v1 {

struct AlignWorkspace::Impl {
  align::ComparisonScratch scratch;
};

AlignWorkspace::AlignWorkspace() : impl_(std::make_unique<Impl>()) {}
AlignWorkspace::~AlignWorkspace() = default;
AlignWorkspace::AlignWorkspace(AlignWorkspace&&) noexcept = default;
AlignWorkspace& AlignWorkspace::operator=(AlignWorkspace&&) noexcept = default;

struct Aligner::Impl {
  std::shared_ptr<const Detector::Impl> detector;
};

Aligner::Aligner(const Detector& detector)
    : impl_(std::make_shared<const Impl>(Impl{detector.impl_})) {}

Result<Comparison> Aligner::compare(std::string_view original, std::string_view suspect,
                                    AlignWorkspace& scratch) const {
  if (!scratch.impl_) scratch.impl_ = std::make_unique<AlignWorkspace::Impl>();  // moved from
  const detect::Model& model = impl_->detector->model;
  return align::compare(original, suspect, {model.vocabulary, model.ngrams, model.channel},
                        scratch.impl_->scratch);
}

}  // namespace v1
}  // namespace despin
