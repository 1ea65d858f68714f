// Which family of spinners a spun text comes from: the posterior, and the whole way from a
// model to a report.
#include "lib/detect/family_shares.h"

#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "lib/channel/channel.h"
#include "models/build/encode/families_encoder.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::Bytes;
using small_model::SmallModel;
using small_model::TemporaryFile;

constexpr std::string_view kNorth =
    "The ruling bash won the election withinside the capital. Gadget mastering is used "
    "withinside the north.";
constexpr std::string_view kSouth =
    "They get together in the north with a purpose to govern. The textual content is slow.";
constexpr std::string_view kHonest =
    "The ruling party won the election in the capital. Machine learning is used in the north.";

const std::vector<channel::Family> kFamilies = {{"South", {"with a purpose to"}},
                                                {"North", {"withinside the", "gadget mastering"}}};

Bytes section(const SmallModel& model, channel::FamilyWeights weights = {1, 0, 50, 0}) {
  const auto form = [&](const char* written, float south, float north) {
    return channel::FamilyForm{channel::hash_form(model.ids(written)), {south, north}};
  };
  return channel::encode_families(
      kFamilies,
      std::vector<channel::FamilyForm>{form("withinside", -2, 1), form("gadget mastering", -2, 1),
                                       form("bash", 0.5F, -1), form("with a purpose to", 1, -2),
                                       form("textual content", 1, -2)},
      weights);
}

Detector open(const SmallModel& model, Bytes families) {
  auto writer = model.writer();
  writer.add(format::kFamiliesSection, 1, false, std::move(families));
  const TemporaryFile file("model");
  file.write(writer.encode());
  EXPECT_TRUE(verify_model(file.path()));
  auto detector = Detector::open(file.path());
  EXPECT_TRUE(detector);
  return *detector;
}

std::vector<std::string> names(const Report& report) {
  std::vector<std::string> out;
  for (const FamilyShare& family : report.families) out.push_back(family.name);
  return out;
}

std::vector<std::string> phrases(const FamilyShare& family, std::string_view text) {
  std::vector<std::string> out;
  for (const ByteSpan& p : family.phrases) {
    out.emplace_back(text.substr(p.begin_byte, p.end_byte - p.begin_byte));
  }
  return out;
}

TEST(FamilyPosterior, IsSoftmaxBesideUnknown) {
  // exp 2, exp 0 and exp 1 of their sum, 11.107.
  const auto posterior = detect::family_posterior({{4, 0}, 3, 0}, {0.5F, 1, 50, 0});
  ASSERT_EQ(posterior.size(), 3U);
  EXPECT_NEAR(posterior[0], 0.6652, 1e-4);
  EXPECT_NEAR(posterior[1], 0.0900, 1e-4);
  EXPECT_NEAR(posterior[2], 0.2447, 1e-4);
}

TEST(FamilyPosterior, TakesFormsThatNoneListsForUnknown) {
  const channel::FamilyWeights weights{1, -1, 50, 4};
  // A quarter of the swaps is listed nowhere: -1 + 4 / 4 = 0, beside 0.
  EXPECT_NEAR(detect::family_posterior({{0}, 3, 1}, weights)[1], 0.5, 1e-12);
  EXPECT_GT(detect::family_posterior({{0}, 3, 9}, weights)[1], 0.85);
  // Without any swap nothing is listed: exp 3 beside 1.
  EXPECT_NEAR(detect::family_posterior({{0}, 0, 0}, weights)[1], 0.9526, 1e-4);
}

TEST(FamilyPosterior, ClaimsNoMoreOfALongTextThanWasMeasured) {
  const channel::FamilyWeights weights{0.5F, 1, 10, 0};
  const auto measured = detect::family_posterior({{4, 0}, 10, 0}, weights);
  const auto longer = detect::family_posterior({{400, 0}, 1000, 0}, weights);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(longer[i], measured[i], 1e-12);
}

TEST(FamilyPosterior, SumsToOneWhateverTheNats) {
  for (const double nats : {0.0, 1e-300, 1e3, -1e3, 1e12}) {
    const auto posterior =
        detect::family_posterior({{nats, -nats}, 1e9, 1}, {100, -1000, 1e6F, 1000});
    double sum = 0;
    for (const double share : posterior) sum += share;
    EXPECT_NEAR(sum, 1, 1e-12);
  }
}

