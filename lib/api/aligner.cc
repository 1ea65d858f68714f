#include "despin/aligner.h"

#include <utility>

#include "lib/align/comparison.h"
#include "lib/api/detector_impl.h"
#include "lib/api/workspace.h"

namespace despin {
inline namespace v1 {

struct Aligner::Impl {
  std::shared_ptr<const Detector::Impl> detector;
};

Aligner::Aligner(const Detector& detector)
    : impl_(std::make_shared<const Impl>(Impl{detector.impl_})) {}

Result<Comparison> Aligner::compare(std::string_view original, std::string_view suspect,
                                    Workspace& scratch) const {
  const detect::Model& model = impl_->detector->model;
  return align::compare(original, suspect,
                        {model.vocabulary, model.ngrams, model.channel, impl_->detector->aligning},
                        scratch.impl().comparing);
}

}  // namespace v1
}  // namespace despin
