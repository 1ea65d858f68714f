#include "models/build/channel/learn.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "models/build/channel/rarity.h"
#include "models/build/encode/channel_encoder.h"

namespace despin::train {
namespace {

// Mentions that alignment left to chance.
constexpr double kLeastCount = 0.05;

// Context features of an option: the frequency of its words, the language model's score.
constexpr Eigen::Index kContextFeatures = 2;

struct PhraseBlock {
  std::size_t written_begin, written_end, meant_begin, meant_end;
};

Phrase slice(const std::vector<WordId>& words, std::size_t begin, std::size_t end) {
  Phrase p;
  for (std::size_t i = begin; i < end; ++i) p.words[p.size++] = words[i];
  return p;
}

// The most likely segmentation of a pair into known swaps and kept words; empty if none.
std::vector<PhraseBlock> segment(const std::vector<WordId>& written,
                                 const std::vector<WordId>& meant, const Candidates& candidates) {
  struct Cell {
    double score = -std::numeric_limits<double>::infinity();
    std::size_t from_written = 0, from_meant = 0;
  };
  const std::size_t rows = written.size() + 1;
  const std::size_t columns = meant.size() + 1;
  std::vector<Cell> cells(rows * columns);
  cells[0].score = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      const double here = cells[i * columns + j].score;
      if (!std::isfinite(here)) continue;
      for (std::size_t di = 1; di <= channel::kMaxWrittenWords && i + di < rows; ++di) {
        const Phrase w = slice(written, i, i + di);
        const double all = candidates.swapped_count(w) + candidates.kept_count(w) + 1;
        for (std::size_t dj = 1; dj <= channel::kMaxMeantWords && j + dj < columns; ++dj) {
          const Phrase m = slice(meant, j, j + dj);
          double count = 0;
          if (w == m) {
            count = di == 1 ? candidates.kept_count(w) : 0;
          } else {
            for (const Option& o : candidates.options(w)) {
              if (o.meant == m) count = o.count;
            }
          }
          if (count <= kLeastCount) continue;
          Cell& next = cells[(i + di) * columns + j + dj];
          const double score = here + std::log(count / all) - 0.1;
          if (score > next.score) next = {score, i, j};
        }
      }
    }
  }
  std::vector<PhraseBlock> blocks;
  std::size_t i = written.size();
  std::size_t j = meant.size();
  if (!std::isfinite(cells[i * columns + j].score)) return blocks;
  while (i > 0) {
    const Cell& cell = cells[i * columns + j];
    blocks.push_back({cell.from_written, i, cell.from_meant, j});
    i = cell.from_written;
    j = cell.from_meant;
  }
  return blocks;
}

double log_sum_exp(const std::vector<double>& values) {
  const double top = *std::max_element(values.begin(), values.end());
  double sum = 0;
  for (const double v : values) sum += std::exp(v - top);
  return top + std::log(sum);
}

// The one-word forms that have a meaning, with how often they were seen swapped.
std::vector<FormCount> count_forms(const Candidates& candidates, const lm::NgramModel& lm) {
  std::vector<FormCount> forms;
  for (const Phrase& written : candidates.written()) {
    if (written.size != 1 || candidates.options(written).empty()) continue;
    forms.push_back({lm.score_sequence(written.view()), candidates.swapped_count(written)});
  }
  return forms;
}

}  // namespace

ChoiceModel meaning_model() {
  const auto own = static_cast<Eigen::Index>(feature_names().size());
  return ChoiceModel(own + kContextFeatures, own);
}

void add_choices(std::span<const PhrasePair> pairs, const Candidates& candidates,
                 const lm::NgramModel& lm, const format::Vocabulary& vocabulary,
                 ChoiceModel& model) {
  constexpr std::size_t kLongest = 8;  // longer phrases align by luck
  for (const PhrasePair& pair : pairs) {
    const std::vector<WordId> written = ids_of(pair.written, vocabulary);
    const std::vector<WordId> meant = ids_of(pair.meant, vocabulary);
    if (written.empty() || meant.empty()) continue;
    if (written.size() > kLongest || meant.size() > kLongest) continue;
    for (const PhraseBlock& block : segment(written, meant, candidates)) {
      const Phrase w = slice(written, block.written_begin, block.written_end);
      const Phrase m = slice(meant, block.meant_begin, block.meant_end);
      std::vector<Eigen::VectorXd> rows;
      std::vector<double> counts;
      Eigen::Index chosen = -1;
      const auto offer = [&](const Option& option) {
        const bool is_chosen = option.meant == m;
        const double held_out = is_chosen ? pair.weight : 0;
        const bool keep = option.meant == w;
        // An option known only from this pair would not exist without it.
        if (!keep && option.relations == 0 && option.count - held_out < kLeastCount) return;
        std::vector<WordId> text(meant.begin(),
                                 meant.begin() + static_cast<std::ptrdiff_t>(block.meant_begin));
        text.insert(text.end(), option.meant.view().begin(), option.meant.view().end());
        text.insert(text.end(), meant.begin() + static_cast<std::ptrdiff_t>(block.meant_end),
                    meant.end());
        const Eigen::VectorXd own = candidates.features(w, option, held_out);
        Eigen::VectorXd row(own.size() + kContextFeatures);
        row << own, candidates.log_frequency(option.meant), lm.score_sequence(text);
        if (is_chosen) chosen = static_cast<Eigen::Index>(rows.size());
        rows.push_back(std::move(row));
        counts.push_back(candidates.count(w, option, held_out));
      };
      for (const Option& option : candidates.options(w)) offer(option);
      if (w.size == 1) offer({w, 0, 0});
      if (chosen < 0 || rows.size() < 2) continue;
      Eigen::MatrixXd matrix(static_cast<Eigen::Index>(rows.size()), rows.front().size());
      for (std::size_t r = 0; r < rows.size(); ++r) {
        matrix.row(static_cast<Eigen::Index>(r)) = rows[r].transpose();
      }
      const Eigen::VectorXd seen = Eigen::VectorXd::Map(counts.data(), matrix.rows());
      model.add(std::move(matrix), chosen, pair.weight, seen);
    }
  }
}

