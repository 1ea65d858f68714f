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
// Threads  A Detector is immutable after open(): share it freely, copies too. A Workspace,
//          and a Reading that is being read, serves one call at a time: two calls at once on
//          one are a data race, undefined and not detected. Calls may share a Reading that
//          has been read.
// Errors   Returned, never printed; std::bad_alloc alone is thrown. After either the
//          Workspace can be used again.
// Memory   The model is mapped read-only and shared by all processes; 2 MB of it (the
//          network's layers) are copied when it is opened. A Workspace takes some ten bytes
//          for each byte of the longest text it has seen, and never shrinks.
// Cost     2 to 3 MB/s for ordinary text on one core; some 50 KB/s for a text called spun,
//          which the network reads and which is decoded a second time. Linear in the text:
//          bound the time by bounding the length of a text.
// Files    No descriptor stays open. Truncating or overwriting a mapped model in place raises
//          SIGBUS, or changes results, in every process that uses it: to replace a model,
//          write a new file beside it and rename. Who has the old one open keeps it.
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
// more if the text is spun. A moved-from one may be used again and starts empty.
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

// What a Detector judges by, so that a verdict can be told from that of another model.
struct DetectorInfo {
  std::string path;                 // as given to open()
  std::uint64_t fingerprint = 0;    // of the model, by its sections' checksums; in every Report
  std::string version;              // of the library, as despin::version()
  std::uint16_t major_version = 0;  // of the model's format
  std::uint16_t minor_version = 0;
  std::uint64_t bytes = 0;             // of the model
  std::vector<std::string> languages;  // that are judged, as BCP 47 tags
  // The score is bias plus contributions; a text is called spun by a rate if it scores at least the
  // threshold of the band of its length.
  double bias = 0;
  std::vector<double> rates;  // that the model was calibrated for, falling
  struct LengthBand {
    std::uint32_t min_words = 0;
    std::uint32_t texts = 0;         // genuine texts measured
    std::vector<double> thresholds;  // by rate; infinite where the data cannot say
  };
  std::vector<LengthBand> bands;  // by min_words, rising; shorter texts are never called spun
};

// Sixteen hexadecimal digits, as in JSON.
DESPIN_EXPORT std::string fingerprint_name(std::uint64_t fingerprint);

// A loaded model. Copies are cheap and share it, so a service reloads by assigning a new one: calls
// under way finish on the old one. Assignment is not atomic: assign under a lock, or swap a
// pointer. A moved-from Detector may only be assigned to or destroyed.
class DESPIN_EXPORT Detector {
 public:
  // Maps a model file and checks its header and section table; O(1) in its
  // size. Run verify_model() once on files you did not build. A model that opens
  // is safe to use whatever its bytes: lookups stay in bounds.
  // Errors: kNotFound, kNotReadable, kNotAModel, kTruncated, kBadModel,
  // kModelTooNew.
  static Result<Detector> open(const std::string& path);

  // Scores one text. Same bytes, model and library version give the same
  // report on every CPU and thread. O(bytes); `text` may be empty (kAbstain), and
  // need only live for the call. Verdict, score, evidence and families come from
  // the first pass, the findings of a spun text from a second, closer one: its
  // evidence_nats is not their sum.
  // Errors: kBadUtf8 (message names the first bad byte), kTooLarge (> 1 GiB), kBadInput (a rate
  // outside 0 to 1).
  Result<Report> analyze(std::string_view text, Workspace& scratch,
                         const AnalyzeOptions& options = {}) const;

  // What analyze() and SourceIndex::search() ask of a text; analyze(text, ..) is both in one.
  // Replaces what `reading` held, on errors as well.
  // Errors: as analyze().
  Result<void> read(std::string_view text, Workspace& scratch, Reading& reading) const;
  // Errors: kBadInput unless `reading` was read by this Detector or a copy of it, and for a rate
  // outside 0 to 1.
  Result<Report> analyze(const Reading& reading, Workspace& scratch,
                         const AnalyzeOptions& options = {}) const;

  // Reads `phrase` as spun and returns up to `limit` meanings of all of it.
  // Cost: some 10 ms a word, whatever `limit` is.
  // Errors: as analyze(), and kTooLarge beyond 64 words.
  Result<std::vector<Restoration>> restore(std::string_view phrase, Workspace& scratch,
                                           std::size_t limit = 5) const;

  // Cheap: nothing of the model is read.
  DetectorInfo info() const;

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

// Maps the file and reads its header alone.
// Errors: as Detector::open().
DESPIN_EXPORT Result<ModelInfo> model_info(const std::string& path);

// Reads every byte of the model, once, and checks all checksums and inner structure.
// Errors: as Detector::open(), with the corrupt section named.
DESPIN_EXPORT Result<void> verify_model(const std::string& path);

}  // namespace v1
}  // namespace despin
