// despin eval: computes figures from labeled texts and phrase pairs.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/cli/commands.h"
#include "lib/cli/console.h"
#include "lib/cli/model_path.h"
#include "lib/eval/evaluation.h"
#include "lib/scan/inputs.h"
#include "lib/view/evaluation_view.h"

namespace despin::cli {
namespace {

struct SwapPair {
  std::string written;
  std::string meant;
  std::size_t line = 0;
};

struct LabeledText {
  Record record;
  bool spun = false;
  std::size_t line = 0;
};

std::optional<bool> label_of(const Record& record) {
  for (const std::string_view name : {"spun", "1", "true"}) {
    if (record.label == name) return true;
  }
  for (const std::string_view name : {"clean", "not_spun", "original", "0", "false"}) {
    if (record.label == name) return false;
  }
  return std::nullopt;
}

// Calls work(i, scratch) for every i below n on all cores. Store results by i, so that they do not
// depend on timing.
void for_each_parallel(std::size_t n, const std::function<void(std::size_t, Workspace&)>& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    Workspace scratch;
    for (std::size_t i = next++; i < n; i = next++) work(i, scratch);
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < std::min(cores, n); ++i) threads.emplace_back(loop);
  loop();
}

class Evaluator {
 public:
  Evaluator(const Detector& detector, const EvalOptions& options)
      : detector_(detector), options_(options) {}

  bool load() {
    return (options_.mask.empty() || load_mask()) && (options_.labeled.empty() || load_texts()) &&
           (options_.pairs.empty() || load_pairs());
  }

  eval::Evaluation run() {
    eval::Evaluation evaluation = eval::evaluate(score_texts());
    evaluation.masked = masked_;
    if (!pairs_.empty()) eval::evaluate_pairs(rank_pairs(), evaluation);
    evaluation.skipped = skipped_;
    return evaluation;
  }

  bool skipped_any() const { return skipped_ > 0; }

 private:
  void skip(const std::string& path, std::size_t line, std::string_view what) {
    complain(path + ":" + std::to_string(line), what);
    ++skipped_;
  }

  bool load_lines(const std::string& path,
                  const std::function<void(std::size_t, std::string_view)>& on_line) {
    const auto read = scan::for_each_line(path, [&](std::size_t number, std::string_view line) {
      if (line.ends_with('\r')) line.remove_suffix(1);
      on_line(number, line);
      return true;
    });
    if (!read) complain(path, read.error().message);
    return read.has_value();
  }

  bool load_mask() {
    return load_lines(options_.mask,
                      [&](std::size_t, std::string_view line) { strings_.emplace_back(line); });
  }

  bool load_texts() {
    auto reader = Reader::open(options_.labeled,
                               {.format = InputFormat::kGuess, .fields = options_.reading.fields});
    if (!reader) {
      complain(options_.labeled, reader.error().message);
      return false;
    }
    for (RawRecord raw;;) {
      const auto more = reader->next(raw);
      if (more && !*more) return true;
      const auto number =
          static_cast<std::size_t>(raw.place.line > 0 ? raw.place.line : raw.place.number);
      if (!more) {
        skip(options_.labeled, number, more.error().message);
        if (more.error().code == ErrorCode::kNotReadable) return false;
        continue;
      }
      auto record = read_record(raw, options_.reading.fields);
      if (record) {
        add_text(*std::move(record), number);
      } else {
        skip(options_.labeled, number, record.error().message);
      }
    }
  }

  void add_text(Record record, std::size_t number) {
    const auto spun = label_of(record);
    if (!spun) {
      return skip(options_.labeled, number, "an unknown label; expected \"spun\" or \"clean\"");
    }
    std::string text = eval::mask(record.text, strings_);
    masked_ += text != record.text;
    record.text = std::move(text);
    texts_.push_back({std::move(record), *spun, number});
  }

  bool load_pairs() {
    return load_lines(options_.pairs, [&](std::size_t number, std::string_view line) {
      const std::size_t tab = line.find('\t');
      if (tab == line.npos) {
        return skip(options_.pairs, number,
                    "a line without a tab; expected substitute<TAB>original");
      }
      std::string_view meant = line.substr(tab + 1);
      meant = meant.substr(0, meant.find('\t'));
      pairs_.push_back({std::string(line.substr(0, tab)), std::string(meant), number});
    });
  }

  std::vector<eval::ScoredText> score_texts() {
    std::vector<std::optional<eval::ScoredText>> scored(texts_.size());
    std::vector<std::string> errors(texts_.size());
    const AnalyzeOptions analyze{.max_false_positive_rate = options_.max_fpr};
    for_each_parallel(texts_.size(), [&](std::size_t i, Workspace& scratch) {
      const Record& record = texts_[i].record;
      const auto report = detector_.analyze(record.text, scratch, analyze);
      if (!report) {
        errors[i] = report.error().message;
        return;
      }
      scored[i] = eval::ScoredText{
          .spun = texts_[i].spun,
          .kind = record.kind,
          .score = report->score,
          .verdict = report->verdict,
          .lists_substitutions = !record.substitutions.empty(),
          .matches = eval::match_findings(record.text, report->findings, record.substitutions)};
    });
    std::vector<eval::ScoredText> out;
    for (std::size_t i = 0; i < scored.size(); ++i) {
      if (scored[i]) {
        out.push_back(*std::move(scored[i]));
      } else {
        skip(options_.labeled, texts_[i].line, errors[i]);
      }
    }
    return out;
  }

  std::vector<int> rank_pairs() {
    std::vector<std::optional<int>> ranks(pairs_.size());
    std::vector<std::string> errors(pairs_.size());
    for_each_parallel(pairs_.size(), [&](std::size_t i, Workspace& scratch) {
      const auto restored = detector_.restore(eval::without_note(pairs_[i].written), scratch, 5);
      if (restored) {
        ranks[i] = eval::rank_of(*restored, pairs_[i].meant);
      } else {
        errors[i] = restored.error().message;
      }
    });
    std::vector<int> out;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      if (ranks[i]) {
        out.push_back(*ranks[i]);
      } else {
        skip(options_.pairs, pairs_[i].line, errors[i]);
      }
    }
    return out;
  }

  const Detector& detector_;
  const EvalOptions& options_;
  std::vector<std::string> strings_;
  std::vector<LabeledText> texts_;
  std::vector<SwapPair> pairs_;
  std::size_t masked_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace

int eval(const EvalOptions& options) {
  if (options.labeled.empty() && options.pairs.empty()) {
    complain("eval", "nothing to measure; expected a labeled file or --pairs FILE");
    return kExitError;
  }
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  Evaluator evaluator(*detector, options);
  if (!evaluator.load()) return kExitError;
  const eval::Evaluation evaluation = evaluator.run();
  if (evaluation.spun + evaluation.clean + evaluation.pairs == 0) {
    complain("eval",
             "no record could be read; expected one JSON object per line, with text and label");
    return kExitError;
  }
  const std::string out =
      options.json ? view::to_json(evaluation) + "\n" : view::to_text(evaluation);
  std::fwrite(out.data(), 1, out.size(), stdout);
  if (std::fflush(stdout) != 0) {
    complain("", "the figures could not be written; expected free space on the device");
    return kExitError;
  }
  return evaluator.skipped_any() ? kExitError : 0;
}

}  // namespace despin::cli
