// A model whose families are corrupt says so, or reads texts as any other.
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "lib/channel/families.h"
#include "models/build/encode/families_encoder.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::Bytes;
using small_model::SmallModel;
using small_model::TemporaryFile;

constexpr std::string_view kSpun =
    "The ruling bash won the election withinside the capital. Gadget mastering is used "
    "withinside the north.";

Bytes families(const SmallModel& model) {
  return channel::encode_families(
      std::vector<channel::Family>{{"North", {"withinside the"}}, {"South", {"bash"}}},
      std::vector<channel::FamilyForm>{{channel::hash_form(model.ids("withinside")), {1, -2}},
                                       {channel::hash_form(model.ids("bash")), {-2, 1}}},
      {1, 0, 30, 1});
}

TEST(CorruptFamilies, EveryFlippedBitOfTheSectionIsHarmlessAndNamed) {
  const SmallModel model;
  const Bytes whole = families(model);
  Workspace scratch;
  int refused = 0;
  int read = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes corrupt = whole;
      corrupt[at] ^= static_cast<std::byte>(1 << bit);
      auto writer = model.writer();  // with checksums that fit the corruption
      writer.add(format::kFamiliesSection, 1, false, std::move(corrupt));
      const TemporaryFile file("model");
      file.write(writer.encode());
      const auto detector = Detector::open(file.path());
      if (!detector) {
        ++refused;
        ASSERT_EQ(detector.error().code, ErrorCode::kBadModel);
        ASSERT_NE(detector.error().message.find("FAML"), std::string::npos);
        continue;
      }
      ++read;
      const auto report = detector->analyze(kSpun, scratch);
      ASSERT_TRUE(report);
      ASSERT_EQ(report->verdict, Verdict::kSpun);
      ASSERT_EQ(report->families.size(), 3U);
      double sum = 0;
      for (const FamilyShare& family : report->families) {
        ASSERT_TRUE(std::isfinite(family.posterior));
        sum += family.posterior;
      }
      ASSERT_NEAR(sum, 1, 1e-9);
    }
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(read, 100);
}

TEST(CorruptFamilies, FormsOutOfOrderAreNoticedByVerifying) {
  const SmallModel model;
  Bytes corrupt = families(model);
  std::swap_ranges(corrupt.begin() + 32, corrupt.begin() + 40, corrupt.begin() + 40);
  auto writer = model.writer();
  writer.add(format::kFamiliesSection, 1, false, std::move(corrupt));
  const TemporaryFile file("model");
  file.write(writer.encode());
  EXPECT_TRUE(Detector::open(file.path()));
  const auto verified = verify_model(file.path());
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, ErrorCode::kBadModel);
}

}  // namespace
}  // namespace despin
