// Sections of parameters in a whole model: absent they change nothing, present they are used.
#include "lib/detect/parameters.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "lib/decode/parameters.h"
#include "lib/detect/model.h"
#include "models/build/encode/parameter_recipe.h"
#include "models/build/encode/parameters.h"
#include "models/build/encode/tagger_encoder.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

using small_model::SmallModel;
using small_model::TemporaryFile;

constexpr std::string_view kSpun =
    "The ruling bash won the election withinside the capital. Gadget mastering is used "
    "withinside the north. The bash \"withinside\" the unfold of the unfold lost.";

// The report and two restorations, by a model with these parameters.
std::string told(const std::string& parameters) {
  const SmallModel small;
  format::ModelWriter writer = small.writer();
  SpanFeatures weights;
  weights.fill(0.1);
  writer.add(format::kTaggerSection, 1, false, encode_tagger(Tagger(weights, 0)));
  const Model model = small.open();
  const std::uint32_t words = model.vocabulary.size();
  writer.add(format::kClozeSection, 1, false,
             cloze::encode_cloze_net(made_cloze::random_parameters(words),
                                     cloze::cloze_words_hash(model.vocabulary, words),
                                     {1, 0, 0, 100}));  // ranking alone asks it
  const auto added = format::add_recipe_parameters(writer, parameters);
  EXPECT_TRUE(added) << added.error().message;
  const TemporaryFile file("model");
  file.write(writer.encode());
  EXPECT_TRUE(verify_model(file.path()));
  const auto detector = Detector::open(file.path());
  EXPECT_TRUE(detector);
  Workspace scratch;
  const auto report = detector->analyze(kSpun, scratch);
  EXPECT_TRUE(report);
  std::string out = to_json(*report, "id", kSpun);
  for (const char* phrase : {"gadget mastering", "old bash withinside"}) {
    const auto restored = detector->restore(phrase, scratch, 5);
    EXPECT_TRUE(restored);
    for (const Restoration& r : *restored) out += r.text + " " + std::to_string(r.score_nats);
  }
  return out;
}

std::string section(const std::string& tag, const std::string& name, const std::string& value) {
  return R"({"parameters": {")" + tag + R"(": {")" + name + "\": " + value + "}}}";
}

TEST(ModelParameters, ChangeNothingWhereTheyAreInitial) {
  const std::string as_ever = told("{}");
  EXPECT_EQ(told(section("DECO", "first.max_entries", "12")), as_ever);
  EXPECT_EQ(told(section("RANK", "net", "0.57")), as_ever);
}

TEST(ModelParameters, AreUsed) {
  const std::string as_ever = told("{}");
  const std::vector<std::vector<std::string>> others = {{"DECO", "first.max_entries", "1"},
                                                        {"DECO", "first.max_arc_nats", "1"},
                                                        {"DECO", "first.rates.6", "0.8"},
                                                        {"DECO", "first.prior_rate", "0.000001"},
                                                        {"DECO", "first.max_nodes", "1"},
                                                        {"DECO", "first.span_floor", "0.985"},
                                                        {"DECO", "rescoring.max_arc_nats", "1"},
                                                        {"DECO", "rescoring.rates.6", "0.8"},
                                                        {"DECO", "rescoring.span_floor", "0.985"},
                                                        {"RANK", "ngrams", "1"},
                                                        {"RANK", "unigram", "-1"},
                                                        {"RANK", "net", "5"},
                                                        {"RANK", "channel", "3"},
                                                        {"RANK", "cosine", "-50"},
                                                        {"RANK", "max_gain", "0.1"},
                                                        {"RANK", "before", "0"},
                                                        {"RANK", "after", "0"},
                                                        {"RANK", "max_candidates", "1"},
                                                        {"RANK", "restored_posterior", "1"},
                                                        {"REST", "lm_scale", "0.2"},
                                                        {"REST", "discount", "0.1"},
                                                        {"REST", "end_scale", "0.1"},
                                                        {"DETC", "firm_nats", "5"},
                                                        {"DETC", "strong_nats", "1"},
                                                        {"DETC", "ln_p_floor", "-1"},
                                                        {"DETC", "rate_scale", "10"},
                                                        {"DETC", "near_words", "1"},
                                                        {"DETC", "max_deviation", "0.1"},
                                                        {"DETC", "mention_words", "0"},
                                                        {"DETC", "neighbor_reach", "1"},
                                                        {"DETC", "surest", "0.01"},
                                                        {"DETC", "rate_prior_swaps", "9"},
                                                        {"DETC", "rate_prior_words", "900"}};
  for (const auto& other : others) {
    EXPECT_TRUE(told(section(other[0], other[1], other[2])) != as_ever)
        << other[0] << " " << other[1];
  }
}

TEST(ModelParameters, AreRequiredSoThatOldReadersRefuse) {
  format::ModelWriter writer = SmallModel().writer();
  ASSERT_TRUE(format::add_recipe_parameters(writer, section("RANK", "net", "0.5")));
  const auto bytes = writer.encode();
  // A reader that knows no section of parameters.
  format::FileKind old = format::kModelKind;
  std::vector<format::KnownSection> known;
  for (const format::KnownSection& s : format::kKnownSections) {
    if (!(s.tag == format::kRankSection)) known.push_back(s);
  }
  old.known = known;
  const auto file = format::SectionFile::from_bytes(old, bytes);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kModelTooNew);
  EXPECT_TRUE(format::SectionFile::from_bytes(format::kModelKind, bytes));

  writer.add(format::kDetectSection, 3, true, {});
  const auto newer = format::ModelFile::from_bytes(writer.encode());
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::kModelTooNew);
}

TEST(ModelParameters, OfARecipeAreChecked) {
  for (const std::string& recipe :
       {std::string("["), std::string(R"({"parameters": 1})"), section("RANKS", "net", "1"),
        section("RANK", "nets", "1"), section("RANK", "net", "1000"),
        section("RANK", "net", "\"1\""), section("DECO", "first.max_entries", "1.5"),
        section("DECO", "first.rates.0", "0.03")}) {
    format::ModelWriter writer;
    const auto added = format::add_recipe_parameters(writer, recipe);
    ASSERT_FALSE(added) << recipe;
    EXPECT_EQ(added.error().code, ErrorCode::kBadInput);
  }
}

}  // namespace
}  // namespace despin::detect