channel::ContextWeights context_weights(const Eigen::VectorXd& theta) {
  channel::ContextWeights w;
  const auto context = theta.tail<kContextFeatures>();
  const double scale = std::max(0.1, context[1]);
  w.lm_scale = static_cast<float>(scale);
  w.discount = static_cast<float>(std::clamp(-context[0] / scale, 0.0, 0.9));
  return w;
}

std::vector<channel::WrittenForm> weigh_forms(const Candidates& candidates,
                                              const Eigen::VectorXd& theta,
                                              const lm::NgramModel& lm,
                                              const LearnOptions& options) {
  const channel::ContextWeights context = context_weights(theta);
  const double typical = static_cast<double>(context.lm_scale * (1 - context.discount));
  const auto worth = [&](const Phrase& written, const Option& option) {
    const Eigen::VectorXd features = candidates.features(written, option, 0);
    return smoothed_count(candidates.count(written, option, 0),
                          theta.head(features.size()).dot(features));
  };

  const Rarity rarity(count_forms(candidates, lm), candidates.swapped_total(), options.authors);
  std::vector<channel::WrittenForm> forms;
  for (const Phrase& written : candidates.written()) {
    struct Scored {
      const Option* option;
      double own, typical;
    };
    std::vector<Scored> scored;
    for (const Option& option : candidates.options(written)) {
      if (option.count < kLeastCount) {
        // A phrase that one thesaurus alone offers is hardly ever what was meant.
        const bool phrase = written.size > 1 || option.meant.size > 1;
        if (listings(option.relations) < (phrase ? 2 : 1)) continue;
      }
      const double z = worth(written, option);
      double frequency = 0;
      for (const WordId w : option.meant.view()) {
        frequency += static_cast<double>(lm.unigram(w));
      }
      scored.push_back({&option, z, z + typical * frequency});
    }
    if (scored.empty()) continue;
    const double swapped = candidates.swapped_count(written);
    // By what the entry is worth where nothing is known of the context.
    std::stable_sort(scored.begin(), scored.end(),
                     [](const Scored& a, const Scored& b) { return a.typical > b.typical; });
    std::size_t limit = written.size == 1 ? options.max_entries : options.max_phrase_entries;
    if (lm.unigram(written.words[0]) < options.rare_ln_p) {
      limit = std::min(limit, options.max_rare_entries);
    }
    if (scored.size() > limit) scored.resize(limit);

    std::vector<double> z;
    for (const Scored& s : scored) z.push_back(s.own);
    const double total = log_sum_exp(z);
    channel::WrittenForm form;
    form.words.assign(written.view().begin(), written.view().end());
    for (const Scored& s : scored) {
      if (s.own - total < options.min_weight_nats) continue;
      form.entries.push_back({{s.option->meant.view().begin(), s.option->meant.view().end()},
                              static_cast<float>(s.own - total)});
    }
    if (written.size == 1) {
      Option keep;
      keep.meant = written;
      form.keep_nats = static_cast<float>(worth(written, keep) - total);
    }
    // P(form | swap) over P(form): counts smoothed toward what its rarity alone would give.
    const double ln_p = lm.score_sequence(written.view());
    const double background = std::exp(ln_p);
    const double expected = written.size == 1 ? rarity.share(ln_p) : background;
    const double seen = candidates.swapped_total();
    form.swap_ratio_nats =
        static_cast<float>(std::log((swapped + options.swap_ratio_prior * expected) /
                                    ((seen + options.swap_ratio_prior) * background)));
    forms.push_back(std::move(form));
  }
  return forms;
}

std::vector<channel::WrittenForm> most_useful(std::vector<channel::WrittenForm> forms,
                                              const Candidates& candidates,
                                              const lm::NgramModel& lm, std::size_t limit) {
  if (forms.size() <= limit) return forms;
  struct Worth {
    std::size_t at;
    double swapped, ln_p;
  };
  std::vector<Worth> worth;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const Phrase written = slice(forms[i].words, 0, forms[i].words.size());
    worth.push_back({i, candidates.swapped_count(written), lm.score_sequence(written.view())});
  }
  std::stable_sort(worth.begin(), worth.end(), [](const Worth& a, const Worth& b) {
    return a.swapped != b.swapped ? a.swapped > b.swapped : a.ln_p > b.ln_p;
  });
  worth.resize(limit);
  std::sort(worth.begin(), worth.end(), [](const Worth& a, const Worth& b) { return a.at < b.at; });
  std::vector<channel::WrittenForm> kept;
  for (const Worth& w : worth) kept.push_back(std::move(forms[w.at]));
  return kept;
}

}  // namespace despin::train
