// despin eval: computes figures from labeled texts and phrase pairs.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/commands/console.h"
#include "lib/commands/eval_search.h"
#include "lib/commands/model_path.h"
#include "lib/commands/run_facts.h"
#include "lib/commands/verbs.h"
#include "lib/eval/evaluation.h"
#include "lib/scan/inputs.h"
#include "lib/scan/output_file.h"
#include "lib/scan/parallel.h"
#include "lib/view/evaluation_view.h"
#include "lib/view/terminal.h"

namespace despin::commands {
namespace {

struct SwapPair {
  std::string written;
  std::string meant;
  std::size_t line = 0;
};

struct LabeledText {
  Record record;
  bool spun = false;
  std::string file;
  std::size_t line = 0;
};

// What one model makes of the texts; nothing where it could not read one.
using Scored = std::vector<std::optional<eval::ScoredText>>;

std::optional<bool> label_of(const Record& record) {
  for (const std::string_view name : {"spun", "1", "true"}) {
    if (record.label == name) return true;
  }
  for (const std::string_view name : {"clean", "not_spun", "original", "0", "false"}) {
    if (record.label == name) return false;
  }
  return std::nullopt;
}

class Evaluator {
 public:
  explicit Evaluator(const EvalOptions& options) : options_(options) {}

  bool load() {
    if (!options_.mask.empty() && !load_mask()) return false;
    for (const std::string& path : options_.labeled) {
      if (!load_texts(path)) return false;
    }
    return options_.pairs.empty() || load_pairs();
  }

  // The texts that every model could read, by model.
  std::vector<std::vector<eval::ScoredText>> score(const std::vector<Detector>& detectors) {
    std::vector<Scored> scored;
    scored.reserve(detectors.size());
    std::vector<std::string> errors(texts_.size());
    for (const Detector& detector : detectors) scored.push_back(score_texts(detector, errors));
    std::vector<std::vector<eval::ScoredText>> out(detectors.size());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (!errors[i].empty()) {
        skip(texts_[i].file, texts_[i].line, errors[i]);
        continue;
      }
      for (std::size_t m = 0; m < detectors.size(); ++m) out[m].push_back(*std::move(scored[m][i]));
    }
    return out;
  }

  eval::Evaluation evaluate(const Detector& detector, std::span<const eval::ScoredText> scored) {
    eval::Evaluation evaluation = eval::evaluate(scored);
    evaluation.masked = masked_;
    if (!pairs_.empty()) eval::evaluate_pairs(rank_pairs(detector), evaluation);
    evaluation.skipped = skipped_;
    return evaluation;
  }