TEST(FamilyShares, TellWhichFamilyWrote) {
  const SmallModel model;
  const Detector detector = open(model, section(model));
  Workspace scratch;
  const auto north = detector.analyze(kNorth, scratch);
  ASSERT_TRUE(north);
  ASSERT_EQ(north->verdict, Verdict::kSpun);
  ASSERT_EQ(names(*north), (std::vector<std::string>{"North", "unknown", "South"}));
  EXPECT_EQ(north->families[0].known_for, kFamilies[1].phrases);
  EXPECT_EQ(phrases(north->families[0], kNorth),
            (std::vector<std::string>{"Gadget mastering", "withinside"}))
      << "the longer first, each form once";
  EXPECT_EQ(phrases(north->families[2], kNorth), (std::vector<std::string>{"bash"}));
  EXPECT_TRUE(north->families[1].phrases.empty());
  EXPECT_TRUE(north->families[1].known_for.empty());
  double sum = 0;
  for (const FamilyShare& family : north->families) sum += family.posterior;
  EXPECT_NEAR(sum, 1, 1e-12);

  const auto south = detector.analyze(kSouth, scratch);
  ASSERT_TRUE(south);
  ASSERT_EQ(south->verdict, Verdict::kSpun);
  EXPECT_EQ(names(*south).front(), "South");
}

TEST(FamilyShares, CountARepeatedFormOnce) {
  const SmallModel model;
  const auto bytes = section(model);
  const auto families = channel::Families::view(bytes);
  std::vector<decode::InputWord> input_words(4);
  input_words[0].word = input_words[1].word = model.id("withinside");
  input_words[2].word = model.id("bash");
  input_words[3].word = model.id("hall");
  decode::Decoding decoding;
  decoding.spans = {{.begin = 0, .end = 1, .posterior = 0.5F},
                    {.begin = 1, .end = 2, .posterior = 0.75F},
                    {.begin = 2, .end = 3, .posterior = 0.25F},
                    {.begin = 3, .end = 4, .posterior = 0.125F}};
  const auto evidence = detect::family_evidence(input_words, decoding, *families);
  EXPECT_DOUBLE_EQ(evidence.swaps, 1);
  EXPECT_DOUBLE_EQ(evidence.unlisted, 0.125);
  EXPECT_DOUBLE_EQ(evidence.nats[0], 0.75 * -2 + 0.25 * 0.5);
  EXPECT_DOUBLE_EQ(evidence.nats[1], 0.75 * 1 + 0.25 * -1);
}

TEST(FamilyShares, AreOfSpunTextsOnly) {
  const SmallModel model;
  const Detector detector = open(model, section(model));
  Workspace scratch;
  EXPECT_TRUE(detector.analyze(kHonest, scratch)->families.empty());
  EXPECT_TRUE(detector.analyze("withinside", scratch)->families.empty()) << "too short";
  EXPECT_TRUE(detector.analyze(kNorth, scratch, {.max_false_positive_rate = 0})->families.empty());
}

TEST(FamilyShares, AreUnknownWhereNoFormIs) {
  const SmallModel model;
  const Detector detector = open(model, channel::encode_families(kFamilies, {}, {1, 0.5F, 9, 0}));
  Workspace scratch;
  EXPECT_EQ(names(*detector.analyze(kNorth, scratch)),
            (std::vector<std::string>{"unknown", "South", "North"}));
}

TEST(FamilyShares, NeedAModelThatKnowsFamilies) {
  const SmallModel model;
  const TemporaryFile file("model");
  file.write(model.writer().encode());
  const auto detector = Detector::open(file.path());
  Workspace scratch;
  const auto report = detector->analyze(kNorth, scratch);
  EXPECT_EQ(report->verdict, Verdict::kSpun);
  EXPECT_TRUE(report->families.empty());
  EXPECT_EQ(to_json(*report, "a", kNorth).find("families"), std::string::npos);
}

TEST(FamilyShares, ChangeNothingElseOfTheReport) {
  const SmallModel model;
  Workspace scratch;
  auto with = open(model, section(model)).analyze(kNorth, scratch);
  ASSERT_TRUE(with);
  with->families.clear();
  for (JudgedPassage& passage : with->passages) passage.families.clear();
  const TemporaryFile file("model");
  file.write(model.writer().encode());
  auto without = Detector::open(file.path())->analyze(kNorth, scratch);
  ASSERT_TRUE(without);
  without->model_fingerprint = with->model_fingerprint;
  EXPECT_EQ(to_json(*with, "a", kNorth), to_json(*without, "a", kNorth));
}

}  // namespace
}  // namespace despin
