#include "despin/aligner.h"

#include <string>
#include <utility>

#include "lib/align/align.h"
#include "lib/align/relation.h"
#include "lib/detect/comparison.h"
#include "lib/detect/detector_impl.h"
#include "lib/detect/direction.h"

namespace despin {
inline namespace v1 {
namespace {

constexpr std::size_t kMaxWords = std::size_t{1} << 28;
// Below this the swaps do not say which text was first.
constexpr double kMinDirectionNats = 4;

Result<void> read(std::string_view name, std::string_view utf8, const detect::Model& model,
                  detect::ComparedText& out) {
  if (auto ok = text::tokenize(utf8, out.tokens); !ok) {
    return Error{ok.error().code, std::string(name) + ": " + ok.error().message};
  }
  detect::to_words(out.tokens, utf8, model.vocabulary, model.ngrams, out.words);
  if (out.words.words.size() > kMaxWords) {
    return Error{ErrorCode::kTooLarge,
                 std::string(name) + ": " + std::to_string(out.words.words.size()) +
                     " words; expected at most " + std::to_string(kMaxWords) + "; split the text"};
  }
  return {};
}

}  // namespace

struct AlignWorkspace::Impl {
  detect::ComparedText original;
  detect::ComparedText suspect;
  align::Scratch scratch;
  align::Alignment alignment;
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
  AlignWorkspace::Impl& work = *scratch.impl_;
  const detect::Model& model = impl_->detector->model;
  if (auto ok = read("the original", original, model, work.original); !ok) return ok.error();
  if (auto ok = read("the suspect", suspect, model, work.suspect); !ok) return ok.error();
  const auto& original_words = work.original.words.words;
  const auto& suspect_words = work.suspect.words.words;
  align::align(original_words, suspect_words, {&model.channel, &model.vocabulary}, work.scratch,
               work.alignment);
  const align::Judgement judgement = align::judge(original_words, suspect_words, work.alignment);
  Comparison out;
  out.relation = judgement.relation;
  out.copied = judgement.copied;
  out.swapped = judgement.swapped;
  out.evidence_nats = judgement.evidence_nats;
  out.original_words = static_cast<std::uint32_t>(original_words.size());
  out.suspect_words = static_cast<std::uint32_t>(suspect_words.size());
  const double direction =
      detect::direction_nats(original_words, suspect_words, work.alignment.pairs, model);
  if (direction >= kMinDirectionNats) out.direction = Direction::kOriginal;
  if (direction <= -kMinDirectionNats) out.direction = Direction::kSuspect;
  detect::to_spans(work.alignment, work.original, work.suspect, out);
  return out;
}

}  // namespace v1
}  // namespace despin
