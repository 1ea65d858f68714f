// despin-train-verdict: trains sections SCOR and CALB of a model from features.
//
// Reads tables of despin-features. Rows labeled spun and clean, and a share of the genuine ones,
// fit the weights of the features; the other genuine rows calibrate the scores, by length and for
// the worst kind of text. Scores of long pages are those of pages made of rows of one kind
// (pages.h).
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "lib/detect/scoring.h"
#include "models/build/arguments.h"
#include "models/build/channel/choice_model.h"
#include "models/build/encode/scoring_encoder.h"
#include "models/build/lm/blob.h"
#include "models/build/verdict/calibrate.h"
#include "models/build/verdict/pages.h"

namespace {

namespace detect = despin::detect;
namespace train = despin::train;

constexpr double kConfidence = 0.95;
constexpr std::size_t kFewestTexts = 3000;  // a kind with fewer joins "others"
// Lower ends of the bands of length, in words, and the rates promised. Bands of texts as they are;
// then of pages made of them, each of the most words that its band may have.
constexpr std::uint32_t kBands[] = {30, 50, 130, 260};
constexpr std::uint32_t kPageBands[] = {800, 1600, 3200, 6400, 12800, 25600};
constexpr std::size_t kPagesOfKind = 300;
constexpr std::size_t kFewestTextsOfPages = 30;  // a kind with fewer makes no pages
constexpr double kRates[] = {0.5,   0.2,   0.1,   0.05,   0.02,   0.01,
                             0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001};

struct Row {
  std::string label, kind, id;
  std::uint32_t words = 0;
  detect::Features features{};
  train::TextEvidence sentences;
};

struct Options {
  std::vector<std::string> labeled, honest;
  std::string scor, calb;
  double penalty = 1;
  std::vector<std::string> without;  // features that get no weight
  double honest_weight = 1;
  std::size_t train_every = 20;  // every so manieth genuine row trains, the others calibrate
};

bool read_rows(const std::string& path, std::vector<Row>& rows) {
  std::ifstream in(path);
  if (!in) return false;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string source;
    Row row;
    std::getline(fields, source, '\t');
    std::getline(fields, row.label, '\t');
    std::getline(fields, row.kind, '\t');
    std::getline(fields, row.id, '\t');
    fields >> row.words;
    for (double& f : row.features) fields >> f;
    if (!fields) continue;
    char mark = 0;
    for (detect::SentenceEvidence s; fields >> s.words >> mark >> s.nats;) {
      row.sentences.push_back(s);
      fields >> mark;
    }
    rows.push_back(std::move(row));
  }
  return true;
}

void standardize(const std::vector<const Row*>& rows, detect::Weights& w) {
  for (std::size_t f = 0; f < detect::kFeatureCount; ++f) {
    double sum = 0;
    double squares = 0;
    for (const Row* row : rows) sum += row->features[f];
    w.mean[f] = sum / static_cast<double>(rows.size());
    for (const Row* row : rows) squares += std::pow(row->features[f] - w.mean[f], 2);
    const double deviation = std::sqrt(squares / static_cast<double>(rows.size()));
    w.inverse_scale[f] = deviation > 1e-9 ? 1 / deviation : 0;
  }
}

