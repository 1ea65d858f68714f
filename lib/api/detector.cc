#include "despin/detector.h"

#include <utility>

#include "lib/api/detector_impl.h"
#include "lib/api/workspace.h"
#include "lib/decode/restorer.h"
#include "lib/detect/document_report.h"
#include "lib/detect/findings.h"
#include "lib/format/parameters.h"

namespace despin {
inline namespace v1 {
namespace {

constexpr std::size_t kMaxRestoredWords = 64;

}  // namespace

Detector::Detector(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

// A member, since the constructor is private.
struct Detector::Opener {
  static Result<Detector> open(Result<format::ModelFile> file) {
    if (!file) return file.error();
    auto model = detect::Model::view(std::move(*file));
    if (!model) return model.error();
    const auto aligning = format::parameters_of<align::Parameters>(model->file);
    if (!aligning) return aligning.error();
    const auto searching = format::parameters_of<search::Parameters>(model->file);
    if (!searching) return searching.error();
    return Detector(std::make_shared<const Impl>(std::move(*model), *aligning, *searching));
  }
};

Result<Detector> Detector::open(const std::string& path, const OpenOptions& options) {
  return Opener::open(format::ModelFile::open(path, options));
}

Result<Detector> Detector::open(std::span<const std::byte> bytes, const OpenOptions& options) {
  return Opener::open(format::ModelFile::view(bytes, options));
}

Result<Detector> Detector::open(std::vector<std::byte>&& bytes, const OpenOptions& options) {
  return Opener::open(format::ModelFile::from_bytes(std::move(bytes), options));
}

Result<Report> Detector::analyze(std::string_view text, Workspace& scratch,
                                 const AnalyzeOptions& options) const {
  Workspace::Impl& work = scratch.impl();
  const detect::Model& model = impl_->model;
  if (auto ok = detect::read(text, model, work.reporting.decoding, work.reading); !ok) {
    return ok.error();
  }
  return detect::make_report(work.reading, model, options, work.reporting);
}

Result<void> Detector::read(std::string_view text, Workspace& scratch, Reading& reading) const {
  if (!reading.impl_) reading.impl_ = std::make_unique<Reading::Impl>();  // moved from
  Reading::Impl& out = *reading.impl_;
  out.detector.reset();
  // A text that is too long is refused below, and not copied.
  if (text.size() <= text::kMaxTextBytes) text = out.text.assign(text);
  auto ok = detect::read(text, impl_->model, scratch.impl().reporting.decoding, out.reading);
  if (!ok) return ok;
  out.detector = impl_;
  return {};
}

Result<Report> Detector::analyze(const Reading& reading, Workspace& scratch,
                                 const AnalyzeOptions& options) const {
  if (!reading.impl_ || reading.impl_->detector != impl_) return read_by_another();
  return detect::make_report(reading.impl_->reading, impl_->model, options,
                             scratch.impl().reporting);
}

Result<std::vector<Restoration>> Detector::restore(std::string_view phrase, Workspace& scratch,
                                                   std::size_t limit) const {
  detect::Reading& reading = scratch.impl().reading;
  const detect::Model& model = impl_->model;
  if (auto ok = detect::read_words(phrase, model.vocabulary, reading, model.detect); !ok)
    return ok.error();
  std::vector<WordId> words;
  for (const decode::InputWord& input_word : reading.words) {
    if (input_word.word != kBreakWord) words.push_back(input_word.word);
  }
  if (words.size() > kMaxRestoredWords) {
    return Error{ErrorCode::kTooLarge,
                 "a phrase of " + std::to_string(words.size()) + " words; expected at most " +
                     std::to_string(kMaxRestoredWords) + "; analyze() takes longer texts"};
  }
  std::vector<Restoration> restorations;
  if (words.empty()) return restorations;
  decode::RestoreOptions options = model.restore;
  options.meanings.vocabulary = &model.vocabulary;
  options.known_phrases = &model.known_phrases;
  for (const decode::RestoredPhrase& restored :
       decode::restore(words, model.ngrams, model.channel, limit, options)) {
    restorations.push_back({detect::spell_restored(restored.words, reading, model.vocabulary),
                            static_cast<float>(restored.score_nats)});
  }
  return restorations;
}

}  // namespace v1
}  // namespace despin
