#include "despin/aligner.h"

#include <algorithm>

#include "lib/align/comparison.h"
#include "lib/api/detector_impl.h"
#include "lib/api/workspace.h"

namespace despin {
inline namespace v1 {

Aligner::Aligner(const Detector& detector) noexcept : detector_(detector.impl_) {}

Result<Comparison> Aligner::compare(std::string_view original, std::string_view suspect,
                                    Workspace& scratch, const CompareOptions& options) const {
  const std::size_t bytes = std::max(original.size(), suspect.size());
  return guarded_call(scratch, bytes, [&]() -> Result<Comparison> {
    if (auto ok = check_size(bytes, options.limits); !ok) return ok.error();
    base::Budget budget(options.limits);
    const detect::Model& model = detector_->model;
    return align::compare(original, suspect,
                          {model.vocabulary, model.ngrams, model.channel, detector_->aligning},
                          scratch.impl().comparing, options, &budget);
  });
}

}  // namespace v1
}  // namespace despin