// Logistic regression as a choice between the text and a zero row. Spun rows weigh as much as all
// others together, so that score 0 means even odds where one text in two is spun.
void fit(const std::vector<const Row*>& rows, const Options& options, detect::Weights& w) {
  for (const std::string& name : options.without) {
    const auto names = detect::feature_names();
    const auto at = std::find(names.begin(), names.end(), name) - names.begin();
    w.inverse_scale.at(static_cast<std::size_t>(at)) = 0;
  }
  train::ChoiceModel model(detect::kFeatureCount + 1);
  double spun = 0;
  double genuine = 0;
  for (const Row* row : rows) {
    (row->label == "spun" ? spun : genuine) += row->label == "honest" ? options.honest_weight : 1.0;
  }
  for (const Row* row : rows) {
    Eigen::MatrixXd pair = Eigen::MatrixXd::Zero(2, detect::kFeatureCount + 1);
    for (std::size_t f = 0; f < detect::kFeatureCount; ++f) {
      pair(0, static_cast<Eigen::Index>(f)) =
          detect::deviation(w, row->features, static_cast<detect::Feature>(f));
    }
    pair(0, detect::kFeatureCount) = 10;  // a bias that the penalty hardly holds
    model.add(pair, row->label == "spun" ? 0 : 1,
              row->label == "spun"     ? genuine / spun
              : row->label == "honest" ? options.honest_weight
                                       : 1.0);
  }
  const Eigen::VectorXd theta = model.fit(options.penalty);
  for (std::size_t f = 0; f < detect::kFeatureCount; ++f) {
    w.weight[f] = theta[static_cast<Eigen::Index>(f)];
  }
  w.bias = 10 * theta[detect::kFeatureCount];
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// Area under the curve and true positives at 5 and 1 % false ones, by five folds
// over the labeled rows (their features come from folds already).
void cross_validate(const std::vector<const Row*>& labeled, const std::vector<const Row*>& honest,
                    const Options& options) {
  constexpr std::size_t kFolds = 5;
  std::vector<double> spun;
  std::vector<double> clean;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<const Row*> rows = honest;
    for (std::size_t i = 0; i < labeled.size(); ++i) {
      if (i % kFolds != fold) rows.push_back(labeled[i]);
    }
    detect::Weights w;
    standardize(rows, w);
    fit(rows, options, w);
    for (std::size_t i = fold; i < labeled.size(); i += kFolds) {
      (labeled[i]->label == "spun" ? spun : clean)
          .push_back(detect::score(w, labeled[i]->features));
    }
  }
  double wins = 0;
  for (const double s : spun) {
    for (const double c : clean) wins += s > c ? 1 : s == c ? 0.5 : 0;
  }
  std::cout << "cv_auroc\t" << wins / static_cast<double>(spun.size() * clean.size()) << "\n";
  std::sort(clean.begin(), clean.end(), std::greater<>());
  for (const double rate : {0.05, 0.01}) {
    const double bar = clean[static_cast<std::size_t>(rate * static_cast<double>(clean.size()))];
    const auto found = std::count_if(spun.begin(), spun.end(), [&](double s) { return s > bar; });
    std::cout << "cv_tpr_at_" << rate << "\t"
              << static_cast<double>(found) / static_cast<double>(spun.size()) << "\n";
  }
}

// Of a page made of texts no other feature is known.
bool judges_passages_alone(const detect::Weights& w) {
  for (std::size_t f = 0; f < detect::kFeatureCount; ++f) {
    const bool weighs = w.weight[f] * w.inverse_scale[f] != 0;
    if (weighs != (f == detect::kPassageEvidence)) return false;
  }
  return true;
}

// Lowest scores of genuine pages of at most so many words.
detect::LengthBand calibrate_pages(const std::map<std::string, std::vector<const Row*>>& kinds,
                                   std::uint32_t min_words, const detect::Weights& w) {
  const detect::DetectParameters parameters;
  std::vector<double> scores;
  for (const auto& [kind, rows] : kinds) {
    std::vector<const train::TextEvidence*> texts;
    for (const Row* row : rows) texts.push_back(&row->sentences);
    if (texts.size() < kFewestTextsOfPages) continue;
    for (const double density : train::page_densities(
             texts, 2 * std::size_t{min_words}, kPagesOfKind, parameters.passage_prior_words)) {
      detect::Features features = rows.front()->features;
      features[detect::kPassageEvidence] = detect::to_passage_feature(density, parameters);
      scores.push_back(detect::score(w, features));
    }
  }
  detect::LengthBand band{min_words, static_cast<std::uint32_t>(scores.size()), {}};
  for (const double rate : kRates) {
    band.thresholds.push_back(train::threshold(scores, rate, kConfidence));
  }
  return band;
}

void print_band(const detect::LengthBand& band, std::size_t groups) {
  std::cout << "band\t" << band.min_words << "\ttexts\t" << band.texts << "\tgroups\t" << groups;
  for (const double t : band.thresholds) std::cout << '\t' << t;
  std::cout << "\n";
}