  // Nothing, with a complaint, if the index cannot be searched.
  std::optional<eval::SearchFigures> search(const Detector& detector) const {
    std::vector<const Record*> records;
    for (const LabeledText& text : texts_) records.push_back(&text.record);
    const auto found = searched_texts(options_.index, detector, records);
    if (!found) return std::nullopt;
    return eval::evaluate_search(*found);
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

  bool load_texts(const std::string& path) {
    auto reader =
        Reader::open(path, {.format = InputFormat::kGuess, .fields = options_.reading.fields});
    if (!reader) {
      complain(path, reader.error().message);
      return false;
    }
    for (RawRecord raw;;) {
      const auto more = reader->next(raw);
      if (more && !*more) return true;
      const auto number =
          static_cast<std::size_t>(raw.place.line > 0 ? raw.place.line : raw.place.number);
      if (!more) {
        skip(path, number, more.error().message);
        if (more.error().code == ErrorCode::kNotReadable) return false;
        if (more.error().code == ErrorCode::kOutOfMemory) return false;
        continue;
      }
      auto record = read_record(raw, options_.reading.fields);
      if (record) {
        add_text(*std::move(record), path, number);
      } else {
        skip(path, number, record.error().message);
      }
    }
  }

  void add_text(Record record, const std::string& path, std::size_t number) {
    const auto spun = label_of(record);
    if (!spun) return skip(path, number, "an unknown label; expected \"spun\" or \"clean\"");
    std::string text = eval::mask(record.text, strings_);
    masked_ += text != record.text;
    record.text = std::move(text);
    texts_.push_back({std::move(record), *spun, path, number});
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

  Scored score_texts(const Detector& detector, std::vector<std::string>& errors) {
    Scored scored(texts_.size());
    const AnalyzeOptions analyze{.max_false_positive_rate = options_.max_fpr};
    scan::for_each_parallel(texts_.size(), [&](std::size_t i, Workspace& scratch) {
      const Record& record = texts_[i].record;
      const auto report = detector.analyze(record.text, scratch, analyze);
      if (!report) {
        errors[i] = report.error().message;
        return;
      }
      scored[i] = eval::ScoredText{
          .id =
              record.id.empty() ? texts_[i].file + ":" + std::to_string(texts_[i].line) : record.id,
          .spun = texts_[i].spun,
          .kind = record.kind,
          .score = report->score,
          .false_positive_rate_upper = report->false_positive_rate_upper,
          .verdict = report->verdict,
          .abstain_reason = report->abstain_reason,
          .lists_substitutions = !record.substitutions.empty(),
          .matches = eval::match_findings(record.text, report->findings, record.substitutions)};
    });
    return scored;
  }

  std::vector<int> rank_pairs(const Detector& detector) {
    std::vector<std::optional<int>> ranks(pairs_.size());
    std::vector<std::string> errors(pairs_.size());
    scan::for_each_parallel(pairs_.size(), [&](std::size_t i, Workspace& scratch) {
      const auto restored = detector.restore(eval::without_note(pairs_[i].written), scratch, 5);
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

  const EvalOptions& options_;
  std::vector<std::string> strings_;
  std::vector<LabeledText> texts_;
  std::vector<SwapPair> pairs_;
  std::size_t masked_ = 0;
  std::size_t skipped_ = 0;
};

// The model of each evaluation, where several are measured.
std::string name_of_model(const EvalOptions& options, std::size_t model) {
  return options.models.size() > 1 ? options.models[model] : std::string();
}

// False, with a complaint, unless the options can be measured.
bool measurable(const EvalOptions& options) {
  if (options.labeled.empty() && options.pairs.empty()) {
    complain("eval", "nothing to measure; expected a labeled file or --pairs FILE");
    return false;
  }
  if (!options.index.empty() && options.labeled.empty()) {
    complain("--index", "no texts to search for; expected a labeled file");
    return false;
  }
  if (options.models.size() > 2) {
    complain("--model", "more than two models; expected one, or two to compare");
    return false;
  }
  if (options.predictions == "-") {
    complain("--predictions", "standard output has the figures; expected the name of a file");
    return false;
  }
  for (const std::string& input : options.labeled) {
    std::error_code ignored;
    if (std::filesystem::equivalent(options.predictions, input, ignored)) {
      complain("--predictions", "an input would be overwritten; expected the name of another file");
      return false;
    }
  }
  return true;
}

bool write_predictions(const EvalOptions& options, const std::vector<Detector>& detectors,
                       const std::vector<std::vector<eval::ScoredText>>& scored) {
  std::string lines;
  for (std::size_t m = 0; m < scored.size(); ++m) {
    const std::string model = fingerprint_name(detectors[m].info().fingerprint);
    for (const eval::ScoredText& text : scored[m]) {
      lines += view::prediction_json(text, model) + "\n";
    }
  }
  const auto written = scan::write_file(options.predictions, lines);
  if (!written) complain(options.predictions, written.error().message);
  return written.has_value();
}

std::string shown(const EvalOptions& options, const std::vector<Detector>& detectors,
                  const std::vector<eval::Evaluation>& evaluations,
                  const eval::Difference* difference) {
  std::string out;
  for (std::size_t m = 0; m < evaluations.size(); ++m) {
    const std::string model = name_of_model(options, m);
    if (options.json) {
      out += view::to_json(evaluations[m],
                           {run_facts(&detectors[m]), model, m == 0 ? nullptr : difference}) +
             "\n";
      continue;
    }
    if (m > 0) out += "\n";
    if (!model.empty()) out += view::printable(model) + "\n\n";
    out += view::to_text(evaluations[m]);
  }
  if (difference != nullptr && !options.json) out += "\n" + view::to_text(*difference);
  return out;
}

}  // namespace

int eval(const EvalOptions& options) {
  if (!measurable(options)) return kExitError;
  const std::vector<std::string> models =
      options.models.empty() ? std::vector<std::string>{""} : options.models;
  std::vector<Detector> detectors;
  for (const std::string& model : models) {
    auto detector = open_detector(model);
    if (!detector) return kExitError;
    detectors.push_back(*std::move(detector));
  }
  Evaluator evaluator(options);
  if (!evaluator.load()) return kExitError;
  const auto scored = evaluator.score(detectors);
  std::vector<eval::Evaluation> evaluations;
  for (std::size_t m = 0; m < detectors.size(); ++m) {
    evaluations.push_back(evaluator.evaluate(detectors[m], scored[m]));
    if (options.index.empty()) continue;
    evaluations.back().search = evaluator.search(detectors[m]);
    if (!evaluations.back().search) return kExitError;
  }
  const eval::Evaluation& first = evaluations.front();
  if (first.spun + first.clean + first.pairs == 0) {
    complain("eval",
             "no record could be read; expected one JSON object per line, with text and label");
    return kExitError;
  }
  if (!options.predictions.empty() && !write_predictions(options, detectors, scored))
    return kExitError;
  std::optional<eval::Difference> difference;
  if (scored.size() > 1) difference = eval::compare(scored[0], scored[1]);
  if (!print(shown(options, detectors, evaluations, difference ? &*difference : nullptr)))
    return kExitError;
  return evaluator.skipped_any() ? kExitError : 0;
}

}  // namespace despin::commands
