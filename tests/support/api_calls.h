// tests/support/api_calls.h - every call of the API that reads texts, over a small model and index,
// with what it says as one string.
//
//   const ApiCalls calls("name");
//   Workspace scratch;
//   const Said said = calls.call(ApiCalls::kAnalyze, scratch, limits);
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_index.h"
#include "tests/support/small_model.h"

namespace despin::api_calls {

struct Said {
  std::optional<ErrorCode> error;
  std::string text;  // JSON, or the message of the error

  bool operator==(const Said&) const = default;
};

// With a network that is asked of every text that has evidence at all.
inline void write_model(const std::string& path) {
  const small_model::SmallModel small;
  auto writer = small.writer();
  const auto bytes = small.vocabulary();
  const auto vocabulary = *format::Vocabulary::view(bytes);
  writer.add(format::kClozeSection, 1, false,
             cloze::encode_cloze_net(made_cloze::random_parameters(vocabulary.size()),
                                     cloze::cloze_words_hash(vocabulary, vocabulary.size()),
                                     {1, 1, 0, 0.001F}));
  const auto encoded = writer.encode();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(encoded.data()),
             static_cast<std::streamsize>(encoded.size()));
}

// Sentences that the small model calls spun, in another order for each seed.
inline std::string spun_text(std::size_t sentences, std::size_t seed) {
  static constexpr std::string_view kSentences[] = {
      "The ruling bash won the election withinside the capital. ",
      "Gadget mastering is used withinside the north. ",
      "Leaders of the get together met in the old hall, with a purpose to govern. ",
      "She bought pictures of the caf\u00E9 \u2013 a harbour. ",
      "The reading of the text is slow.\n\n",
      "\"The ruling bash\" is a phrase of 1.5 words. ",
      "The old party met in the hall of the harbour. "};
  std::string text;
  for (std::size_t n = 0; n < sentences; ++n) {
    text += kSentences[(n * (seed + 1) + n / 7 + seed) % std::size(kSentences)];
  }
  return text;
}

class ApiCalls {
 public:
  enum Call { kAnalyze, kReadAndAnalyze, kSearch, kCompare, kRestore, kCalls };

  explicit ApiCalls(const std::string& name, std::size_t sentences = 300)
      : folder_(name),
        model_folder_(name + "_model"),
        suspect_(spun_text(sentences, 3)),
        original_(spun_text(sentences, 1)) {
    std::filesystem::create_directory(model_folder_.path());
    write_model(model_folder_.path() + "/model");
    detector_.emplace(*Detector::open(model_folder_.path() + "/model"));
    aligner_.emplace(*detector_);
    auto writer = *IndexWriter::open(folder_.path());
    for (const small_index::Made& made : small_index::make_documents(20)) {
      EXPECT_TRUE(writer.add(made.view()));
    }
    EXPECT_TRUE(writer.add({.id = "original", .text = original_}));
    EXPECT_TRUE(writer.commit());
    index_.emplace(*SourceIndex::open(folder_.path(), *detector_));
  }

  const Detector& detector() const { return *detector_; }
  const Aligner& aligner() const { return *aligner_; }
  const SourceIndex& index() const { return *index_; }
  const std::string& suspect() const { return suspect_; }
  const std::string& original() const { return original_; }

  Said call(Call call, Workspace& scratch, const Limits& limits = {}) const {
    switch (call) {
      case kAnalyze: {
        const auto report = detector_->analyze(suspect_, scratch,
                                               {.max_false_positive_rate = 0.1, .limits = limits});
        return report ? Said{{}, to_json(*report, "a", suspect_)} : failed(report.error());
      }
      case kReadAndAnalyze: {
        Reading reading;
        if (const auto ok = detector_->read(suspect_, scratch, reading, limits); !ok) {
          return failed(ok.error());
        }
        const auto report = detector_->analyze(reading, scratch,
                                               {.max_false_positive_rate = 0.1, .limits = limits});
        return report ? Said{{}, to_json(*report, "a", suspect_)} : failed(report.error());
      }
      case kSearch: {
        SearchOptions options;
        options.limits = limits;
        const auto matches = index_->search({.text = suspect_}, scratch, options);
        return matches ? Said{{}, to_json(*matches, "a")} : failed(matches.error());
      }
      case kCompare: {
        const auto comparison = aligner_->compare(original_, suspect_, scratch, {.limits = limits});
        return comparison ? Said{{}, to_json(*comparison, "a", original_, "b", suspect_)}
                          : failed(comparison.error());
      }
      default: {
        const auto restored =
            detector_->restore("gadget mastering withinside a bash", scratch, 5, limits);
        if (!restored) return failed(restored.error());
        Said said;
        for (const Restoration& r : *restored) {
          said.text += r.text + " " + std::to_string(r.score_nats) + "\n";
        }
        return said;
      }
    }
  }

 private:
  static Said failed(const Error& error) { return {error.code, error.message}; }

  small_index::Folder folder_;
  small_index::Folder model_folder_;
  std::string suspect_;
  std::string original_;
  std::optional<Detector> detector_;
  std::optional<Aligner> aligner_;
  std::optional<SourceIndex> index_;
};

}  // namespace despin::api_calls