detect::Calibration calibrate(const std::vector<const Row*>& honest, const detect::Weights& w) {
  const bool has_pages = judges_passages_alone(w);
  detect::Calibration calibration;
  calibration.rates.assign(std::begin(kRates), std::end(kRates));
  for (std::size_t b = 0; b < std::size(kBands); ++b) {
    std::map<std::string, std::vector<double>> kinds;
    const std::uint32_t end = b + 1 < std::size(kBands) ? kBands[b + 1]
                              : has_pages               ? kPageBands[0]
                                                        : std::numeric_limits<std::uint32_t>::max();
    std::size_t texts = 0;
    for (const Row* row : honest) {
      if (row->words < kBands[b] || row->words >= end) continue;
      kinds[row->kind].push_back(detect::score(w, row->features));
      ++texts;
    }
    std::vector<double> others;
    std::vector<std::vector<double>> groups;
    for (auto& [kind, scores] : kinds) {
      if (scores.size() >= kFewestTexts) {
        groups.push_back(scores);
      } else {
        others.insert(others.end(), scores.begin(), scores.end());
      }
    }
    if (groups.empty() || others.size() >= kFewestTexts) groups.push_back(others);
    detect::LengthBand band;
    band.min_words = kBands[b];
    band.texts = static_cast<std::uint32_t>(texts);
    for (const double rate : kRates) {
      double worst = -std::numeric_limits<double>::infinity();
      for (const auto& group : groups) {
        worst = std::max(worst, train::threshold(group, rate, kConfidence));
      }
      band.thresholds.push_back(worst);
    }
    print_band(band, groups.size());
    calibration.bands.push_back(std::move(band));
  }
  if (!has_pages) return calibration;
  std::map<std::string, std::vector<const Row*>> kinds;
  for (const Row* row : honest) {
    if (row->words >= kBands[0]) kinds[row->kind].push_back(row);
  }
  for (const std::uint32_t min_words : kPageBands) {
    calibration.bands.push_back(calibrate_pages(kinds, min_words, w));
    print_band(calibration.bands.back(), 1);
  }
  return calibration;
}

int run(const Options& options) {
  std::vector<Row> labeled_rows;
  std::vector<Row> honest_rows;
  for (const auto& [files, rows] :
       {std::pair{&options.labeled, &labeled_rows}, std::pair{&options.honest, &honest_rows}}) {
    for (const std::string& file : *files) {
      if (!read_rows(file, *rows)) {
        std::cerr << "despin-train-verdict: a table of features cannot be opened; check the "
                     "options\n";
        return 2;
      }
    }
  }
  std::vector<const Row*> labeled;
  std::vector<const Row*> training;
  std::vector<const Row*> calibrating;
  for (const Row& row : labeled_rows) labeled.push_back(&row);
  for (std::size_t i = 0; i < honest_rows.size(); ++i) {
    (i % options.train_every == 0 ? training : calibrating).push_back(&honest_rows[i]);
  }
  if (labeled.empty() || calibrating.empty()) {
    std::cerr << "despin-train-verdict: expected labelled and genuine rows; found none of one\n";
    return 2;
  }
  cross_validate(labeled, training, options);
  std::vector<const Row*> all = training;
  all.insert(all.end(), labeled.begin(), labeled.end());
  detect::Weights w;
  standardize(all, w);
  fit(all, options, w);
  std::vector<double> control;
  std::vector<double> unknown;
  for (const Row* row : calibrating) {
    if (row->words < kBands[1]) continue;
    control.push_back(row->features[detect::kControlLnP]);
    unknown.push_back(row->features[detect::kUnknown]);
  }
  w.min_words = kBands[0];
  // Beyond what one genuine text in 2,000 shows, nothing was measured.
  w.min_control_ln_p = quantile(control, 0.0005);
  w.min_known_share = 1 - std::max(0.25, std::expm1(quantile(unknown, 0.9995)) / 100);
  for (std::size_t f = 0; f < detect::kFeatureCount; ++f) {
    std::cout << detect::feature_names()[f] << "\tmean " << w.mean[f] << "\tscale "
              << w.inverse_scale[f] << "\tweight " << w.weight[f] << "\n";
  }
  std::cout << "bias\t" << w.bias << "\nmin_control_ln_p\t" << w.min_control_ln_p
            << "\nmin_known_share\t" << w.min_known_share << "\n";
  const detect::Calibration calibration = calibrate(calibrating, w);
  for (const auto& [path, bytes] :
       {std::pair{options.scor, detect::encode_weights(w)},
        std::pair{options.calb, detect::encode_calibration(calibration)}}) {
    if (auto ok = train::write_blob(path, bytes); !ok) {
      std::cerr << "despin-train-verdict: " << ok.error().message << "\n";
      return 2;
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Weighs the features of a text and calibrates the score.");
  Options o;
  args.option("--labelled", o.labeled, "tables of spun and clean texts").required();
  args.option("--honest", o.honest, "tables of genuine texts of every length").required();
  args.option("--penalty", o.penalty, "L2 penalty of the weights");
  args.option("--without", o.without, "features that get no weight")
      .one_of(
          std::vector<std::string>(detect::feature_names().begin(), detect::feature_names().end()));
  args.option("--honest-weight", o.honest_weight, "weight of an genuine row in training");
  args.option("--scor", o.scor, "where section SCOR goes").required();
  args.option("--calb", o.calb, "where section CALB goes").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  return run(o);
}
