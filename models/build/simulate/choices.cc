#include "models/build/simulate/choices.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "lib/base/exact_math.h"
#include "lib/base/hash.h"
#include "lib/lm/ngram_model.h"
#include "lib/text/terms.h"
#include "models/build/simulate/phrases.h"

namespace despin::simulate {
namespace {

bool all_plain(std::span<const WordId> words, const format::Vocabulary& vocabulary) {
  return std::all_of(words.begin(), words.end(), [&](WordId word) {
    return word >= kFirstPlainWord && word < vocabulary.size() &&
           vocabulary.word(word).front() != '\'';
  });
}

// Swapped for these alone are what aligning longer phrases left over ("a" -> "the same
// time"); they change only as parts of phrases.
constexpr std::string_view kNeverAlone[] = {"a", "an", "and", "be", "of", "the", "to"};
// A preposition and its like are swapped for what means nothing else and only spinners
// write ("in" -> "withinside"), not for one another.
constexpr float kFunctionSwapRatioNats = 2;
constexpr float kFunctionWeightNats = -0.7F;

// Whether a spinner would, as far as classes of words tell: what the channel learned
// from short phrases has ends that belong to their neighbors ("of authorities" for
// "government").
class Sense {
 public:
  explicit Sense(const format::Vocabulary& vocabulary) {
    function_.reserve(vocabulary.size());
    for (WordId word = 0; word < vocabulary.size(); ++word) {
      function_.push_back(text::is_function_word(vocabulary.word(word)));
    }
    for (const std::string_view word : kNeverAlone) never_.push_back(vocabulary.find(word));
  }

  bool allows(std::span<const WordId> written, float swap_ratio, std::span<const WordId> meant,
              float weight) const {
    const auto is_function = [&](WordId word) { return function_[word]; };
    if (!std::all_of(meant.begin(), meant.end(), is_function)) {
      return !is_function(written.front()) || is_function(meant.front());
    }
    if (meant.size() == 1 && std::count(never_.begin(), never_.end(), meant.front()) != 0) {
      return false;
    }
    return swap_ratio >= kFunctionSwapRatioNats && weight >= kFunctionWeightNats;
  }

 private:
  std::vector<bool> function_;
  std::vector<WordId> never_;
};

// One entry of one form, seen from what was meant.
struct EntryRow {
  std::uint64_t meant = 0;  // hash
  double joint_nats = 0;
  double author_nats = 0;  // of the meant words
  std::uint32_t form = 0;
};

}  // namespace

Choices::Choices(const detect::Model& model) {
  const std::vector<WrittenWords> forms = written_forms(model);
  const Sense sense(model.vocabulary);
  std::vector<EntryRow> rows;
  for (std::uint32_t f = 0; f < forms.size(); ++f) {
    const WrittenWords& form = forms[f];
    if (!all_plain(form.words, model.vocabulary)) continue;
    const float swap_ratio = model.channel.swap_ratio_nats(form.index);
    const double written =
        model.ngrams.score_sequence(form.words) + static_cast<double>(swap_ratio);
    const std::uint32_t last = model.channel.last_entry(form.index);
    for (std::uint32_t e = model.channel.first_entry(form.index); e < last; ++e) {
      const channel::Meant meant = model.channel.meant(e);
      if (!all_plain(meant.view(), model.vocabulary)) continue;
      if (std::ranges::equal(meant.view(), form.words)) continue;
      const float weight = model.channel.weight_nats(e);
      if (!sense.allows(form.words, swap_ratio, meant.view(), weight)) continue;
      rows.push_back({base::hash_words(meant.view()), written + static_cast<double>(weight),
                      model.ngrams.score_sequence(meant.view()), f});
    }
  }
  std::sort(rows.begin(), rows.end(), [](const EntryRow& a, const EntryRow& b) {
    return std::tuple(a.meant, -a.joint_nats, a.form) < std::tuple(b.meant, -b.joint_nats, b.form);
  });
  for (auto row = rows.begin(); row != rows.end();) {
    const auto end =
        std::find_if(row, rows.end(), [&](const EntryRow& r) { return r.meant != row->meant; });
    double sum = 0;  // relative to the most likely
    for (auto r = row; r != end; ++r) sum += base::exact_exp(r->joint_nats - row->joint_nats);
    const double all = row->joint_nats + base::exact_log(sum);
    MeantChoices meant{static_cast<std::uint32_t>(choices_.size()), 0,
                       static_cast<float>(all - row->author_nats)};
    for (auto r = row; r != end && r < row + kMost; ++r) {
      choices_.push_back({forms[r->form].words, static_cast<float>(r->joint_nats - all)});
    }
    meant.last = static_cast<std::uint32_t>(choices_.size());
    meant_.emplace(row->meant, meant);
    row = end;
  }
}

const Choices::MeantChoices* Choices::find(std::span<const WordId> words) const {
  const auto found = meant_.find(base::hash_words(words));
  return found == meant_.end() ? nullptr : &found->second;
}

}  // namespace despin::simulate
