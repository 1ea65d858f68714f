// despin/detector.h - finds thesaurus-substituted ("spun") text, no reference
// needed.
//
//   auto detector = despin::Detector::open("en.despin");
//   if (!detector) return fail(detector.error());
//   despin::Workspace scratch;                        // one per thread
//   auto report = detector->analyze(text, scratch);
//
// A text of which more is asked (its source, despin/source_index.h) is read once:
//
//   despin::Reading reading;                          // reusable
//   if (auto ok = detector->read(text, scratch, reading); !ok) return fail(ok.error());
//   auto report = detector->analyze(reading, scratch);
//   auto sources = index->search(reading, {.id = id}, scratch);
//
// Units    Offsets are bytes of the caller's own UTF-8, half-open [begin, end),
//          never of the normalized text. Evidence is in nats; > 0 says "spun".
// Threads  A Detector never changes after open(): share it freely. A Workspace and a Reading
//          that is being read serve one call at a time; calls may share one that has been read.
// Errors   Returned, never printed; std::bad_alloc alone is thrown.
// Memory   The model is mapped read-only and shared by all processes.
// Method   Forward-backward over a lattice of substitutions (Rabiner 1989,
//          sec. III); derivation and citations in lib/decode/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "despin/export.h"
#include "despin/report.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

// A meaning for a whole phrase, best first.
struct Restoration {
  std::string text;
  float score_nats = 0;  // joint score; differences are log-odds
};

// Reusable buffers of all calls that take one, of any Detector, Aligner and SourceIndex; movable,
// not copyable. No result depends on what it was used for before. Grows to the longest text seen;
// after that analyze() allocates only the Report and temporaries: one byte per word, and O(words)
// more if the text is spun.
class DESPIN_EXPORT Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;

 private:
  friend class Aligner;
  friend class Detector;
  friend class SourceIndex;
  struct Impl;
  Impl& impl();
  std::unique_ptr<Impl> impl_;
};

// A text, read: words, and which of them were swapped for what. Movable, not copyable. Owns all
// it holds, a copy of the text and the model among it; reading another text in it reuses its
// memory: some 150 bytes a word, and up to 3 MB more of a text that looks spun.
class DESPIN_EXPORT Reading {
 public:
  Reading();
  ~Reading();
  Reading(Reading&&) noexcept;
  Reading& operator=(Reading&&) noexcept;

  // As read; empty before.
  std::string_view text() const noexcept;

 private:
  friend class Detector;
  friend class SourceIndex;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A loaded model. Copies share it, so a service reloads by assigning a new one.
class DESPIN_EXPORT Detector {
 public:
  // Maps a model file and checks its header and section table; O(1) in its
  // size. Run verify_model() once on files you did not build.
  // Errors: kNotFound, kNotReadable, kNotAModel, kTruncated, kBadModel,
  // kModelTooNew.
  static Result<Detector> open(const std::string& path);

  // Scores one text. Same bytes, model and library version give the same
  // report on every CPU and thread. O(bytes); `text` may be empty (kAbstain).
  // Errors: kBadUtf8 (message names the first bad byte), kTooLarge (> 1 GiB).
  Result<Report> analyze(std::string_view text, Workspace& scratch,
                         const AnalyzeOptions& options = {}) const;

  // What analyze() and SourceIndex::search() ask of a text; analyze(text, ..) is both in one.
  // Replaces what `reading` held, on errors as well.
  // Errors: as analyze().
  Result<void> read(std::string_view text, Workspace& scratch, Reading& reading) const;
  // Errors: kBadInput unless `reading` was read by this Detector or a copy of it.
  Result<Report> analyze(const Reading& reading, Workspace& scratch,
                         const AnalyzeOptions& options = {}) const;

  // Reads `phrase` as spun and returns up to `limit` meanings of all of it.
  // Errors: as analyze(), and kTooLarge beyond 64 words.
  Result<std::vector<Restoration>> restore(std::string_view phrase, Workspace& scratch,
                                           std::size_t limit = 5) const;

 private:
  friend class Aligner;
  friend class Reading;
  friend class SourceIndex;
  struct Impl;
  explicit Detector(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

// Facts about a model file, as `despin model info` prints them.
struct ModelInfo {
  std::uint16_t major_version = 0;
  std::uint16_t minor_version = 0;
  std::uint64_t bytes = 0;
  struct Section {
    std::string tag;
    std::uint32_t version = 0;
    bool required = false;
    std::uint64_t bytes = 0;
  };
  std::vector<Section> sections;
  std::string provenance_json;  // sources, licenses, hashes, seeds, figures
};

// Errors: as Detector::open().
DESPIN_EXPORT Result<ModelInfo> model_info(const std::string& path);

// Reads every byte of the model and checks all checksums and inner structure.
// Errors: as Detector::open(), with the corrupt section named.
DESPIN_EXPORT Result<void> verify_model(const std::string& path);

}  // namespace v1
}  // namespace despin
