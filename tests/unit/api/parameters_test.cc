// Parameters of align and search in a model: every row is one number, and what a model says counts.
#include <bit>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "despin/aligner.h"
#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/align/parameters.h"
#include "lib/search/parameters.h"
#include "models/build/encode/parameters.h"
#include "tests/support/example_page.h"
#include "tests/support/small_index.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::SmallModel;
using small_model::TemporaryFile;

// A value of its own for each row, inside its bounds.
template <class Struct>
Struct other_values() {
  Struct values;
  double step = 0;
  for (const format::ParameterSlot& slot : format::slots_of(values)) {
    step += 1;
    const double whole = slot.least + step;
    const double share = slot.least + (slot.most - slot.least) * (step + 0.37) / 101;
    std::visit(
        [&](auto* at) {
          *at = static_cast<std::remove_pointer_t<decltype(at)>>(
              std::is_integral_v<std::remove_pointer_t<decltype(at)>> ? whole : share);
        },
        slot.place);
    EXPECT_TRUE(slot.holds(slot.value())) << slot.name;
  }
  return values;
}

template <class Struct>
void expect_a_number_for_each_row(std::size_t rows) {
  Struct values = other_values<Struct>();
  auto read = format::view_parameters<Struct>(format::encode_parameters(values));
  ASSERT_TRUE(read) << read.error().message;
  Struct initial;
  const auto written = format::slots_of(values);
  const auto back = format::slots_of(*read);
  const auto first = format::slots_of(initial);
  ASSERT_EQ(written.size(), rows) << "rows are frozen; new ones come last, with a new version";
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rows; ++i) {
    EXPECT_EQ(back[i].value(), written[i].value()) << written[i].name;
    EXPECT_NE(first[i].value(), written[i].value()) << written[i].name << ", or listed twice";
    EXPECT_TRUE(first[i].holds(first[i].value())) << first[i].name;
    EXPECT_TRUE(names.insert(written[i].name).second) << written[i].name;
  }
  // Nothing is left out: rows and padding are all of the struct.
  std::size_t bytes = 0;
  for (const format::ParameterSlot& slot : first) {
    bytes += std::visit([](auto* at) { return sizeof(*at); }, slot.place);
  }
  EXPECT_LT(sizeof(Struct) - bytes, 32U);
}

TEST(ModelParameters, EachRowIsANumberOfItsOwn) {
  expect_a_number_for_each_row<align::Parameters>(71);
  expect_a_number_for_each_row<search::Parameters>(37);
}

template <class Struct>
Detector detector_with(const Struct& values, const TemporaryFile& file) {
  auto writer = SmallModel().writer();
  format::add_parameters(writer, values);
  file.write(writer.encode());
  auto detector = Detector::open(file.path());
  EXPECT_TRUE(detector) << detector.error().message;
  return *detector;
}

Relation relation(const Detector& detector, const std::string& original,
                  const std::string& suspect) {
  AlignWorkspace scratch;
  const auto comparison = Aligner(detector).compare(original, suspect, scratch);
  EXPECT_TRUE(comparison);
  return comparison->relation;
}

TEST(ModelParameters, AComparisonIsJudgedByThoseOfItsModel) {
  const TemporaryFile file("model");
  const std::string text = example_page("harbour_original.txt");
  const std::string spun = example_page("harbour_spun.txt");
  align::Parameters values;
  EXPECT_EQ(relation(detector_with(values, file), text, spun), Relation::kSpun);
  values.given_original.min_spun_share = 1;
  EXPECT_EQ(relation(detector_with(values, file), text, spun), Relation::kVerbatim);
  values.given_original.sufficient_nats = values.given_original.min_discounted_nats = 1000;
  values.topic.max_entity_nats = 0;
  values.costs.max_word_nats = 1;
  EXPECT_NE(relation(detector_with(values, file), text, spun), Relation::kVerbatim);
}

TEST(ModelParameters, ASearchIsJudgedByThoseOfItsModel) {
  const TemporaryFile file("model");
  const small_index::Folder folder("parameters_search");
  const std::string text = example_page("harbour_original.txt");
  const std::string paragraph = text.substr(0, 500);
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer) << writer.error().message;
  for (const small_index::Made& made : small_index::make_documents(10)) {
    ASSERT_TRUE(writer->add(made.view()));
  }
  ASSERT_TRUE(writer->add({.id = "harbour", .url = {}, .title = {}, .date = {}, .text = text}));
  ASSERT_TRUE(writer->commit());
  const auto matches = [&](const auto& values) {
    auto index = SourceIndex::open(folder.path(), detector_with(values, file));
    EXPECT_TRUE(index) << index.error().message;
    SearchWorkspace scratch;
    return index->search({.text = paragraph, .id = {}, .date = {}}, scratch)->size();
  };
  search::Parameters values;
  EXPECT_EQ(matches(values), 1U);
  values.policy.bias = -1000;
  values.policy.sufficient_nats = values.policy.sufficient_undiscounted_nats = 1000;
  values.policy.max_discounted_nats = 0;
  values.policy.stretch_bias = -1000;
  values.policy.sufficient_run_words = 1'000'000;
  values.policy.min_rewording_log_odds = 1000;
  EXPECT_EQ(matches(values), 0U);
  align::Parameters aligning;
  aligning.passages.min_words = 1000;
  EXPECT_EQ(matches(aligning), 0U) << "no passage is that long";
}

}  // namespace
}  // namespace despin
