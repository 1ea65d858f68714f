#include "despin/detector.h"

#include <utility>

#include "despin/version.h"
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

// False for NaN.
bool is_rate(double value) { return value >= 0 && value <= 1; }

detect::ReadLimits read_limits(const Limits& limits, base::Budget& budget,
                               decode::KeptPasses kept = decode::KeptPasses::kLast) {
  return {limits.max_words, limits.max_memory, &budget, kept};
}

Result<std::vector<Restoration>> restore_words(const detect::Reading& reading,
                                               const detect::Model& model, std::size_t limit,
                                               base::Budget& budget) {
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
  const std::vector<decode::RestoredPhrase> restored =
      decode::restore(words, model.ngrams, model.channel, limit, options, &budget);
  if (budget.ended()) return budget.error();
  for (const decode::RestoredPhrase& phrase : restored) {
    restorations.push_back({detect::spell_restored(phrase.words, reading, model.vocabulary),
                            static_cast<float>(phrase.score_nats)});
  }
  return restorations;
}

Error no_rate() {
  return {ErrorCode::kBadInput,
          "a false-positive rate outside 0 to 1; expected a share of genuine texts, such as 0.001; "
          "set AnalyzeOptions::max_false_positive_rate"};
}

}  // namespace

Detector::Detector(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

// A member, since the constructor is private.
struct Detector::Opener {
  static Result<Detector> open(std::string path, Result<format::ModelFile> file) {
    if (!file) return file.error();
    auto model = detect::Model::view(std::move(*file));
    if (!model) return model.error();
    const auto aligning = format::parameters_of<align::Parameters>(model->file);
    if (!aligning) return aligning.error();
    const auto searching = format::parameters_of<search::Parameters>(model->file);
    if (!searching) return searching.error();
    const auto asked = align::for_dictionary(*aligning, model->channel.written_forms());
    return Detector(
        std::make_shared<const Impl>(std::move(path), std::move(*model), asked, *searching));
  }
};

Result<Detector> Detector::open(const std::string& path, const OpenOptions& options) {
  return base::guarded([&] { return Opener::open(path, format::ModelFile::open(path, options)); });
}

Result<Detector> Detector::open(std::span<const std::byte> bytes, const OpenOptions& options) {
  return base::guarded([&] { return Opener::open("", format::ModelFile::view(bytes, options)); });
}

Result<Detector> Detector::open(std::vector<std::byte>&& bytes, const OpenOptions& options) {
  return base::guarded(
      [&] { return Opener::open("", format::ModelFile::from_bytes(std::move(bytes), options)); });
}

Result<Report> Detector::analyze(std::string_view text, Workspace& scratch,
                                 const AnalyzeOptions& options) const {
  return guarded_call(scratch, text.size(), [&]() -> Result<Report> {
    if (!is_rate(options.max_false_positive_rate)) return no_rate();
    if (auto ok = check_size(text.size(), options.limits); !ok) return ok.error();
    base::Budget budget(options.limits);
    Workspace::Impl& work = scratch.impl();
    const detect::Model& model = impl_->model;
    if (auto ok = detect::read(text, model, work.reporting.decoding, work.reading,
                               read_limits(options.limits, budget));
        !ok) {
      return ok.error();
    }
    return detect::make_report(work.reading, model, options, work.reporting, &budget);
  });
}

Result<void> Detector::read(std::string_view text, Workspace& scratch, Reading& reading,
                            const Limits& limits) const {
  const std::size_t bytes = text.size();
  auto read = guarded_call(scratch, bytes, [&]() -> Result<void> {
    // Moved from, or the memory of a much larger text.
    if (!reading.impl_ ||
        (reading.impl_->text.capacity() > kKeptTextBytes && bytes <= kKeptTextBytes)) {
      reading.impl_ = std::make_unique<Reading::Impl>();
    }
    Reading::Impl& out = *reading.impl_;
    out.detector.reset();
    out.reading.clear();
    if (auto ok = check_size(bytes, limits); !ok) return ok;
    base::Budget budget(limits);
    // A text that is too long is refused below, and not copied.
    if (bytes <= text::kMaxTextBytes) text = out.text.assign(text);
    if (auto ok = detect::read(text, impl_->model, scratch.impl().reporting.decoding, out.reading,
                               read_limits(limits, budget, decode::KeptPasses::kBoth));
        !ok) {
      return ok;
    }
    out.detector = impl_;
    return {};
  });
  if (!read && read.error().code == ErrorCode::kOutOfMemory) reading.impl_.reset();
  return read;
}

Result<Report> Detector::analyze(const Reading& reading, Workspace& scratch,
                                 const AnalyzeOptions& options) const {
  return guarded_call(scratch, reading.text().size(), [&]() -> Result<Report> {
    if (!is_rate(options.max_false_positive_rate)) return no_rate();
    if (!reading.impl_ || reading.impl_->detector != impl_) return read_by_another();
    base::Budget budget(options.limits);
    return detect::make_report(reading.impl_->reading, impl_->model, options,
                               scratch.impl().reporting, &budget);
  });
}

Result<std::vector<Restoration>> Detector::restore(std::string_view phrase, Workspace& scratch,
                                                   std::size_t limit, const Limits& limits) const {
  return guarded_call(scratch, phrase.size(), [&]() -> Result<std::vector<Restoration>> {
    if (auto ok = check_size(phrase.size(), limits); !ok) return ok.error();
    base::Budget budget(limits);
    detect::Reading& reading = scratch.impl().reading;
    const detect::Model& model = impl_->model;
    if (auto ok = detect::read_words(phrase, model.vocabulary, reading, model.detect,
                                     read_limits(limits, budget));
        !ok) {
      return ok.error();
    }
    return restore_words(reading, model, limit, budget);
  });
}

DetectorInfo Detector::info() const {
  const detect::Model& model = impl_->model;
  const detect::Calibration& calibration = model.scoring.calibration();
  DetectorInfo info;
  info.path = impl_->path;
  info.fingerprint = model.fingerprint();
  info.version = version();
  info.major_version = model.file.header().major_version;
  info.minor_version = model.file.header().minor_version;
  info.bytes = model.file.header().file_bytes;
  info.languages = {"en"};
  info.bias = model.scoring.weights().bias;
  info.rates = calibration.rates;
  for (const detect::LengthBand& band : calibration.bands) {
    info.bands.push_back({band.min_words, band.texts, band.thresholds});
  }
  return info;
}

std::string fingerprint_name(std::uint64_t fingerprint) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string name(16, '0');
  for (std::size_t i = 0; i < name.size(); ++i) {
    name[i] = kDigits[fingerprint >> (60 - 4 * i) & 15];
  }
  return name;
}

}  // namespace v1
}  // namespace despin
